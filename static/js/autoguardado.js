// Autoguardado: envía el formulario cuando cambia un campo y dice a qué hora quedó guardado.
// Gancho: <form method="post" data-mipg-autoguardado="/url/">; el mensaje va en su [data-mipg-guardado].
// El servidor responde 2xx si guardó; 409 o 422 con {"mensaje": "…"} si no, y el texto se muestra tal cual. En "vistos"
// dice qué campos ocultos dejar con lo que guardó.
// Los archivos no se autoguardan. Sin JS queda el botón «Guardar».
// Lo que no llegó se reintenta solo, cada vez más despacio. Si la sesión terminó no se manda nada más: un botón envía el
// formulario como una página corriente, el servidor lo aparta y quien vuelve a entrar lo recupera.
// Quien quiera otra cosa escucha en el formulario: "mipg:guardar" trae los datos que van a salir; "mipg:guardado", lo que
// respondió el servidor; "mipg:sin-respuesta", que no se sabe si llegaron; "mipg:navegar", que va a enviarse como una
// página corriente. "mipg:guardar-ya" guarda sin esperar la pausa.
// Con data-mipg-por-fila, salir de un campo no guarda: se espera la pausa o a quien pida guardar.

const PAUSA = 1200;
// Milisegundos entre un intento y el siguiente: se doblan hasta el último.
const REINTENTO = 1000;
const ULTIMO_REINTENTO = 60_000;
// Más que esto no puede salir mientras la página se cierra.
const MAXIMO_AL_CERRAR = 60_000;
const estados = new WeakMap();

function estadoDe(formulario) {
  if (!estados.has(formulario)) estados.set(formulario, { reloj: 0, enviando: false, pendiente: false, cambio: false, pausa: 0, intentos: 0, fuera: false });
  return estados.get(formulario);
}

function lugarDe(formulario) {
  let lugar = document.querySelector(`[data-mipg-guardado="${formulario.id}"]`) || formulario.querySelector("[data-mipg-guardado]");
  if (!lugar) {
    lugar = document.createElement("p");
    lugar.className = "guardado";
    lugar.dataset.mipgGuardado = "";
    lugar.setAttribute("role", "status");
    formulario.append(lugar);
  }
  return lugar;
}

function decir(formulario, texto, fallo = false) {
  const lugar = lugarDe(formulario);
  lugar.classList.toggle("guardado--error", fallo);
  lugar.textContent = texto;
}

function datos(formulario) {
  const lectura = new FormData(formulario);
  [...lectura].forEach(([nombre, valor]) => {
    if (valor instanceof File) lectura.delete(nombre);
  });
  avisar(formulario, "mipg:guardar", { datos: lectura });
  return new URLSearchParams(lectura);
}

function avisar(formulario, suceso, detail) {
  formulario.dispatchEvent(new CustomEvent(suceso, { detail }));
}

// Lo que ya quedó guardado es lo que la página tiene por visto: si la sesión termina, no parecerá de otra persona.
function verGuardado(formulario, vistos = {}) {
  Object.entries(vistos).forEach(([nombre, valor]) => {
    const oculto = formulario.elements[nombre];
    if (oculto) oculto.value = valor;
  });
}

// Lo que respondió quien guarda: un fallo del camino, una página o el ingreso no dicen qué quedó guardado.
async function leer(respuesta) {
  if (respuesta.redirected || !(respuesta.ok || respuesta.status === 409 || respuesta.status === 422)) return null;
  return respuesta.json().catch(() => null);
}

const sinSesion = (respuesta) => respuesta.redirected || respuesta.status === 401 || respuesta.status === 403;

// --- Volver a entrar -------------------------------------------------------------------------------------------------

const botones = new WeakMap();

function ofrecerEntrar(formulario, ofrecer) {
  let boton = botones.get(formulario);
  if (!boton && ofrecer) {
    boton = Object.assign(document.createElement("button"), { type: "button", className: "boton boton--pequeno", textContent: "Guardar y volver a entrar" });
    boton.addEventListener("click", () => entrar(formulario));
    document.querySelector(".guardado--error").after(boton);
    botones.set(formulario, boton);
  }
  if (boton) boton.hidden = !ofrecer;
}

// Envía el formulario como una página corriente, con el testigo de la página que hoy responde el servidor.
async function entrar(formulario) {
  const estado = estadoDe(formulario);
  clearTimeout(estado.reloj);
  try {
    const respuesta = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
    const pagina = new DOMParser().parseFromString(await respuesta.text(), "text/html");
    const testigo = pagina.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!respuesta.ok || !testigo) {
      decir(formulario, "No se guardó: ya no puede cambiar este registro. Copie lo escrito antes de salir de esta página.", true);
      return;
    }
    formulario.elements.csrfmiddlewaretoken.value = testigo;
  } catch {
    decir(formulario, "No hay conexión: lo escrito sigue en esta página. Pulse otra vez cuando vuelva.", true);
    return;
  }
  avisar(formulario, "mipg:navegar");
  estado.pendiente = false;
  formulario.submit();
}

// --- Guardar ---------------------------------------------------------------------------------------------------------

async function guardar(formulario) {
  const estado = estadoDe(formulario);
  clearTimeout(estado.reloj);
  if (estado.enviando || estado.fuera) return;
  estado.enviando = true;
  // Lo que falló se sigue leyendo hasta saber: un aviso más corto correría los botones bajo el dedo de quien los pulsa.
  if (!lugarDe(formulario).matches(".guardado--error")) decir(formulario, "Guardando…");
  let entra = false;
  let reintenta = false;
  try {
    const lectura = datos(formulario);
    const respuesta = await fetch(formulario.dataset.mipgAutoguardado || formulario.action, {
      method: "POST",
      body: lectura,
      headers: { "X-Requested-With": "mipg-autoguardado", Accept: "application/json" },
      credentials: "same-origin",
      keepalive: lectura.toString().length < MAXIMO_AL_CERRAR,
    });
    const cuerpo = await leer(respuesta);
    if (cuerpo) {
      estado.intentos = 0;
      verGuardado(formulario, cuerpo.vistos);
      avisar(formulario, "mipg:guardado", { cuerpo, respuesta });
      if (respuesta.ok) {
        estado.pendiente = estado.cambio;
        const hora = new Date().toLocaleTimeString("es-CO", { hour: "2-digit", minute: "2-digit", hour12: false });
        // Si algo cambió mientras tanto todavía falta eso.
        if (!estado.pendiente) decir(formulario, `Guardado a las ${hora}`);
      } else {
        decir(formulario, cuerpo.mensaje, true);
      }
    } else {
      avisar(formulario, "mipg:sin-respuesta");
      entra = sinSesion(respuesta);
      reintenta = !entra;
      const porque = entra ? "su sesión terminó o ya no puede cambiar este registro. Al entrar de nuevo podrá recuperar lo escrito." : "el sistema no contestó bien. Lo escrito sigue en esta página y se vuelve a intentar solo.";
      decir(formulario, `No se guardó: ${porque}`, true);
    }
  } catch {
    avisar(formulario, "mipg:sin-respuesta");
    reintenta = true;
    decir(formulario, "No hay conexión: lo escrito sigue en esta página y se guardará cuando vuelva.", true);
  }
  ofrecerEntrar(formulario, entra);
  estado.fuera = entra;
  estado.enviando = false;
  if (estado.cambio) {
    estado.cambio = false;
    alRato(formulario, estado.pausa);
  } else if (reintenta) {
    alRato(formulario, Math.min(REINTENTO * 2 ** estado.intentos, ULTIMO_REINTENTO));
    estado.intentos += 1;
  }
}

function programar(suceso, pausa) {
  const formulario = suceso.target.form;
  if (!formulario?.matches("[data-mipg-autoguardado]") || suceso.target.type === "file") return;
  alRato(formulario, formulario.matches("[data-mipg-por-fila]") ? PAUSA : pausa);
}

function alRato(formulario, pausa) {
  const estado = estadoDe(formulario);
  estado.pendiente = true;
  if (estado.enviando) {
    estado.pausa = estado.cambio ? Math.min(estado.pausa, pausa) : pausa;
    estado.cambio = true;
    return;
  }
  clearTimeout(estado.reloj);
  estado.reloj = setTimeout(() => guardar(formulario), pausa);
}

function formulariosPendientes() {
  return [...document.querySelectorAll("form[data-mipg-autoguardado]")].filter((formulario) => estados.get(formulario)?.pendiente);
}

document.addEventListener("input", (suceso) => programar(suceso, PAUSA));
document.addEventListener("change", (suceso) => programar(suceso, 0));
document.addEventListener("mipg:guardar-ya", (suceso) => alRato(suceso.target, 0));
document.addEventListener("submit", (suceso) => {
  const estado = estados.get(suceso.target);
  if (!estado || suceso.defaultPrevented) return;
  clearTimeout(estado.reloj);
  estado.pendiente = false;
});
window.addEventListener("online", () => formulariosPendientes().forEach(guardar));
window.addEventListener("beforeunload", (suceso) => {
  if (formulariosPendientes().length) suceso.preventDefault();
});
