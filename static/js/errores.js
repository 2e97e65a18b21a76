// Lleva el foco al resumen de errores, al cargar la página o cuando htmx lo trae.
// Gancho: [data-mipg-errores].

function enfocar(donde) {
  donde.querySelector("[data-mipg-errores]")?.focus();
}

enfocar(document);
document.addEventListener("htmx:afterSettle", (suceso) => enfocar(suceso.detail.elt.parentElement ?? document));
