"""Deshacer la apertura de una vigencia que no era: lo que se creó con ella se borra, si nadie ha trabajado en nada."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from mipg.etiquetas import contar
from mipg.reglas import Problema, exigir, problemas_de_motivo
from mipg.usuarios.models import Usuario
from planes.acciones.aperturas import eliminar_intactos, planes_tocados
from planes.models import Plan
from politicas import acciones as politicas
from politicas.models import FaseCumplida, Vigencia
from seguimiento.acciones.vigencias import fases_terminadas
from seguimiento.models import Corte
from seguimiento.reglas import vigencias as reglas


def problemas_para_deshacer(vigencia: Vigencia) -> list[Problema]:
    """Lo que impide deshacer su apertura, en un número fijo de consultas. El `de` de un problema es el plan tocado."""
    return reglas.problemas_para_deshacer(
        abierta=vigencia.esta_abierta,
        cortes=dict(Corte.objects.de_vigencia(vigencia).values_list("trimestre", "estado")),
        fases=fases_terminadas(vigencia),
        tocados={plan.pk: plan.nombre for plan in planes_tocados(vigencia)},
        lo_demas=list(_lo_demas(vigencia)),
    )


def _lo_demas(vigencia: Vigencia) -> Iterator[str]:
    """Lo que alguien hizo en el año fuera de sus planes y sus cortes: todo lo que apunta a él, sea lo que sea."""
    # Con lo escondido: lo que no se lee desde la vigencia (`related_name="+"`) también apunta a ella.
    for relacion in Vigencia._meta.get_fields(include_hidden=True):
        modelo = relacion.related_model
        if not relacion.one_to_many or modelo in (Plan, Corte, FaseCumplida):
            continue
        if cuantos := modelo._default_manager.filter(**{relacion.field.name: vigencia}).count():
            yield contar(cuantos, modelo._meta.verbose_name, modelo._meta.verbose_name_plural)


@transaction.atomic
def deshacer(*, vigencia: Vigencia, motivo: str, por: Usuario, ahora: datetime) -> None:
    """Borra la vigencia, sus cortes, sus planes y lo que heredó; la bitácora conserva por qué.

    Lanza `ReglaIncumplida` si alguien ya trabajó en algo suyo, o si falta el motivo.
    """
    vigencia = politicas.tomar_vigencia(vigencia.pk)
    # Quien escribe en uno de sus planes en este instante queda entero antes, e impide, o encuentra que ya no está.
    list(Plan.objects.select_for_update(of=("self",)).filter(vigencia=vigencia).order_by("pk").values_list("pk"))
    exigir((*problemas_de_motivo(motivo, "se deshace"), *problemas_para_deshacer(vigencia)))
    planes = eliminar_intactos(vigencia=vigencia, por=por, ahora=ahora)
    Corte.objects.filter(vigencia=vigencia).delete()
    politicas.deshacer_apertura(
        vigencia=vigencia,
        nota=f"{motivo.strip()} Se borró con {contar(planes, 'plan', 'planes')} y sus cortes.",
        por=por,
        ahora=ahora,
    )
