"""Los planes de mejoramiento de ejemplo: formulados, suscritos, verificados por Planeación y por Control Interno."""

from datetime import date
from decimal import Decimal

from furag.acciones import conceptos, mejoras, suscripciones, verificaciones
from furag.models import AccionMejora, Medicion, Recomendacion
from furag.origenes import linea_base_de
from mipg.usuarios.models import Dependencia, Usuario
from planes.models import Plan
from politicas.models import Politica, ResponsabilidadPolitica, Vigencia
from seguimiento.demostracion import planes as de_ejemplo
from seguimiento.demostracion.archivos import EJEMPLO
from seguimiento.demostracion.personas import Reloj, Reparto, correo_de

_SOPORTE = "https://ejemplo.test/soporte-de-la-accion"
CUANTOS = 5


def formular(medicion: Medicion, vigencia: Vigencia, reparto: Reparto, reloj: Reloj, dia: date) -> list[Plan]:
    """Un plan de cada una de las primeras políticas con jefe, con dos acciones: la primera atiende dos
    recomendaciones y espera mover el puntaje de la política; la segunda, del tercer trimestre, no se ata a un índice.
    """
    planes = []
    for politica, dependencia in _responden(vigencia, reparto)[:CUANTOS]:
        acogidas = list(Recomendacion.objects.filter(medicion=medicion, politica=politica, estado="ACOGIDA"))
        if not acogidas:
            continue
        quien = {"por": reparto.jefes[dependencia.pk], "ahora": reloj.en(dia)}
        base = linea_base_de(medicion.anio, politica.codigo_furag)
        primera = mejoras.crear(
            recomendaciones=acogidas,
            nombre=f"Documentar y divulgar la política de {politica.nombre} (ejemplo)",
            meta=Decimal(2),
            unidad="documentos",
            indicador="Documentos adoptados",
            responsable=dependencia,
            fecha_inicio=max(dia, date(vigencia.anio, 2, 1)),
            fecha_fin=date(vigencia.anio, 12, 10),
            vigencia=vigencia,
            coordina=dependencia,
            causa=f"Nadie tenía a cargo documentarla ({EJEMPLO.lower()}).",
            indice=politica.codigo_furag,
            esperado=base and min(Decimal(100), base + 5),
            sin_indice="",
            **quien,
        )
        plan = Plan.objects.get(actividades=primera.actividad)
        mejoras.crear(
            recomendaciones=acogidas[:1],
            nombre=f"Capacitar a quienes operan la política de {politica.nombre} (ejemplo)",
            meta=Decimal(1),
            unidad="talleres",
            indicador="Talleres realizados",
            responsable=dependencia,
            fecha_inicio=max(dia, date(vigencia.anio, 2, 1)),
            fecha_fin=date(vigencia.anio, 9, 30),
            plan=plan,
            causa=f"La rotación dejó sin formar a la mitad ({EJEMPLO.lower()}).",
            sin_indice="Se mide con la encuesta interna, no con la medición (ejemplo).",
            **quien,
        )
        planes.append(plan)
    return planes


def _responden(vigencia: Vigencia, reparto: Reparto) -> list[tuple[Politica, Dependencia]]:
    filas = ResponsabilidadPolitica.objects.que_responden(vigencia.anio).filter(dependencia__in=reparto.jefes)
    de_la_version = filas.filter(politica__dimension__version=vigencia.version_id)
    pares: dict[Politica, Dependencia] = {}
    for fila in de_la_version.select_related("politica", "dependencia").order_by("politica__numero_plan", "orden"):
        pares.setdefault(fila.politica, fila.dependencia)
    return list(pares.items())


def suscribir(planes: list[Plan], reparto: Reparto, reloj: Reloj, dia: date) -> None:
    """Se aprueban, y el jefe que coordina cada uno lo firma."""
    for plan in planes:
        plan.refresh_from_db()
        aprobado = de_ejemplo.aprobar(plan, reparto, reloj, dia)
        leido = suscripciones.huella_de_lo_que_se_firma(aprobado)
        jefe = reparto.jefes[plan.dependencia_id]
        suscripciones.suscribir(plan=aprobado, version=leido, por=jefe, ahora=reloj.en(dia))


def verificar(planes: list[Plan], reparto: Reparto, reloj: Reloj, dia: date) -> None:
    """Planeación verifica cada acción: casi todas se cumplieron; la última, no. Control Interno conceptúa."""
    suyas = list(AccionMejora.objects.filter(actividad__plan__in=planes).order_by("pk"))
    for mejora in suyas:
        cumplida = mejora != suyas[-1]
        soporte = {"titulo": "Soporte de ejemplo", "fecha_documento": dia, "url": f"{_SOPORTE}/{mejora.codigo}"}
        verificaciones.verificar(
            mejora=mejora,
            cumplida=cumplida,
            nota="Se revisaron los documentos (ejemplo)." if cumplida else "No se hizo en el año (ejemplo).",
            constancias=dict.fromkeys(_atiende(mejora), (cumplida, "Constancia de ejemplo.")),
            version=mejora.version,
            soporte=soporte if cumplida else None,
            por=reparto.planeacion,
            ahora=reloj.en(dia),
        )
    for mejora in suyas[:-2]:
        _conceptuar(mejora, "CUMPLIMIENTO", favorable=True, reloj=reloj, dia=dia)


def _atiende(mejora: AccionMejora) -> list[int]:
    return list(mejora.recomendaciones.order_by().values_list("pk", flat=True))


def _conceptuar(mejora: AccionMejora, clase: str, *, favorable: bool, reloj: Reloj, dia: date) -> None:
    conceptos.conceptuar(
        mejora=mejora,
        clase=clase,
        favorable=favorable,
        nota="Concepto de ejemplo: no corresponde a ninguna auditoría real.",
        por=Usuario.objects.get(email=correo_de("auditora")),
        ahora=reloj.en(dia),
    )


def evaluar(vigencia: int, reloj: Reloj, dia: date) -> None:
    """Con los resultados siguientes, Control Interno dice de cada acción de ese año si subió el índice."""
    conformes = AccionMejora.objects.filter(actividad__plan__vigencia__anio=vigencia, conceptos__clase="CUMPLIMIENTO")
    for mejora in conformes.exclude(indice="").order_by("pk").distinct():
        despues = linea_base_de(vigencia, mejora.indice)
        subio = despues is not None and mejora.linea_base is not None and despues > mejora.linea_base
        _conceptuar(mejora, "EFECTIVIDAD", favorable=subio, reloj=reloj, dia=dia)
