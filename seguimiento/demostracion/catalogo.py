"""Del catálogo: los enlaces que los jefes designan, y el acto de ejemplo que cambia responsables el año que viene,
cargado desde su hoja como lo haría Planeación.
"""

from collections.abc import Mapping
from datetime import datetime

from mipg.expediente.acciones import abrir_libro, aplicar_importacion, recibir_importacion
from mipg.expediente.models import Importacion
from mipg.fechas import en_bogota
from mipg.hojas import Libro
from mipg.usuarios.models import Usuario
from politicas.acciones import designar_enlace, importar_fuente
from politicas.fuentes import COLUMNAS, DESTINO
from politicas.models import ResponsabilidadPolitica, Vigencia

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


def designar_enlaces(
    *, vigencia: Vigencia, jefes: Mapping[int, Usuario], enlaces: Mapping[int, Usuario], ahora: datetime
) -> None:
    """Cada jefe designa el enlace de las políticas por las que responde su dependencia.

    Queda por designar el de la última que tiene jefe, y el de la que responde una instancia.
    """
    hoy = en_bogota(ahora)
    responden = ResponsabilidadPolitica.objects.que_responden(vigencia.anio).select_related("dependencia", "politica")
    pares = dict.fromkeys((r.politica, r.dependencia) for r in responden if r.dependencia_id in jefes)
    for politica, dependencia in list(pares)[:-1]:
        designar_enlace(
            politica=politica,
            dependencia=dependencia,
            persona=enlaces[dependencia.pk],
            desde=hoy,
            por=jefes[dependencia.pk],
            ahora=ahora,
        )
