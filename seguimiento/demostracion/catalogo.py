"""El acto de ejemplo que cambia responsables el año que viene, cargado desde su hoja como lo haría Planeación."""

from datetime import datetime

from mipg.expediente.acciones import abrir_libro, aplicar_importacion, recibir_importacion
from mipg.expediente.models import Importacion
from mipg.hojas import Libro
from mipg.usuarios.models import Usuario
from politicas.acciones import importar_fuente
from politicas.fuentes import COLUMNAS, DESTINO

# Política, papel, responsable, fase, texto y nota.
_CAMBIA = (
    ("POL16", "Líder", "Dirección de Archivo", "", "Lidera la Dirección de Archivo (texto de ejemplo).", ""),
    ("POL16", "Apoyo", "Secretaría General", "", "Con apoyo de la Secretaría General (texto de ejemplo).", ""),
    ("POL05", "Líder", "Oficina Asesora Jurídica", "", "Lidera la Oficina Asesora Jurídica (texto de ejemplo).", ""),
    (
        "POL05",
        "Colíder",
        "Dirección Administrativa de Apoyo Logístico",
        "",
        "Con la Dirección Administrativa de Apoyo Logístico (texto de ejemplo).",
        "",
    ),
)


def cargar_acto(*, desde: int, por: Usuario, ahora: datetime) -> None:
    """Carga «Acto de ejemplo (año)», que rige desde la vigencia `desde`."""
    libro = Libro()
    libro.hoja("Acto de ejemplo", [columna.titulos[0] for columna in COLUMNAS.values()], _CAMBIA)
    nombre = f"acto-de-ejemplo-{desde}.xlsx"
    quien = {"por": por, "ahora": ahora}
    importacion = recibir_importacion(
        destino=DESTINO,
        objeto_id=None,
        nombre=nombre,
        contenido=libro.bytes(),
        lectura=Importacion.Lectura.LISTA,
        **quien,
    )
    aplicar_importacion(
        importacion=importacion,
        hacer=lambda: importar_fuente(
            libro=abrir_libro(importacion),
            de=nombre,
            clase="ACTO",
            nombre=f"Acto de ejemplo ({desde})",
            seccion="art. 1 (ejemplo)",
            desde=desde,
            nota="Acto ficticio, de demostración: no lo expidió ninguna autoridad.",
            **quien,
        ),
        **quien,
    )
