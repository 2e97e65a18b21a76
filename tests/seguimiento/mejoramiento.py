"""Una entidad con resultados, recomendaciones y acciones de mejora: lo que leen el hilo, las brechas y las fichas."""

from types import SimpleNamespace

from auditlog.context import disable_auditlog

from furag.models import Atencion, Suscripcion
from tests import fabricas as f
from tests.furag import fabricas as ff


@disable_auditlog()
def suscrita(politica, *recomendaciones, estado="SUSCRITA", nombre="Documentar el procedimiento", **campos):
    """Una acción firmada que atiende unas recomendaciones, en un plan aprobado de la política."""
    plan = politica.planes.filter(clase="MEJORAMIENTO").first() or f.plan(
        "APROBADO", clase="MEJORAMIENTO", vigencia_medida=2025, politica=politica
    )
    actividad = f.actividad(plan, (None, None, None, 2), tipo_meta="ACUMULADA", nombre=nombre)
    firma = Suscripcion.objects.filter(plan=plan).first() or Suscripcion.objects.create(
        plan=plan,
        version=f.version(plan),
        foto=[],
        sha256="0" * 64,
        suscrita_en=f.AHORA,
        suscrita_por=f.persona("jefe"),
    )
    return ff.mejora(actividad, *recomendaciones, estado=estado, suscripcion=firma, **campos)


@disable_auditlog()
def recomendadas(politica, medicion, cuantas: int, largo: int = 1):
    """Recomendaciones acogidas de la política."""
    dicho = "y socializar el procedimiento con las dependencias " * 4 * largo
    return [
        ff.recomendacion(
            f"Documentar el trámite {n} {dicho}", "ACOGIDA", politica=politica, numero=n, medicion=medicion
        )
        for n in range(1, cuantas + 1)
    ]


def mundo(*, politicas: int = 2, recomendaciones: int = 3, largo: int = 1):
    """Políticas medidas en tres años frente a cinco pares, con sus recomendaciones y una acción por cada dos.

    La primera acción está cumplida, y su recomendación también.
    """
    f.vigencia(2026)
    nombre = "Transparencia, acceso a la información pública y lucha contra la corrupción " * largo
    suyo = SimpleNamespace(politicas=[], acciones=[])
    for n in range(politicas):
        suyo.politicas.append(f.politica(nombre=f"{nombre.strip()} {n}"[:150], codigo_furag=f"POL{n + 1:02}"))
    for anio in (2021, 2024, 2025):
        pares = {f"Par {k}": {p.codigo_furag: 50 + k for p in suyo.politicas} for k in range(5)}
        nuestra = {p.codigo_furag: (anio - 1960) if n else 40.25 for n, p in enumerate(suyo.politicas)}
        ff.carga({"Alcaldía de Ejemplo": nuestra, **pares}, de=ff.medicion(anio))
    suyo.medicion = ff.medicion(2025)
    for politica in suyo.politicas:
        suyas = recomendadas(politica, suyo.medicion, recomendaciones, largo)
        suyo.acciones += [
            suscrita(politica, una, indice=politica.codigo_furag, linea_base=40, esperado=60, nombre=una.texto[:400])
            for una in suyas[::2]
        ]
    with disable_auditlog():
        primera = suyo.acciones[0]
        type(primera).objects.filter(pk=primera.pk).update(estado="CUMPLIDA")
        autor = f.persona("planeacion")
        Atencion.objects.filter(accion=primera).update(cumplida=True, decidida_en=f.AHORA, decidida_por=autor)
    return suyo
