// Pegar de Excel: sobre las celdas o como filas nuevas (Ctrl+Mayús+V o su botón). Lo que se hace con lo pegado se trae la
// primera vez que hace falta. Ganchos: [data-mipg-pegar-filas], [data-mipg-guardado].

import { cuerpo, filaDe } from "./filas.js";

const SIN_RESPUESTA = "No se pegó: no hay conexión. Pegue otra vez cuando vuelva; si sigue igual, cargue de nuevo la página.";

let comoFilas = false;
const esBloque = (texto) => /[\t\n]/.test(texto.replace(/\r?\n$/, ""));

async function traer() {
  const pegado = await import("./pegado.js").catch(() => null);
  if (!pegado) document.querySelector("[data-mipg-guardado]").textContent = SIN_RESPUESTA;
  return pegado;
}

cuerpo.addEventListener("keydown", (suceso) => {
  comoFilas = (suceso.ctrlKey || suceso.metaKey) && suceso.shiftKey;
});

cuerpo.addEventListener("paste", async (suceso) => {
  const [texto, control, enFilas] = [suceso.clipboardData.getData("text/plain"), suceso.target, comoFilas];
  comoFilas = false;
  if (!filaDe(control) || !(enFilas || esBloque(texto))) return;
  suceso.preventDefault();
  (await traer())?.alPegar(texto, control, enFilas);
});

document.querySelector("[data-mipg-pegar-filas]").addEventListener("click", async (suceso) => {
  suceso.preventDefault();
  (await traer())?.ofrecerFilas();
});
