"""Cargar el acto que dice quién responde, y retirar el que se cargó por error."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from mipg.bitacora.acciones import registrar
from mipg.fechas import en_bogota
from mipg.libros import Libro
from mipg.reglas import exigir
from mipg.usuarios.models import Usuario
from politicas.acciones.herencias import heredar_la_fuente
from politicas.fuentes import entender
from politicas.models import Fuente, ResponsabilidadPolitica, VersionModelo, Vigencia
from politicas.reglas import problemas_para_cargar, problemas_para_retirar


def version_de(anio: int) -> VersionModelo | None:
    """La versión cuyas políticas nombra un acto que empieza ese año: la de la vigencia que rija entonces, o sea la de
    ese año o la última abierta antes; si todas son de después, la de la primera, y si no hay ninguna, la activa.
    """
    abiertas = Vigencia.objects.abiertas_alguna_vez().order_by("anio").select_related("version")
    vigencia = abiertas.filter(anio__lte=anio).last() or abiertas.first()
    return vigencia.version if vigencia else VersionModelo.objects.activa()


def _cerradas() -> list[int]:
    """Los años cerrados. Las vigencias quedan tomadas: mientras tanto no se cierra otra."""
    return [
        v.anio for v in Vigencia.objects.select_for_update(of=("self",), no_key=True).order_by("pk") if v.cerrada_en
    ]


@transaction.atomic
def importar_fuente(
    *, libro: Libro, de: str, desde: int, hasta: int | None = None, por: Usuario, ahora: datetime, **datos
) -> dict[str, int]:
    """Carga una fuente con las responsabilidades de un libro llamado `de`: todo o nada.

    `datos`: los demás campos de la fuente. Devuelve `LecturaDeFuente.cuantas`. Lanza como
    `LecturaDeLista.exigir_que_se_pueda`, y `ReglaIncumplida` si rige en un año que ya se cerró.
    """
    exigir(problemas_para_cargar(desde=desde, hasta=hasta, cerradas=_cerradas()))
    version = version_de(desde)
    lectura = entender(libro, version=version, hoy=en_bogota(ahora))
    lectura.exigir_que_se_pueda()
    ultimo = Fuente.objects.filter(desde=desde).aggregate(ultimo=Max("orden"))["ultimo"] or 0
    fuente = Fuente(desde=desde, hasta=hasta, orden=ultimo + 1, cargada_en=ahora, cargada_por=por, **datos)
    fuente.full_clean()
    fuente.save()
    for fila in lectura.filas:
        ResponsabilidadPolitica.objects.create(
            politica=fila.politica,
            fuente=fuente,
            orden=fila.orden,
            rol=fila.rol,
            dependencia_id=fila.dependencia,
            instancia_id=fila.instancia,
            texto=fila.texto,
            fase=fila.fase,
            nota=fila.nota,
        )
    siguen = heredar_la_fuente(fuente=fuente, de=version, por=por, ahora=ahora)
    nota = f"De {de}: {len(lectura.filas)} filas."
    if siguen:
        nota += f" Por equivalencia {'siguen' if siguen > 1 else 'sigue'} {siguen} en otra versión del modelo."
    registrar(fuente, verbo="importar", por=por, ahora=ahora, nota=nota)
    return lectura.cuantas


@transaction.atomic
def retirar_fuente(*, fuente: Fuente, motivo: str, por: Usuario, ahora: datetime) -> Fuente:
    """Retira la que se cargó por error: deja de regir todos sus años. Lanza `ReglaIncumplida` si ya es historia."""
    cerradas = _cerradas()
    fuente = Fuente.objects.select_for_update(of=("self",)).get(pk=fuente.pk)
    exigir(
        problemas_para_retirar(
            sembrada=fuente.cargada_en is None,
            retirada=fuente.retirada_en is not None,
            desde=fuente.desde,
            hasta=fuente.hasta,
            cerradas=cerradas,
            motivo=motivo,
        )
    )
    fuente.retirada_en, fuente.retirada_por, fuente.retirada_motivo = ahora, por, motivo.strip()
    fuente.save(update_fields=["retirada_en", "retirada_por", "retirada_motivo"])
    registrar(fuente, verbo="retirar", por=por, ahora=ahora, nota=fuente.retirada_motivo)
    return fuente
