// Qué sale de la hoja en cada autoguardado y qué se hace con la respuesta. El cuándo, y que haya una sola petición en
// vuelo, es de autoguardado.js. Ganchos: [data-mipg-falta], [data-mipg-pie].

import { anotarCeldas } from "./deshacer.js";
import { buscar, claveDe, cuerpo, filaDe, filas, formulario, guardarYa, llenas, nodos, pintar, tocadas, tocar } from "./filas.js";
import { abrir } from "./panel.js";

const panel = formulario.querySelector("[data-mipg-panel]");
const falta = formulario.querySelector("[data-mipg-falta]");
const pie = formulario.querySelector("[data-mipg-pie]");

let pedidos = []; // lo que pidió un botón y todavía no ha salido: [nombre, valor, orden]
let orden = false; // si hay que decir en qué orden van las filas
let enviado = new Map();
let enVuelo = { pedidos: [], orden: false };
const dudosos = new Map(); // nombre → los valores que salieron sin saber si llegaron

export const alEliminar = new Map(); // clave → qué hacer con lo que la fila tenía fuera de la tabla

export function pedir(nombre, valor, que = "") {
  pedidos.push([nombre, valor, que]);
  guardarYa();
}

export function mandarOrden() {
  orden = true;
  guardarYa();
}

const seManda = (c) => c.name && c.name !== "fila" && c.name !== "elegida" && (!["checkbox", "radio"].includes(c.type) || c.checked);

formulario.addEventListener("mipg:guardar", ({ detail: { datos } }) => {
  [...datos.keys()].filter((nombre) => nombre !== "csrfmiddlewaretoken").forEach((nombre) => datos.delete(nombre));
  enviado = new Map();
  const delPanel = buscar(panel.dataset.mipgDe || "-");
  tocadas().forEach((fila) => {
    datos.append("fila", claveDe(fila));
    const controles = [...fila.querySelectorAll("input, select"), ...(fila === delPanel ? panel.querySelectorAll("[name]") : [])];
    controles.filter(seManda).forEach((c) => {
      datos.append(c.name, c.value);
      enviado.set(c.name, c.value);
    });
  });
  dudosos.forEach((valores, nombre) => valores.forEach((valor) => datos.append(`dudoso-${nombre}`, valor)));
  if (orden) datos.append("orden", llenas().map(claveDe).join(","));
  pedidos.forEach(([nombre, valor]) => datos.append(nombre, valor));
  enVuelo = { pedidos, orden };
  [pedidos, orden] = [[], false];
});

formulario.addEventListener("mipg:sin-respuesta", () => {
  enviado.forEach((valor, nombre) => dudosos.set(nombre, (dudosos.get(nombre) ?? new Set()).add(valor)));
  pedidos = [...enVuelo.pedidos, ...pedidos];
  orden ||= enVuelo.orden;
});

// Como una página corriente sale lo mismo que iba a salir: lo tocado y lo pedido. La hoja entera puede no caber donde se
// aparta.
formulario.addEventListener("mipg:navegar", () => {
  const delPanel = buscar(panel.dataset.mipgDe || "-");
  const quietas = filas().filter((fila) => !("mipgTocada" in fila.dataset));
  [...quietas, ...(quietas.includes(delPanel) ? [panel] : [])].forEach((parte) => {
    parte.querySelectorAll("[name]").forEach((control) => (control.disabled = true));
  });
  const faltan = orden ? [...pedidos, ["orden", llenas().map(claveDe).join(",")]] : pedidos;
  faltan.forEach(([name, value]) => formulario.append(Object.assign(document.createElement("input"), { type: "hidden", name, value })));
});

formulario.addEventListener("mipg:guardado", ({ detail: { cuerpo: dicho } }) => {
  dudosos.clear();
  const cambios = pintar(dicho.filas, enviado);
  const pedido = enVuelo.pedidos.find(([, , que]) => que);
  if (pedido) anotarCeldas(pedido[2], cambios);
  Object.entries(dicho.eliminadas).forEach(([clave, textos]) => alEliminar.get(clave)?.(textos));
  falta.replaceChildren(...nodos(dicho.falta));
  pie.replaceChildren(...nodos(dicho.pie, "tr"));
});

// --- Tocar y salir de la fila

formulario.addEventListener("input", ({ target }) => {
  const fila = filaDe(target) ?? (panel.contains(target) && buscar(panel.dataset.mipgDe));
  if (fila) tocar(fila);
});

cuerpo.addEventListener("focusout", ({ target, relatedTarget }) => {
  const fila = filaDe(target);
  if (fila && "mipgTocada" in fila.dataset && filaDe(relatedTarget) !== fila) guardarYa();
});

// --- Los botones que hace el servidor

formulario.addEventListener("submit", (suceso) => {
  const boton = suceso.submitter;
  if (!boton || boton.value === "enviar") return;
  suceso.preventDefault();
  if (boton.name === "corregir" || boton.name === "elegir") {
    const [clave, campo] = boton.name === "corregir" ? boton.value.split(/[ =]/) : boton.value.split("|").slice(1);
    const fila = buscar(clave);
    tocar(fila);
    pedir(boton.name, boton.value, boton.textContent);
    formulario.elements[`${claveDe(fila)}-${campo}`].focus();
  } else if (boton.value === "repartir") {
    pedir("hacer", "repartir", boton.textContent);
  } else {
    guardarYa();
  }
});

// «Para enviar falta» y lo observado nombran la celda por su clave en la base: aquí la fila puede llamarse como nació.
formulario.addEventListener("click", (suceso) => {
  const [, clave, campo] = /#id_(\w+)-(\w+)$/.exec(suceso.target.href ?? "") ?? [];
  const fila = clave && buscar(clave);
  if (!fila) return;
  suceso.preventDefault();
  const donde = formulario.elements[`${claveDe(fila)}-${campo}`];
  if (donde) donde.focus();
  else abrir(fila, formulario.elements[`${claveDe(fila)}-unidad`], campo);
});
