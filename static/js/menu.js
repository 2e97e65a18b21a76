// Menú principal en pantallas angostas y desplegables de la cabecera.
// Ganchos: [data-mipg-menu] (nav con un botón), [data-mipg-desplegable] (details que se cierra al salir),
// [data-mipg-plegable] (details abierto que en el teléfono empieza cerrado si la URL no trae filtros).

document.querySelectorAll("[data-mipg-menu]").forEach((menu) => {
  const boton = menu.querySelector("button");
  boton.hidden = false;
  menu.classList.add("menu--cerrado");
  boton.addEventListener("click", () => {
    const cerrado = menu.classList.toggle("menu--cerrado");
    boton.setAttribute("aria-expanded", !cerrado);
  });
});

if (matchMedia("(max-width: 47.99em)").matches && !location.search) {
  document.querySelectorAll("[data-mipg-plegable]").forEach((plegable) => {
    plegable.open = false;
  });
}

function cerrar(excepto) {
  document.querySelectorAll("[data-mipg-desplegable][open]").forEach((desplegable) => {
    if (desplegable.contains(excepto)) return;
    desplegable.open = false;
  });
}

document.addEventListener("click", (suceso) => cerrar(suceso.target));
document.addEventListener("focusin", (suceso) => cerrar(suceso.target));
document.addEventListener("keydown", (suceso) => {
  if (suceso.key !== "Escape") return;
  const abierto = suceso.target.closest("[data-mipg-desplegable][open]");
  cerrar(null);
  abierto?.querySelector("summary").focus();
});
