// Campos de archivo: se puede soltar encima y se ve qué se eligió. Sin JS son campos corrientes.
// Gancho: [data-mipg-soltar] alrededor de <input type="file">; opcional data-mipg-maximo (bytes) en el campo.

const MEGA = 1024 * 1024;
const numero = new Intl.NumberFormat("es-CO", { maximumFractionDigits: 1 });

function tamano(bytes) {
  return bytes < MEGA ? `${numero.format(Math.ceil(bytes / 1024))} kB` : `${numero.format(bytes / MEGA)} MB`;
}

function lista(campo) {
  const caja = campo.closest("[data-mipg-soltar]");
  let elegidos = caja.querySelector(".archivo-lista");
  if (!elegidos) {
    elegidos = document.createElement("ul");
    elegidos.className = "archivo-lista";
    elegidos.setAttribute("aria-live", "polite");
    elegidos.setAttribute("aria-label", "Archivos elegidos");
    caja.append(elegidos);
  }
  return elegidos;
}

function mostrar(campo) {
  const maximo = Number(campo.dataset.mipgMaximo) || Infinity;
  lista(campo).replaceChildren(
    ...[...campo.files].map((archivo) => {
      const fila = document.createElement("li");
      fila.textContent = `${archivo.name} (${tamano(archivo.size)})`;
      if (archivo.size > maximo) {
        fila.className = "error";
        fila.textContent += `: pesa más de ${tamano(maximo)}; elija uno más liviano`;
      }
      return fila;
    }),
  );
}

function campoDe(suceso) {
  return suceso.target.closest?.("[data-mipg-soltar]")?.querySelector("input[type=file]:not(:disabled)");
}

document.addEventListener("change", (suceso) => {
  if (suceso.target.matches("[data-mipg-soltar] input[type=file]")) mostrar(suceso.target);
});

document.addEventListener("dragover", (suceso) => {
  const campo = campoDe(suceso);
  if (!campo) return;
  suceso.preventDefault();
  campo.toggleAttribute("data-mipg-encima", true);
});

document.addEventListener("dragleave", (suceso) => campoDe(suceso)?.removeAttribute("data-mipg-encima"));

document.addEventListener("drop", (suceso) => {
  const campo = campoDe(suceso);
  if (!campo) return;
  suceso.preventDefault();
  campo.removeAttribute("data-mipg-encima");
  const soltados = new DataTransfer();
  [...suceso.dataTransfer.files].slice(0, campo.multiple ? undefined : 1).forEach((archivo) => soltados.items.add(archivo));
  campo.files = soltados.files;
  campo.dispatchEvent(new Event("change", { bubbles: true }));
});
