"""Verbos sobre la acción de mejora mientras se formula: crearla de unas recomendaciones, completarla y editarla."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import count

from django.db import transaction

from furag.models import AccionMejora, Atencion, Recomendacion
from furag.origenes import en_su_linaje, linea_base_de, politica_del_anio
from furag.reglas import mejoras as reglas
from mipg.bitacora.acciones import registrar
from mipg.fechas import trimestre_de
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, exigir
from mipg.usuarios.models import Dependencia, Usuario
from planes.acciones.actividades import crear_actividad, exigir_vigencia_abierta, tocar, tomar_fila
from planes.acciones.planes import crear_plan
from planes.models import Actividad, Plan
from planes.reglas import numeros_libres, puede_formular
from politicas.models import Politica, Vigencia
from politicas.obligaciones.plazos import fin_de_estrategia

NO_FORMULA = "Formula el plan la dependencia que lo coordina, o Planeación."


@transaction.atomic
def crear(
    *,
    recomendaciones: Sequence[Recomendacion],
    nombre: str,
    meta: Decimal,
    unidad: str,
    indicador: str,
    responsable: Dependencia,
    fecha_inicio: date,
    fecha_fin: date,
    por: Usuario,
    ahora: datetime,
    plan: Plan | None = None,
    vigencia: Vigencia | None = None,
    coordina: Dependencia | None = None,
    reformula: AccionMejora | None = None,
    **dicho,
) -> AccionMejora:
    """Formula una acción que atiende unas recomendaciones acogidas, en un plan de mejoramiento que se puede editar.

    Sin `plan`, lo crea en la `vigencia`, coordinado por `coordina`. `dicho`: causa, hallazgo, indice, esperado y
    sin_indice. Lo programado queda en el trimestre en que termina. Lanza `ReglaIncumplida` si no le toca a quien la
    crea o de eso no sale una acción.
    """
    recomendaciones = list(Recomendacion.objects.filter(pk__in=[una.pk for una in recomendaciones]))
    exigir(reglas.problemas_de_lo_elegido(recomendaciones, reformula=reformula is not None))
    if reformula is not None:
        fresca = AccionMejora.objects.en_lista().con_hechos().get(pk=reformula.pk)
        exigir(problemas_para_reformular(fresca))
    politica, medida = de_que(recomendaciones, reformula)
    if plan is None:
        plan = crear_plan(
            clase=Plan.Clase.MEJORAMIENTO,
            vigencia=vigencia,
            dependencia=coordina,
            politica=politica_del_anio(politica, vigencia),
            vigencia_medida=medida,
            fecha_limite=fin_de_estrategia(Actividad.Estrategia.MEJORAMIENTO, vigencia.anio),
            por=por,
            ahora=ahora,
        )
    plan = _tomar_plan(plan.pk, por, ahora)
    exigir(_problemas_del_plan(plan, politica))
    exigir(reglas.problemas_de_repetida(nombre, plan.actividades.vigentes().values_list("nombre", flat=True)))
    recomendaciones = tomar_acogidas(recomendaciones)
    actividad = crear_actividad(
        hoja=plan,
        numero=next(numeros_libres(set(plan.actividades.vigentes().values_list("numero", flat=True)))),
        nombre=nombre.strip(),
        meta=meta,
        unidad=unidad.strip(),
        indicador=indicador.strip(),
        dependencia=responsable,
        fecha_inicio=fecha_inicio,
        fecha_fin=fecha_fin,
        fuente=Actividad.Fuente.FURAG,
        por=por,
        ahora=ahora,
        **({f"programado_t{trimestre_de(fecha_fin)}": meta} if fecha_fin else {}),
    )
    return guardar_nueva(actividad, plan, recomendaciones, reformula=reformula, por=por, ahora=ahora, **dicho)


def problemas_para_reformular(mejora: AccionMejora) -> list[Problema]:
    """Por qué no se reformula: lo mismo en la página y en la acción. Cárguela `con_hechos`."""
    return reglas.problemas_para_reformular(
        mejora.situacion_sin_avance(), estado=mejora.estado, continuada=mejora.fue_continuada
    )


def de_que(recomendaciones: Sequence[Recomendacion], reformula: AccionMejora | None) -> tuple[Politica, int]:
    """La política de la acción y de qué medición sale: de sus recomendaciones o, si no trae, de la que reformula."""
    if recomendaciones:
        una = Recomendacion.objects.select_related("politica__dimension__version", "medicion").get(
            pk=recomendaciones[0].pk
        )
        return una.politica, una.medicion.anio
    plan = Plan.objects.select_related("politica__dimension__version").get(actividades=reformula.actividad_id)
    return plan.politica, plan.vigencia_medida


def _problemas_del_plan(plan: Plan, politica: Politica) -> list[Problema]:
    if plan.clase != Plan.Clase.MEJORAMIENTO or plan.politica_id not in en_su_linaje(politica.pk):
        return [Problema("Elija un plan de mejoramiento de la misma política.", "plan")]
    return []


def _tomar_plan(pk: int, por: Usuario, ahora: datetime) -> Plan:
    plan = tomar_fila(Plan.objects.filter(pk=pk).select_related("vigencia", "politica"))
    if not puede_formular(por.perfil(ahora), plan.dependencia_id):
        raise ReglaIncumplida(NO_FORMULA)
    exigir_vigencia_abierta(plan.vigencia)
    if plan.es_editable:
        # Quien escribe en él no lo aprueba.
        plan.autores.add(por)
    return plan


def tomar_acogidas(cuales: Collection[Recomendacion]) -> list[Recomendacion]:
    """Las toma, después de su plan, para que nadie las descarte mientras se ligan.

    Lanza `ReglaIncumplida` si alguna no está acogida.
    """
    tomadas = Recomendacion.objects.filter(pk__in=[una.pk for una in cuales]).order_by("pk")
    tomadas = list(tomadas.select_related("medicion", "politica").select_for_update(of=("self",)))
    exigir(reglas.problemas_de_las_no_acogidas(tomadas))
    return tomadas


def guardar_nueva(
    actividad: Actividad,
    plan: Plan,
    recomendaciones: Collection[Recomendacion],
    *,
    por: Usuario,
    ahora: datetime,
    codigo: str = "",
    continua: AccionMejora | None = None,
    reformula: AccionMejora | None = None,
    **dicho,
) -> AccionMejora:
    """Lo propio de una actividad de mejoramiento, con su código y su línea base, y lo que atiende. El plan, tomado."""
    mejora = AccionMejora(
        actividad=actividad,
        codigo=codigo or next(codigos_libres(plan)),
        continua=continua,
        reformula=reformula,
        **(dicho if continua else _con_linea_base(plan, dicho)),
    )
    mejora.full_clean()
    mejora.save()
    Atencion.objects.bulk_create(Atencion(accion=mejora, recomendacion=una) for una in recomendaciones)
    registrar(mejora, verbo="crear", por=por, ahora=ahora, cambios=_atiende((), recomendaciones))
    return mejora


def codigos_libres(plan: Plan) -> Iterator[str]:
    """«M-2026-POL07-3» y los que siguen: después del último de la política en el año."""
    prefijo = f"M-{plan.vigencia.anio}-{plan.politica.codigo_furag}-"
    dados = AccionMejora.objects.filter(codigo__startswith=prefijo).values_list("codigo", flat=True)
    numeros = [int(dado.removeprefix(prefijo)) for dado in dados if dado.removeprefix(prefijo).isdigit()]
    return (f"{prefijo}{numero}" for numero in count(max(numeros, default=0) + 1))


def _con_linea_base(plan: Plan, dicho: dict) -> dict:
    dicho = {campo: valor.strip() if isinstance(valor, str) else valor for campo, valor in dicho.items()}
    base = linea_base_de(plan.vigencia_medida, dicho.get("indice", ""))
    return reglas.con_linea_base(dicho, base, plan.vigencia_medida)


def _atiende(antes: Collection, despues: Collection) -> dict[str, tuple]:
    nombres = [", ".join(sorted(str(una) for una in cuales)) or None for cuales in (antes, despues)]
    return {"recomendaciones que atiende": tuple(nombres)} if nombres[0] != nombres[1] else {}


@transaction.atomic
def completar(
    *, actividad: Actividad, recomendaciones: Collection[Recomendacion], por: Usuario, ahora: datetime, **dicho
) -> AccionMejora:
    """Dice de una actividad que ya está en el plan su causa, qué atiende y qué índice espera mover."""
    plan = _tomar_plan(actividad.plan_id, por, ahora)
    exigir(reglas.problemas_para_completar(clase=plan.clase, estado_plan=plan.estado))
    if AccionMejora.objects.filter(actividad=actividad).exists():
        raise EstadoCambiado("Otra persona ya la completó: mírela antes de cambiarla.")
    recomendaciones = _tomar_las(recomendaciones, plan)
    mejora = guardar_nueva(actividad, plan, recomendaciones, por=por, ahora=ahora, **dicho)
    tocar(plan)
    return mejora


@transaction.atomic
def editar(
    *,
    mejora: AccionMejora,
    recomendaciones: Collection[Recomendacion],
    version: int,
    por: Usuario,
    ahora: datetime,
    **dicho,
) -> AccionMejora:
    """Corrige lo propio de una acción que nadie ha firmado, sobre la versión que se leyó."""
    plan = _tomar_plan(Actividad.objects.values_list("plan", flat=True).get(pk=mejora.actividad_id), por, ahora)
    mejora = tomar_fila(AccionMejora.objects.filter(pk=mejora.pk).select_related("actividad"))
    exigir(reglas.problemas_para_completar(clase=plan.clase, estado_plan=plan.estado, estado=mejora.estado))
    if mejora.version != version:
        raise EstadoCambiado("Otra persona guardó esta acción mientras usted la editaba. Compare antes de guardar.")
    atendia = list(mejora.recomendaciones.select_related("medicion", "politica"))
    nuevas = _tomar_las([una for una in recomendaciones if una not in atendia], plan)
    despues = dicho if mejora.continua_id else _con_linea_base(plan, dicho)
    if mejora.continua_id:
        # Sigue siendo la misma: lo que se fijó al firmarla no cambia de un año a otro.
        despues = {campo: valor for campo, valor in despues.items() if campo in ("causa", "hallazgo")}
    cambios = {c: (getattr(mejora, c), v) for c, v in despues.items() if getattr(mejora, c) != v}
    for campo, (_, valor) in cambios.items():
        setattr(mejora, campo, valor)
    mejora.version += 1
    mejora.full_clean()
    mejora.save(update_fields=[*cambios, "version"])
    mejora.atenciones.exclude(recomendacion__in=recomendaciones).delete()
    Atencion.objects.bulk_create(Atencion(accion=mejora, recomendacion=una) for una in nuevas)
    tocar(plan)
    registrar(mejora, verbo="editar", por=por, ahora=ahora, cambios=cambios | _atiende(atendia, recomendaciones))
    return mejora


def _tomar_las(recomendaciones: Collection[Recomendacion], plan: Plan) -> list[Recomendacion]:
    if not recomendaciones:
        return []
    tomadas = tomar_acogidas(recomendaciones)
    politicas = {una.politica_id for una in tomadas}
    if not politicas <= en_su_linaje(plan.politica_id):
        raise ReglaIncumplida([Problema("Elija recomendaciones de la política del plan.", "recomendaciones")])
    exigir(reglas.problemas_de_lo_elegido(tomadas, reformula=True))
    return tomadas
