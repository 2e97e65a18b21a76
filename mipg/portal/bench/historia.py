"""Años de historia: copias, en la base y fila por fila, de una vigencia ya cerrada. Uno a uno tardarían demasiado.

Cada copia corre las claves y los años, y vuelve a calcular las huellas: es lo mismo que se habría escrito ese año.
"""

from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models

from mipg.bitacora.models import Suceso
from mipg.portal.bench.escenarios import Siembra
from planes.acciones.planes import tomar_foto
from planes.models import Actividad, Plan, VersionPlan
from planes.reglas import huella
from politicas.models import Vigencia
from seguimiento import cifras
from seguimiento.models import Avance, Cifra, Corte

SALTO = 1_000_000
COPIADOS: tuple[type[models.Model], ...] = (
    Vigencia,
    Plan,
    VersionPlan,
    Actividad,
    Actividad.apoyos.through,
    Corte,
    Avance,
    Avance.autores.through,
    Cifra,
    Suceso,
)


def sembrar_historia(siembra: Siembra) -> None:
    """Las vigencias anteriores, con sus cuatro cortes cerrados: la más vieja con las acciones; las demás, copiadas."""
    cuantas, este = siembra.tamano.historia, siembra.hoy.year
    if not cuantas:
        return
    anio = este - cuantas
    vigencia, _ = siembra.vigencia(anio, siembra.tamano.actividades)
    for trimestre, fecha_corte in enumerate(
        (date(anio, 3, 31), date(anio, 6, 30), date(anio, 9, 30), date(anio, 12, 31)), start=1
    ):
        abre = fecha_corte + timedelta(days=1)
        siembra.corte(vigencia, trimestre, (fecha_corte, abre, abre + timedelta(days=9)))
    for anios in range(1, cuantas):
        with connection.constraint_checks_disabled(), connection.cursor() as cursor:
            for modelo in COPIADOS:
                cursor.execute(_copia(modelo, anio, anios))
        _rehacer_fotos(anio + anios)
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), COPIADOS):
            cursor.execute(sql)
    siembra.medir_tablas()


def _rehacer_fotos(anio: int) -> None:
    for version in VersionPlan.objects.filter(plan__vigencia__anio=anio).select_related("plan__vigencia"):
        foto = tomar_foto(version.plan)
        VersionPlan.objects.filter(pk=version.pk).update(foto=foto, sha256=huella(foto))
    for corte in Corte.objects.filter(vigencia__anio=anio):
        Corte.objects.filter(pk=corte.pk).update(sha256=cifras.huella(corte))


def _copia(modelo: type[models.Model], primero: int, anios: int) -> str:
    """`INSERT … SELECT` de las filas de la vigencia `primero`, con las claves y los años corridos."""
    citar = connection.ops.quote_name
    columnas = [citar(campo.column) for campo in modelo._meta.concrete_fields]
    valores = [_corrido(modelo, campo, citar(campo.column), primero, anios) for campo in modelo._meta.concrete_fields]
    tabla, clave = citar(modelo._meta.db_table), citar(modelo._meta.pk.column)
    donde = f"{clave} < {SALTO}"
    if modelo is Suceso:
        donde += f" AND content_type_id IN ({_tipos()})"
    # Sólo nombres del esquema y enteros nuestros.
    return f"INSERT INTO {tabla} ({', '.join(columnas)}) SELECT {', '.join(valores)} FROM {tabla} WHERE {donde}"  # nosec B608


def _tipos() -> str:
    tipos = ContentType.objects.get_for_models(*(m for m in COPIADOS if m is not Suceso)).values()
    return ", ".join(str(tipo.pk) for tipo in tipos)


def _corrido(modelo: type[models.Model], campo: models.Field, columna: str, primero: int, anios: int) -> str:
    clave = f"{columna} + {anios * SALTO}"
    if campo.primary_key or campo.related_model in COPIADOS or (modelo, campo.name) == (Suceso, "object_id"):
        return clave
    if (modelo, campo.name) == (Suceso, "object_pk"):
        return f"CAST(object_id + {anios * SALTO} AS text)"
    if (modelo, campo.name) == (Cifra, "clave"):
        return f"CASE WHEN ambito IN ('PLAN', 'ACTIVIDAD') THEN {clave} ELSE {columna} END"
    if (modelo, campo.name) == (Cifra, "foto"):
        corrida = f'replace(CAST(foto AS text), \'"fecha_fin": "{primero}-\', \'"fecha_fin": "{primero + anios}-\')'
        return f"CAST({corrida} AS jsonb)" if connection.vendor == "postgresql" else corrida
    if campo.name == "anio":
        return f"{columna} + {anios}"
    if isinstance(campo, models.DateField):
        if connection.vendor == "postgresql":
            return f"{columna} + interval '{anios} years'"
        return f"(CAST(substr({columna}, 1, 4) AS integer) + {anios}) || substr({columna}, 5)"
    return columna
