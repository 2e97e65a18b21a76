// Lo que se hace con un bloque pegado: el servidor lo entiende, se dice antes lo que no cabe y se pone en la hoja.
// Ganchos: [data-mipg-pegar] (la URL), dialog[data-mipg-pegado].

import { anotar } from "./deshacer.js";
import { anunciar, asegurarVacia, campoDe, celda, claveDe, escribir, estaVacia, filaDe, filas, formulario, guardarYa, llevar, marcar, nueva, retirar } from "./filas.js";
import { pedir } from "./guardado.js";

const dialogo = document.querySelector("[data-mipg-pegado]");
const [cuadro, mide, dice, confirmar, bajar] = ["textarea", "[data-mipg-mide]", "[data-mipg-dice]", "[data-mipg-confirmar]", "[data-mipg-bajar]"].map((cual) => dialogo.querySelector(cual));
let alConfirmar = () => {};
let alBajar = () => {};

const sinFinal = (texto) => texto.replace(/\r?\n$/, "");
const DE_CIFRA = /^(numero|meta|programado_t\d|ponderacion|fecha_\w+)$/;
const CIFRA_O_FECHA = /^$|^[-–]$|^\D{0,3}\d[^\n]{0,24}$|^(ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic)\S{0,7}$/i;

// Renglones sin tabuladores: pueden ser una columna o los párrafos de una sola celda, que Excel copia entre comillas.
function sonParrafos(texto, campo) {
  if (texto.includes("\t") || /^"[^]*"$/.test(sinFinal(texto))) return false;
  const renglones = sinFinal(texto).split(/\r?\n/);
  return !(DE_CIFRA.test(campo) && renglones.every((renglon) => CIFRA_O_FECHA.test(renglon.trim())));
}

async function entender(texto, desde) {
  const datos = new FormData();
  datos.append("csrfmiddlewaretoken", formulario.elements.csrfmiddlewaretoken.value);
  datos.append("texto", texto);
  datos.append("desde", desde);
  try {
    const respuesta = await fetch(formulario.dataset.mipgPegar, { method: "POST", body: datos, headers: { "X-Requested-With": "mipg-pegar" } });
    return await respuesta.json();
  } catch {
    return { error: "No hubo respuesta. Compruebe su conexión y pegue otra vez." };
  }
}

function mostrar(titulo, frases, accion, rotulo = "Pegar", otra = null) {
  cuadro.parentElement.hidden = true;
  mide.textContent = titulo;
  dice.replaceChildren(...frases.map((frase) => Object.assign(document.createElement("li"), { textContent: frase })));
  confirmar.hidden = !accion;
  confirmar.textContent = rotulo;
  bajar.hidden = !otra;
  [alConfirmar, alBajar] = [accion, otra];
  if (!dialogo.open) dialogo.showModal();
  // Sin desplazar: lo primero que se lee es lo que se pegó, aunque la lista sea larga.
  if (accion) confirmar.focus({ preventScroll: true });
  dialogo.scrollTop = 0;
}

function preguntarDonde(texto, control) {
  const renglones = sinFinal(texto).split(/\r?\n/).filter((renglon) => renglon.trim());
  const enEsta = () => {
    dialogo.close();
    control.focus();
    const antes = control.value;
    control.setRangeText(renglones.map((renglon) => renglon.trim()).join(" "), control.selectionStart, control.selectionEnd, "end");
    control.dispatchEvent(new Event("input", { bubbles: true }));
    anotar("pegar", () => control.isConnected && escribir(filaDe(control), campoDe(control), antes));
  };
  const frases = ["Puede ser el texto de esta celda o uno para cada actividad, desde esta hacia abajo."];
  mostrar(`Pegó ${renglones.length} renglones`, frases, enEsta, "Pegar en esta celda", () => pegar(texto, control, false));
}

async function pegar(texto, control, enFilas) {
  const pegado = await entender(texto, enFilas ? "" : campoDe(control));
  if (pegado.error) return mostrar("No se pegó", [pegado.error], null);
  if (enFilas) soltarNumeros(pegado);
  const hacer = () => poner(pegado, enFilas ? null : filaDe(control), control);
  // Si no quedó nada que poner, sólo se dice por qué.
  const decir = () => mostrar(`Pegó ${pegado.mide}`, pegado.dice, pegado.filas.length ? hacer : null);
  if (pegado.como_filas) mostrar(`Pegó ${pegado.mide}, con sus títulos`, [pegado.como_filas], () => pegar(texto, control, true), "Pegar como filas nuevas", decir);
  else if (pegado.dice.length) decir();
  else hacer();
}

// El número que ya está en la hoja no se repite: esas filas reciben el siguiente libre, y se dice.
function soltarNumeros(pegado) {
  const usados = new Set(filas().map((fila) => celda(fila, "numero").value).filter(Boolean));
  const repiten = pegado.filas.filter(({ numero }) => usados.has(numero));
  repiten.forEach((textos) => delete textos.numero);
  if (repiten.length) pegado.dice.push(`${repiten.length === 1 ? "1 fila trae" : `${repiten.length} filas traen`} un número que ya está en la hoja: reciben el siguiente libre.`);
}

// Sobre las filas desde `primera`; las que falten, y todas si no la hay, son nuevas.
function poner(pegado, primera, control) {
  if (dialogo.open) dialogo.close();
  const debajo = primera ? filas().slice(filas().indexOf(primera)).filter((fila) => !estaVacia(fila)) : [];
  const cambios = [];
  const nuevas = [];
  const espera = filas().at(-1);
  pegado.filas.forEach((textos, n) => {
    const fila = debajo[n] ?? nueva(espera);
    if (!debajo[n]) nuevas.push(fila);
    Object.entries(textos).forEach(([campo, texto]) => {
      const donde = celda(fila, campo);
      if (!donde) return llevar(fila, `${claveDe(fila)}-${campo}`, texto);
      cambios.push({ fila, campo, antes: donde.value });
      escribir(fila, campo, texto);
    });
    Object.entries(pegado.listas[n] ?? {}).forEach(([campo, claves]) => {
      llevar(fila, `lista-${claveDe(fila)}-${campo}`, "1");
      claves.forEach((clave) => llevar(fila, `${claveDe(fila)}-${campo}`, clave));
    });
    marcar(fila);
  });
  asegurarVacia();
  anotar("pegar", () => {
    cambios.filter(({ fila }) => !nuevas.includes(fila)).forEach(({ fila, campo, antes }) => fila.isConnected && escribir(fila, campo, antes));
    nuevas.filter((fila) => fila.isConnected).forEach((fila) => {
      retirar(fila);
      pedir("eliminar", claveDe(fila));
    });
    asegurarVacia();
  });
  // Se vuelve a entrar en la celda: lo pegado no es algo a medio escribir.
  const destino = control?.isConnected && primera ? control : celda(nuevas[0] ?? debajo[0], "nombre");
  document.activeElement.blur();
  destino.focus();
  destino.select?.();
  anunciar(`Pegó ${pegado.mide}.`);
  guardarYa();
}

export function alPegar(texto, control, enFilas) {
  if (!enFilas && sonParrafos(texto, campoDe(control))) preguntarDonde(texto, control);
  else pegar(texto, control, enFilas);
}

export function ofrecerFilas() {
  mostrar("Pegar como filas nuevas", [], null);
  cuadro.parentElement.hidden = false;
  cuadro.value = "";
  cuadro.focus();
}

cuadro.addEventListener("paste", (suceso) => {
  suceso.preventDefault();
  pegar(suceso.clipboardData.getData("text/plain"), null, true);
});

confirmar.addEventListener("click", () => alConfirmar());
bajar.addEventListener("click", () => alBajar());
dialogo.querySelector("[data-mipg-cancelar]").addEventListener("click", () => dialogo.close());
