// El teclado de una hoja de cálculo sobre campos corrientes: Tab sigue siendo del navegador.

import { deshacer } from "./deshacer.js";
import { campoDe, celda, celdas, cuerpo, filaDe, filas, formulario } from "./filas.js";
import { duplicar, eliminar, mover, restaurar, sinTocar } from "./ordenes.js";
import { abrir } from "./panel.js";

function ir(donde) {
  if (!donde) return false;
  donde.focus();
  donde.select?.();
  donde.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

function vertical(control, hacia) {
  const todas = filas();
  const fila = todas[todas.indexOf(filaDe(control)) + hacia];
  return fila && celda(fila, campoDe(control));
}

function horizontal(control, hacia) {
  const suyas = celdas(filaDe(control));
  return suyas[suyas.indexOf(control) + hacia];
}

// En el borde del texto, o con todo seleccionado, la flecha pasa a la celda de al lado.
function enElBorde(control, hacia) {
  if (control.tagName === "SELECT") return true;
  const { selectionStart: desde, selectionEnd: hasta, value: texto } = control;
  if (desde === 0 && hasta === texto.length) return true;
  return desde === hasta && desde === (hacia < 0 ? 0 : texto.length);
}

// Lo que se escribió vuelve a como estaba; sin nada escrito, se sale de la tabla sin recorrerla.
function soltar(control) {
  if (!sinTocar(control)) restaurar(control);
  else ir(document.querySelector("[data-mipg-falta]"));
}

function atender(suceso, control) {
  const { key: tecla, altKey: alt, shiftKey: mayus } = suceso;
  const fila = filaDe(control);
  const mando = suceso.ctrlKey || suceso.metaKey;
  if (alt && !mando && (tecla === "ArrowUp" || tecla === "ArrowDown")) return mover(fila, tecla === "ArrowUp" ? -1 : 1), true;
  if (mando && !alt && tecla.toLowerCase() === "d") return duplicar(fila), true;
  if (mando && !alt && tecla === "Delete") return eliminar(fila, campoDe(control)), true;
  if (mando && !alt && tecla === "Enter") return formulario.requestSubmit(document.querySelector('[form="hoja"][value="enviar"]')), true;
  // A medio escribir, deshacer es el del navegador.
  if (mando && !alt && !mayus && tecla.toLowerCase() === "z") return sinTocar(control) && (deshacer(), true);
  if (mando || alt) return false;
  if (tecla === "F2") return abrir(fila, control), true;
  if (tecla === "Escape") return soltar(control), true;
  if (tecla === "Enter") return ir(vertical(control, mayus ? -1 : 1)), true;
  // A medio escribir, las flechas son de la lista de dependencias.
  if (mayus || (control.list && !sinTocar(control))) return false;
  if (tecla === "ArrowUp") return ir(vertical(control, -1)), true;
  if (tecla === "ArrowDown") return ir(vertical(control, 1)), true;
  if (tecla === "ArrowLeft") return enElBorde(control, -1) && ir(horizontal(control, -1));
  if (tecla === "ArrowRight") return enElBorde(control, 1) && ir(horizontal(control, 1));
  return false;
}

cuerpo.addEventListener("keydown", (suceso) => {
  const control = suceso.target;
  if (suceso.isComposing || !filaDe(control) || !control.matches("input, select")) return;
  if (atender(suceso, control)) suceso.preventDefault();
});

// El clic con que se entra a una celda la toma entera, como en una hoja de cálculo: lo que se teclea la reemplaza. El
// siguiente pone el cursor.
let entra = null;
cuerpo.addEventListener("pointerdown", ({ target, pointerType }) => {
  entra = pointerType === "mouse" && target.matches("input") && target !== document.activeElement ? target : null;
});
cuerpo.addEventListener("click", ({ target }) => {
  if (target === entra && target.selectionStart === target.selectionEnd) target.select();
});
