// Lo que se le hace a una fila: duplicarla, moverla, eliminarla; cada cosa se deshace. Gancho: .hoja-acciones.

import { anotar, anotarCeldas } from "./deshacer.js";
import { anunciar, asegurarVacia, campoDe, celda, celdas, claveDe, cuerpo, escribir, estaVacia, filaDe, filas, formulario, llenas, llevar, nueva, poner, quitar, siguienteA, tocar } from "./filas.js";
import { alEliminar, mandarOrden, pedir } from "./guardado.js";
import { abrir } from "./panel.js";

let actual = null; // la celda en que se está, o se estuvo
let alEntrar = "";

cuerpo.addEventListener("focusin", ({ target }) => {
  if (!filaDe(target)) return;
  [actual, alEntrar] = [target, target.value];
});
cuerpo.addEventListener("change", ({ target }) => {
  const fila = filaDe(target);
  if (fila) anotarCeldas("escribir", [{ fila, campo: campoDe(target), antes: alEntrar }]);
  alEntrar = target.value;
});

export const sinTocar = (control) => control.value === alEntrar;
// Lo escrito pudo guardarse ya: devolverlo es escribirlo otra vez.
export function restaurar(control) {
  control.value = alEntrar;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

function enfocar(fila, campo) {
  const donde = celda(fila, campo) ?? celdas(fila)[1];
  donde.focus();
  donde.select?.();
}

export function duplicar(fila) {
  if (estaVacia(fila)) return;
  const copia = nueva(siguienteA(fila));
  celdas(fila).filter((c) => campoDe(c) !== "numero").forEach((c) => escribir(copia, campoDe(c), c.value));
  llevar(copia, `copia-${claveDe(copia)}`, fila.dataset.mipgId ?? claveDe(fila));
  tocar(copia);
  mandarOrden();
  anotar("duplicar", () => eliminarYa(copia));
  enfocar(copia, "nombre");
  anunciar("Fila duplicada.");
}

export function mover(fila, hacia, seAnota = true) {
  const todas = llenas();
  const puesto = todas.indexOf(fila);
  const otra = todas[puesto + hacia];
  if (puesto < 0 || !otra) return;
  poner(fila, hacia < 0 ? otra : siguienteA(otra));
  mandarOrden();
  if (seAnota) anotar("mover", () => mover(fila, -hacia, false));
  anunciar(`Fila ${puesto + 1 + hacia} de ${todas.length}.`);
}

function eliminarYa(fila) {
  quitar(fila);
  if (fila.dataset.mipgId || "mipgTocada" in fila.dataset) pedir("eliminar", claveDe(fila));
}

export function eliminar(fila, campo) {
  if (estaVacia(fila)) return;
  const valores = celdas(fila).map((c) => [campoDe(c), c.value]);
  const siguiente = siguienteA(fila);
  let aparte = {};
  alEliminar.set(claveDe(fila), (textos) => (aparte = textos));
  eliminarYa(fila);
  anotar("eliminar", () => {
    if (aparte.se_retira) {
      cuerpo.insertBefore(fila, siguiente?.isConnected ? siguiente : filas().at(-1));
      pedir("conservar", fila.dataset.mipgId);
      return;
    }
    const otra = nueva(siguiente?.isConnected ? siguiente : filas().at(-1));
    valores.forEach(([c, valor]) => escribir(otra, c, valor));
    Object.entries(aparte).forEach(([c, valor]) => {
      if (Array.isArray(valor)) llevar(otra, `lista-${claveDe(otra)}-${c}`, "1");
      [valor].flat().forEach((uno) => llevar(otra, `${claveDe(otra)}-${c}`, uno));
    });
    tocar(otra);
    asegurarVacia();
    mandarOrden();
  });
  const vecina = filaDe(siguiente) ?? filas().at(-1);
  enfocar(vecina, campo ?? "nombre");
  anunciar("Fila eliminada.");
}

// Los mismos botones que sin JS envían el formulario: aquí valen para la fila en que se está.
formulario.querySelector(".hoja-acciones").addEventListener("click", (suceso) => {
  const que = suceso.target.closest("button")?.value;
  if (!que || que === "guardar") return;
  suceso.preventDefault();
  const fila = filaDe(actual);
  if (!fila?.isConnected) {
    anunciar("Entre primero en una fila.");
    return;
  }
  if (que === "subir" || que === "bajar") mover(fila, que === "subir" ? -1 : 1);
  else if (que === "duplicar") duplicar(fila);
  else if (que === "eliminar") eliminar(fila, campoDe(actual));
  else abrir(fila, actual);
});
