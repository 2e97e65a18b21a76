"""Un plan de mejoramiento y su gente, hasta donde se pida: lo que comparten las pruebas del mejoramiento."""

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

from furag.acciones import conceptos, mejoras, suscripciones, verificaciones
from furag.models import AccionMejora
from planes.acciones import planes as de_planes
from planes.acciones import prorrogas
from planes.models import Plan
from tests import fabricas as f
from tests.furag import fabricas as ff

AHORA = f.AHORA
HASTA = ("formulada", "aprobada", "suscrita", "cumplida", "conforme", "efectiva")
SOPORTE = {"titulo": "Acta", "fecha_documento": date(2026, 7, 1), "nombre": "acta.txt", "contenido": b"Se hizo."}


def gente() -> SimpleNamespace:
    """La oficina que coordina, con su jefe y su enlace, dos personas de Planeación y una de Control Interno."""
    oficina, planeacion, control = f.dependencia("Informática"), f.dependencia("Planeación"), f.dependencia("Control")
    return SimpleNamespace(
        oficina=oficina,
        control=control,
        jefe=f.persona("jefe", oficina),
        enlace=f.persona("enlace", oficina),
        planea=f.persona("planeacion", planeacion),
        otra_planea=f.persona("planeacion", planeacion),
        audita=f.persona("control_interno", control),
    )


def politica_de(de: SimpleNamespace, **campos):
    """Una política que la oficina lidera, medida en 2025 con 60 en su propio puntaje."""
    una = f.politica(**campos)
    una.responsabilidades.create(dependencia=de.oficina, rol="LIDER", orden=1, texto="Lidera.", fuente=f.fuente())
    ff.carga({"Alcaldía": {una.codigo_furag: 60.0}})
    return una


def datos(de: SimpleNamespace, **campos) -> dict:
    """Lo que pide formular una acción."""
    base = {
        "nombre": "Levantar el inventario",
        "meta": Decimal(1),
        "unidad": "inventarios",
        "indicador": "Inventarios levantados",
        "responsable": de.oficina,
        "fecha_inicio": date(2026, 2, 1),
        "fecha_fin": date(2026, 6, 30),
        "causa": "Nadie lo tenía a cargo.",
    }
    return base | campos


def formular(de: SimpleNamespace, *recomendaciones, **campos) -> AccionMejora:
    """Una acción que atiende esas recomendaciones (dos acogidas, si no se dicen), en un plan nuevo de 2026."""
    recomendaciones = recomendaciones or getattr(de, "acogidas", ())
    politica = recomendaciones[0].politica if recomendaciones else politica_de(de)
    suyas = recomendaciones or [ff.recomendacion(estado="ACOGIDA", politica=politica) for _ in range(2)]
    base = {"indice": politica.codigo_furag, "esperado": Decimal(70)} | datos(de)
    if "plan" not in campos:
        base |= {"vigencia": f.vigencia(2026), "coordina": de.oficina}
    return mejoras.crear(recomendaciones=list(suyas), por=de.jefe, ahora=AHORA, **base | campos)


def aprobar(plan: Plan, de: SimpleNamespace, ahora: datetime = AHORA) -> Plan:
    """El plan enviado por el jefe y aprobado por Planeación."""
    de_planes.enviar(plan=plan, por=de.jefe, ahora=ahora)
    enviado = Plan.objects.get(pk=plan.pk)
    return de_planes.aprobar(plan=enviado, version=enviado.version, acto="PENDIENTE", por=de.planea, ahora=ahora)


def suscribir(plan: Plan, de: SimpleNamespace, ahora: datetime = AHORA):
    """La última versión, firmada por el jefe."""
    leido = suscripciones.huella_de_lo_que_se_firma(plan)
    return suscripciones.suscribir(plan=plan, version=leido, por=de.jefe, ahora=ahora)


def verificar(mejora: AccionMejora, de: SimpleNamespace, cumplida: bool = True, **campos):
    """Planeación la verifica: la primera recomendación queda cumplida y las demás, no."""
    mejora = AccionMejora.objects.get(pk=mejora.pk)
    suyas = list(mejora.atenciones.values_list("recomendacion", flat=True))
    base = {
        "cumplida": cumplida,
        "nota": "Se vio el acta.",
        "soporte": SOPORTE if cumplida else None,
        "constancias": {cual: (n == 0, "Se vio.") for n, cual in enumerate(suyas)},
        "version": mejora.version,
    }
    return verificaciones.verificar(mejora=mejora, por=de.planea, ahora=AHORA, **base | campos)


def conceptuar(
    mejora: AccionMejora, de: SimpleNamespace, clase: str = "CUMPLIMIENTO", favorable: bool = True, **campos
):
    """Control Interno se pronuncia."""
    return conceptos.conceptuar(
        mejora=mejora, clase=clase, favorable=favorable, nota="Se revisó.", por=de.audita, ahora=AHORA, **campos
    )


def llevar(hasta: str, de: SimpleNamespace | None = None, **campos) -> SimpleNamespace:
    """La gente, el plan y la acción, con todo lo que pasó hasta ahí (`HASTA`)."""
    de = de or gente()
    de.mejora = formular(de, **campos)
    de.plan = de.mejora.actividad.plan
    pasos = HASTA.index(hasta)
    if pasos >= 1:
        aprobar(de.plan, de)
    if pasos >= 2:
        de.suscripcion = suscribir(de.plan, de)
    if pasos >= 3:
        de.verificacion = verificar(de.mejora, de)
    if pasos >= 4:
        de.concepto = conceptuar(de.mejora, de)
    if pasos >= 5:
        ff.carga({"Alcaldía": {}}, de=ff.medicion(2026))
        conceptuar(de.mejora, de, "EFECTIVIDAD")
    de.plan.refresh_from_db()
    de.mejora = AccionMejora.objects.en_lista().con_hechos().get(pk=de.mejora.pk)
    return de


def prorrogar(de: SimpleNamespace, hasta: date = date(2027, 3, 1)):
    """La prórroga que pasa del año, pedida por el jefe y concedida."""
    pedida = prorrogas.pedir(
        actividad=de.mejora.actividad, fecha_nueva=hasta, motivo="No llegó.", por=de.jefe, ahora=AHORA
    )
    return prorrogas.conceder(prorroga=pedida, por=de.planea, ahora=AHORA)
