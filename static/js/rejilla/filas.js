// Las filas de la hoja y sus celdas: encontrarlas, crearlas, quitarlas, moverlas y pintar lo que dice el servidor.
// Cada fila se llama toda la vida como nació en la página (data-mipg-fila); su clave en la base, si ya la tiene, está en
// data-mipg-id. Ganchos: #hoja, [data-mipg-filas], [data-mipg-fila], [data-mipg-anuncio].

export const formulario = document.getElementById("hoja");
export const cuerpo = formulario.querySelector("[data-mipg-filas]");
const anuncio = formulario.querySelector("[data-mipg-anuncio]");

export const filas = () => [...cuerpo.querySelectorAll("[data-mipg-fila]")];
export const filaDe = (elemento) => elemento?.closest?.("[data-mipg-fila]");
export const claveDe = (fila) => fila.dataset.mipgFila;
export const buscar = (clave) => cuerpo.querySelector(`[data-mipg-fila="${clave}"], [data-mipg-id="${clave}"]`);
export const celdas = (fila) => [...fila.querySelectorAll("input:not([type=hidden], [type=radio]), select")];
export const campoDe = (celda) => celda.name.slice(celda.name.indexOf("-") + 1);
// Dentro de su fila: `formulario.elements` recorre la hoja entera cada vez que algo cambió en ella.
export const celda = (fila, campo) => fila.querySelector(`[name="${claveDe(fila)}-${campo}"]`);
export const avisoDe = (fila) => document.getElementById(`aviso-${claveDe(fila)}`);

export function anunciar(texto) {
  anuncio.textContent = texto;
}

// --- Filas nuevas

filas().forEach((fila) => {
  if (claveDe(fila).length < 16) fila.dataset.mipgId = claveDe(fila);
});
cuerpo.querySelectorAll(".hoja-de-mas").forEach((fila) => fila.remove());
const ultima = filas().at(-1);
const molde = { html: ultima.outerHTML, clave: claveDe(ultima) };

// `crypto.randomUUID` no existe sin https, y en la red de la entidad puede no haberlo.
function clave() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Lo que pinta el servidor, como nodos: leído aparte, nada de lo que traiga corre.
const ABRE = { body: "<body>", tbody: "<table><tbody>", tr: "<table><tbody><tr>" };
export const nodos = (html, dentroDe = "body") =>
  new DOMParser().parseFromString(ABRE[dentroDe] + html, "text/html").querySelector(dentroDe).childNodes;

export function nueva(antesDe = null, como = clave()) {
  const fila = [...nodos(molde.html.replaceAll(molde.clave, como), "tbody")].find((nodo) => nodo instanceof Element);
  cuerpo.insertBefore(fila, antesDe);
  return fila;
}

export const estaVacia = (fila) => !fila.dataset.mipgId && celdas(fila).every((c) => c.tagName === "SELECT" || !c.value);
export const llenas = () => filas().filter((fila) => !estaVacia(fila));

// La última siempre espera.
export function asegurarVacia() {
  if (!estaVacia(filas().at(-1))) nueva();
}

export function siguienteA(fila) {
  const despues = avisoDe(fila) ?? fila;
  return despues.nextElementSibling;
}

// Las que ya se quitaron: si venían en camino, su respuesta no las trae de vuelta.
const retiradas = new Set();

export function retirar(fila) {
  retiradas.add(claveDe(fila));
  avisoDe(fila)?.remove();
  fila.remove();
}

export function quitar(fila) {
  retirar(fila);
  asegurarVacia();
}

// Mover una fila no le quita el foco a quien está en ella.
export function poner(fila, antesDe) {
  const aviso = avisoDe(fila);
  const control = fila.contains(document.activeElement) && document.activeElement;
  cuerpo.insertBefore(fila, antesDe);
  if (aviso) fila.after(aviso);
  if (control) control.focus();
}

// --- Tocadas

export function marcar(fila) {
  fila.dataset.mipgTocada = "";
}

export function tocar(fila) {
  marcar(fila);
  asegurarVacia();
}

export const tocadas = () => filas().filter((fila) => "mipgTocada" in fila.dataset);

export function escribir(fila, campo, valor) {
  const donde = celda(fila, campo);
  if (!donde || donde.value === valor) return;
  donde.value = valor;
  marcar(fila);
}

// Lo que una fila trae y no tiene columna en la tabla: se guarda con ella y se suelta.
export function llevar(fila, nombre, valor) {
  const control = Object.assign(document.createElement("input"), { type: "hidden", name: nombre, value: valor });
  control.dataset.mipgSuelto = "";
  fila.firstElementChild.append(control);
}

export function guardarYa() {
  formulario.dispatchEvent(new CustomEvent("mipg:guardar-ya", { bubbles: true }));
}

// --- Lo que dice el servidor

function rotular(fila) {
  const numero = celda(fila, "numero").value;
  fila.setAttribute("aria-label", numero ? `Actividad ${numero}` : "Fila nueva");
}

// La celda en que se está tecleando no se reescribe bajo los dedos: lo que el servidor entendió de lo que ya salió se pone
// al salir de ella, si no se escribió más.
let tecleada = null;
cuerpo.addEventListener("input", ({ target }) => (tecleada = target));
cuerpo.addEventListener("focusout", () => (tecleada = null));

function mostrar(donde, valor) {
  const escrito = donde.value;
  if (donde !== tecleada) donde.value = valor;
  else donde.addEventListener("blur", () => donde.value === escrito && (donde.value = valor), { once: true });
}

// Pinta filas devueltas por el servidor: {clave, id, valores, malos, aviso}. Lo que se escribió después de mandarlas no se
// toca: `enviado` dice qué salió de cada celda. Devuelve las celdas que cambiaron: [{fila, campo, antes, despues}].
export function pintar(dichas, enviado = new Map()) {
  const cambios = [];
  dichas.forEach((dicha) => {
    const enLaHoja = buscar(dicha.clave) ?? (dicha.id && buscar(dicha.id));
    if (!enLaHoja && retiradas.has(dicha.clave)) return;
    const fila = enLaHoja ?? nueva(filas().at(-1), dicha.clave);
    if (dicha.id) fila.dataset.mipgId = dicha.id;
    let escribiendo = false;
    Object.entries(dicha.valores ?? {}).forEach(([campo, valor]) => {
      const donde = celda(fila, campo);
      if (enviado.has(donde.name) && enviado.get(donde.name) !== donde.value) {
        escribiendo = true;
      } else if (donde.value !== valor) {
        cambios.push({ fila, campo, antes: donde.value, despues: valor });
        mostrar(donde, valor);
      }
    });
    celdas(fila).forEach((c) => (dicha.malos.includes(campoDe(c)) ? c.setAttribute("aria-invalid", "true") : c.removeAttribute("aria-invalid")));
    if (!escribiendo && !dicha.malos.length && !dicha.perdida) {
      delete fila.dataset.mipgTocada;
      // Lo que se trajo sin columna ya está guardado: no se manda otra vez, que otra persona pudo cambiarlo.
      fila.querySelectorAll("[data-mipg-suelto]").forEach((control) => enviado.has(control.name) && control.remove());
    }
    avisoDe(fila)?.remove();
    fila.insertAdjacentHTML("afterend", dicha.aviso);
    rotular(fila);
  });
  asegurarVacia();
  return cambios;
}
