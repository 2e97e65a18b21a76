"""La medición del año pasado y lo que salió de ella: recomendaciones, acciones que las atienden y jornadas.

Los resultados entran como los importa Planeación; lo demás se llena en bloque, con lo mismo que dejarían las acciones.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from furag.acciones import mediciones, resultados
from furag.models import AccionMejora, Atencion, Carga, Medicion, Recomendacion
from furag.reglas.textos import clave_de
from mipg.fechas import en_bogota
from mipg.portal.bench.resultados import archivo
from mipg.usuarios.models import Usuario
from planes.models import Plan
from politicas.models import Jornada, Politica, SerieMetodologica

ENTIDADES, RECOMENDACIONES, JORNADAS = 1_000, 400, 60


def sembrar(plan: Plan, actividades: int, por: Usuario, ahora: datetime) -> Medicion:
    """Llena la medición de que salió el plan de mejoramiento; `actividades`, las de su vigencia, dan el tamaño."""
    vigencia = plan.vigencia
    medicion = mediciones.crear_medicion(
        anio=plan.vigencia_medida,
        anio_captura=vigencia.anio,
        version=vigencia.version,
        serie=SerieMetodologica.objects.order_by("-desde").first(),
        por=por,
        ahora=ahora,
    )
    carga = _medir(medicion, min(ENTIDADES, actividades // 2), por, ahora)
    politicas = list(Politica.objects.de_vigencia(vigencia))
    suyas = _recomendar(carga, politicas, min(RECOMENDACIONES, actividades), por, ahora)
    _atender(plan, [una for una in suyas if una.politica_id == plan.politica_id])
    _reunir(plan, politicas, por, ahora)
    return medicion


def _medir(medicion: Medicion, entidades: int, por: Usuario, ahora: datetime) -> Carga:
    contenido = archivo([*resultados.nombres_del_modelo(medicion)], entidades, medicion.anio)
    nombre = f"Resultados_vig{medicion.anio}_territorio.xlsx"
    subida = resultados.subir_resultados(medicion=medicion, nombre=nombre, contenido=contenido, por=por, ahora=ahora)
    resultados.leer_y_guardar(importacion=subida, ahora=ahora)
    subida.refresh_from_db()
    # La primera es sólo MECI.
    propia = subida.carga.filas.order_by("fila")[1]
    return resultados.confirmar(carga=subida.carga, propia=propia, por=por, ahora=ahora)


def _recomendar(
    carga: Carga, politicas: Sequence[Politica], cuantas: int, por: Usuario, ahora: datetime
) -> list[Recomendacion]:
    """Repartidas por igual; de cada tres, una acogida."""
    estados = ("ACOGIDA", "PENDIENTE", "PENDIENTE")
    return Recomendacion.objects.bulk_create(
        Recomendacion(
            medicion=carga.medicion,
            politica=politicas[n % len(politicas)],
            importacion=carga.importacion,
            numero=n + 1,
            texto=(texto := f"Documentar el procedimiento número {n + 1} y publicar cada semestre sus resultados."),
            clave=clave_de(texto),
            hoja="Recomendaciones",
            fila=n + 4,
            estado=(estado := estados[n // len(politicas) % len(estados)]),
            decidida_en=ahora if estado == "ACOGIDA" else None,
            decidida_por=por if estado == "ACOGIDA" else None,
        )
        for n in range(cuantas)
    )


def _atender(plan: Plan, recomendaciones: Sequence[Recomendacion]) -> None:
    """Una acción por actividad del plan, cada una con una recomendación."""
    acciones = AccionMejora.objects.bulk_create(
        AccionMejora(
            actividad=actividad,
            codigo=f"M-{plan.vigencia_medida}-{plan.politica.codigo_furag}-{n:03}",
            causa="No hay quién lo tenga a cargo.",
            indice=plan.politica.codigo_furag,
            linea_base=50,
            esperado=60,
        )
        for n, actividad in enumerate(plan.actividades.order_by("pk"), start=1)
    )
    Atencion.objects.bulk_create(
        Atencion(accion=accion, recomendacion=recomendaciones[n % len(recomendaciones)])
        for n, accion in enumerate(acciones)
    )


def _reunir(plan: Plan, politicas: Sequence[Politica], por: Usuario, ahora: datetime) -> None:
    """Jornadas ya hechas, de dos en dos políticas."""
    hoy, vigencia = en_bogota(ahora), plan.vigencia
    jornadas = Jornada.objects.bulk_create(
        Jornada(
            tipo=Jornada.Tipo.SOCIALIZACION,
            vigencia=vigencia,
            vigencia_medida=plan.vigencia_medida,
            titulo=f"Los resultados, jornada {n + 1}",
            fecha=max(hoy - timedelta(days=n), hoy.replace(month=1, day=1)),
            modalidad=Jornada.Modalidad.PRESENCIAL,
            dependencia=plan.dependencia,
            publico="Líderes de política y sus enlaces",
            estado=Jornada.Estado.REALIZADA,
            asistentes=30,
            creada_en=ahora,
            creada_por=por,
            realizada_en=ahora,
            realizada_por=por,
        )
        for n in range(JORNADAS)
    )
    tratan = Jornada.politicas.through
    tratan.objects.bulk_create(
        tratan(jornada=jornada, politica=politicas[(n + lado) % len(politicas)])
        for n, jornada in enumerate(jornadas)
        for lado in range(2)
    )
