// Botón que imprime la página. Gancho: [data-mipg-imprimir]; sin JS no se ve.

document.querySelectorAll("[data-mipg-imprimir]").forEach((boton) => {
  boton.hidden = false;
  boton.addEventListener("click", () => window.print());
});
