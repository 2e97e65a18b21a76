// Una orden, un deshacer: quien cambia la hoja anota cómo se vuelve atrás. Gancho: [data-mipg-deshacer].

import { anunciar, celda, escribir, filas, guardarYa } from "./filas.js";

const pila = [];
const boton = document.querySelector("[data-mipg-deshacer]");

export function anotar(orden, alReves) {
  pila.push({ orden, alReves });
  boton.hidden = false;
}

// Lo corriente: celdas que cambiaron, [{fila, campo, antes}].
export function anotarCeldas(orden, cambios) {
  if (cambios.length) anotar(orden, () => cambios.forEach(({ fila, campo, antes }) => fila.isConnected && escribir(fila, campo, antes)));
}

export function deshacer() {
  const ultima = pila.pop();
  boton.hidden = !pila.length;
  if (!ultima) return;
  ultima.alReves();
  // La fila en que se estaba pudo irse: se sigue en la hoja y no al comienzo de la página.
  if (document.activeElement === document.body) celda(filas().at(-1), "nombre").focus();
  anunciar(`Se deshizo: ${ultima.orden}.`);
  guardarYa();
}

boton.addEventListener("click", deshacer);
