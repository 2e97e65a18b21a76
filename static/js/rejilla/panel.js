// El panel de la actividad en que se está: sus textos largos, que el servidor trae como la página de la actividad. Se
// guardan con su fila. Ganchos: [data-mipg-panel]; data-mipg-de dice de qué fila es.

import { buscar, claveDe, cuerpo, filaDe, formulario, guardarYa, nodos } from "./filas.js";

const panel = formulario.querySelector("[data-mipg-panel]");
let volverA = null;
let espera = 0;

const pendiente = (fila) => "mipgTocada" in fila.dataset;

// Resuelve cuando la fila está guardada (o el servidor dijo que no se pudo).
function guardada(fila) {
  if (!pendiente(fila)) return Promise.resolve();
  return new Promise((listo) => {
    formulario.addEventListener("mipg:guardado", listo, { once: true });
    guardarYa();
  });
}

async function traer(fila) {
  const anterior = buscar(panel.dataset.mipgDe || "-");
  if (anterior) await guardada(anterior);
  await guardada(fila);
  const respuesta = await fetch(`${formulario.dataset.mipgAutoguardado}?textos=${claveDe(fila)}`, { credentials: "same-origin" });
  if (!respuesta.ok || respuesta.redirected) return false;
  // Lo que se trajo para deshacer ya está en el panel.
  fila.querySelectorAll(`input[type=hidden][name^="${claveDe(fila)}-"], input[name^="lista-"]`).forEach((c) => c.remove());
  panel.replaceChildren(...nodos(await respuesta.text()));
  panel.dataset.mipgDe = claveDe(fila);
  panel.hidden = false;
  return true;
}

export async function abrir(fila, celda, campo = "") {
  volverA = celda;
  if (await traer(fila)) (panel.querySelector(`[name="${claveDe(fila)}-${campo}"]`) ?? panel.querySelector("input:not([type=hidden]), select, textarea")).focus();
}

// Abierto, sigue a la fila en que se está.
cuerpo.addEventListener("focusin", ({ target }) => {
  const fila = filaDe(target);
  if (panel.hidden || !fila || claveDe(fila) === panel.dataset.mipgDe) return;
  clearTimeout(espera);
  espera = setTimeout(() => fila.contains(document.activeElement) && fila.dataset.mipgId && traer(fila), 300);
});

panel.addEventListener("focusout", ({ relatedTarget }) => {
  const fila = buscar(panel.dataset.mipgDe || "-");
  if (fila && pendiente(fila) && !panel.contains(relatedTarget)) guardarYa();
});

panel.addEventListener("keydown", (suceso) => {
  if (suceso.key !== "Escape" && suceso.key !== "F2") return;
  suceso.preventDefault();
  volverA?.focus();
  panel.hidden = true;
});
