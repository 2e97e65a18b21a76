"""Verbo sobre el plan del año pasado: copiar sus actividades a uno en formulación."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from mipg.bitacora.acciones import registrar, registrar_en_lote
from mipg.etiquetas import contar
from mipg.fechas import en_bogota
from mipg.reglas import ReglaIncumplida
from mipg.texto import normalizar
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from planes.acciones.actividades import tocar, tomar_formulable, ultimo_orden
from planes.acciones.hojas import relacionar
from planes.models import Actividad, Plan
from planes.reglas import copias as reglas
from politicas.models import Indice, Politica

_LOTE = 200


def lineas_de(plan: Plan, de: Plan, hoy: date) -> list[reglas.Linea]:
    """Qué quedaría en el plan de cada actividad vigente del otro. Las consultas no dependen de cuántas sean."""
    suyas = list(plan.actividades.vigentes().order_by().values_list("origen", "numero", "nombre"))
    destino = reglas.Destino(
        anios=plan.vigencia.anio - de.vigencia.anio,
        hoy_responde=Dependencia.objects.de_hoy(max(hoy, date(plan.vigencia.anio, 1, 1))),
        reportan=Asignacion.objects.pares_que_reportan(hoy),
        copiadas={origen: numero for origen, numero, _ in suyas if origen},
        nombres={normalizar(nombre) for _, _, nombre in suyas},
        numeros={numero for _, numero, _ in suyas},
        indices=set(Indice.objects.que_miden(plan.politica_id).values_list("pk", flat=True)),
        dependencias=dict(Dependencia.objects.order_by().values_list("pk", "nombre")),
    )
    actividades = de.actividades.vigentes().select_related("enlace").prefetch_related("apoyos", "indices")
    return reglas.lineas(actividades.order_by("orden", "pk"), destino)


@transaction.atomic
def copiar(*, plan: Plan, de: Plan, elegidas: Collection[int], por: Usuario, ahora: datetime) -> list[Actividad]:
    """Copia al plan las actividades elegidas del año pasado (claves primarias): todas o ninguna, y cada una una vez.

    Cada una recuerda de cuál viene. No se copian avances ni estados. Lanza `ReglaIncumplida` si el plan no se formula,
    si no se eligió ninguna o si una ya está.
    """
    plan = tomar_formulable(plan, por)
    lineas = [linea for linea in lineas_de(plan, de, en_bogota(ahora)) if linea.clave in elegidas]
    if not lineas:
        raise ReglaIncumplida("Elija al menos una actividad para copiar.")
    for linea in lineas:
        if linea.copiada or linea.impide:
            por_que = linea.impide or f"Ya se copió: es la actividad {linea.copiada}."
            raise ReglaIncumplida(f"Actividad {linea.numero} de {de.vigencia}: {por_que}")
    nuevas = [
        Actividad(plan=plan, origen_id=linea.clave, orden=orden, **linea.valores)
        for orden, linea in enumerate(lineas, start=ultimo_orden(plan) + 1)
    ]
    Actividad.objects.bulk_create(nuevas, batch_size=_LOTE)
    for campo in ("apoyos", "indices"):
        pares = zip(nuevas, lineas, strict=True)
        relacionar(Actividad, campo, {una.pk: linea.listas[campo] for una, linea in pares})
    registrar_en_lote([(una, "", {}) for una in nuevas], por=por, ahora=ahora)
    tocar(plan)
    cuantas = contar(len(nuevas), "actividad", "actividades")
    registrar(plan, verbo="copiar", por=por, ahora=ahora, nota=f"{cuantas} de «{de}».")
    return nuevas


def planes_anteriores(plan: Plan):
    """Los aprobados de años anteriores de que se puede copiar, el más reciente primero: de la misma política o tipo.

    `plan` lleva su política, con su dimensión y su versión.
    """
    anteriores = Plan.objects.aprobados().filter(vigencia__anio__lt=plan.vigencia.anio, clase=plan.clase)
    # La política de otra versión del modelo es otra fila: se cruza por su equivalencia.
    misma = {"politica__in": Politica.objects.linea(plan.politica).claves} if plan.politica else {"tipo": plan.tipo_id}
    return (
        anteriores.filter(**misma)
        .select_related("vigencia")
        .order_by("-vigencia__anio", F("vigencia_medida").desc(), "-pk")
    )
