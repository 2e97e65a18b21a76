// Anticipa las sumas mientras se escribe; la verdad la dice el servidor al guardar. Gancho: [data-mipg-suma].

import { campoDe, celda, cuerpo, filaDe, formulario, llenas } from "./filas.js";

const TRIMESTRES = [1, 2, 3, 4].map((t) => `programado_t${t}`);
const en = new Intl.NumberFormat("es-CO", { maximumFractionDigits: 4 });

// Sólo lo que no admite dos lecturas; lo demás, NaN: lo dirá el servidor.
function leer(texto) {
  const limpio = texto.trim();
  if (!limpio) return 0;
  return /^\d+(,\d+)?$/.test(limpio) ? Number(limpio.replace(",", ".")) : NaN;
}

function cuadrar(fila) {
  const acumulada = celda(fila, "tipo_meta").value === "ACUMULADA";
  const suma = TRIMESTRES.reduce((total, uno) => total + leer(celda(fila, uno).value), 0);
  const meta = leer(celda(fila, "meta").value);
  fila.toggleAttribute("data-mipg-no-cuadra", acumulada && suma > 0 && Math.abs(suma - meta) > 1e-6);
}

cuerpo.addEventListener("input", ({ target }) => {
  const fila = filaDe(target);
  if (!fila) return;
  const campo = campoDe(target);
  if (campo === "ponderacion") {
    const suma = llenas().reduce((total, una) => total + leer(celda(una, "ponderacion").value), 0);
    if (!Number.isNaN(suma)) formulario.querySelector("[data-mipg-suma]").textContent = en.format(suma);
  } else if ([...TRIMESTRES, "meta", "tipo_meta"].includes(campo)) {
    cuadrar(fila);
  }
});

// Lo deshecho o corregido por un botón no pasa por el teclado: la señal no sobrevive a lo que la causó.
formulario.addEventListener("mipg:guardado", () => cuerpo.querySelectorAll("[data-mipg-no-cuadra]").forEach(cuadrar));
