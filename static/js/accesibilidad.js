// Barra de accesibilidad: contraste y tamaño del texto, recordados en este navegador.
// Ganchos: [data-mipg-accesibilidad] (la barra), [data-mipg-contraste], [data-mipg-texto="-1|1"].

const raiz = document.documentElement;
const MENOR = -1;
const MAYOR = 3;

// Con el almacenamiento bloqueado, la barra sigue sirviendo en la página abierta.
function recordado(clave) {
  try {
    return localStorage.getItem(clave);
  } catch {
    return null;
  }
}

function recordar(clave, valor) {
  try {
    localStorage.setItem(clave, valor);
  } catch {
    // sin almacenamiento: nada que hacer
  }
}

let contraste = recordado("mipg-contraste") === "alto";
let texto = Math.min(MAYOR, Math.max(MENOR, Number(recordado("mipg-texto")) || 0));

function aplicar() {
  if (contraste) raiz.dataset.contraste = "alto";
  else delete raiz.dataset.contraste;
  raiz.dataset.texto = texto;
  document.querySelectorAll("[data-mipg-contraste]").forEach((boton) => boton.setAttribute("aria-pressed", contraste));
  document.querySelectorAll("[data-mipg-texto]").forEach((boton) => {
    const tope = Number(boton.dataset.mipgTexto) > 0 ? MAYOR : MENOR;
    boton.setAttribute("aria-disabled", texto === tope);
  });
}

document.querySelectorAll("[data-mipg-accesibilidad]").forEach((barra) => {
  barra.hidden = false;
});

document.addEventListener("click", (suceso) => {
  const boton = suceso.target.closest("[data-mipg-contraste], [data-mipg-texto]");
  if (!boton) return;
  if ("mipgContraste" in boton.dataset) {
    contraste = !contraste;
    recordar("mipg-contraste", contraste ? "alto" : "");
  } else {
    texto = Math.min(MAYOR, Math.max(MENOR, texto + Number(boton.dataset.mipgTexto)));
    recordar("mipg-texto", texto);
  }
  aplicar();
});

aplicar();
