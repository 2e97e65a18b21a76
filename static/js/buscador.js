// Buscador: Ctrl + K (⌘ + K) lleva a la caja; las flechas recorren lo encontrado y Escape vuelve a la caja.
// Ganchos: [data-mipg-buscar] (la caja), [data-mipg-hallazgos] (lo encontrado, que htmx reemplaza).

function caja() {
  return [...document.querySelectorAll("[data-mipg-buscar]")].find((control) => control.offsetParent !== null);
}

function enlaces() {
  return [...document.querySelectorAll("[data-mipg-hallazgos] li > a")];
}

document.addEventListener("keydown", (suceso) => {
  if (suceso.key.toLowerCase() === "k" && (suceso.ctrlKey || suceso.metaKey) && !suceso.altKey && !suceso.shiftKey) {
    const destino = caja() ?? document.querySelector("[data-mipg-buscar-enlace]");
    if (!destino) return;
    suceso.preventDefault();
    destino.focus();
    destino.select?.();
    return;
  }
  if (!["ArrowDown", "ArrowUp", "Escape"].includes(suceso.key)) return;
  const todos = enlaces();
  const actual = todos.indexOf(document.activeElement);
  const enLaCaja = document.activeElement === caja();
  if (!todos.length || (actual < 0 && !enLaCaja)) return;
  if (suceso.key === "Escape") {
    if (actual < 0) return;
    caja()?.focus();
  } else if (suceso.key === "ArrowDown") {
    todos[Math.min(actual + 1, todos.length - 1)].focus();
  } else if (actual > 0) {
    todos[actual - 1].focus();
  } else if (actual === 0) {
    caja()?.focus();
  } else {
    return;
  }
  suceso.preventDefault();
});
