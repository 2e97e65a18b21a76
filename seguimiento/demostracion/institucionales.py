"""Los documentos publicados de los planes institucionales y los seguimientos propios del PTEP, de ejemplo."""

from collections.abc import Sequence
from datetime import date, timedelta

from mipg.fechas import en_bogota
from mipg.usuarios.models import Usuario
from planes.acciones import publicaciones, seguimientos
from planes.models import Plan, SeguimientoDePlan
from politicas.models import Vigencia

PTEP = 9
# Cuántos días frente al límite se publicó cada uno, en orden; del que falta no se registró ninguno.
_DIAS = (-3, -2, -2, -1, 0, -1, 6, -4, -1)
_EN_ENLACE = 3


def publicar_documentos(planes: Sequence[Plan], *, por: Usuario, reloj) -> None:
    """Registra el documento de los primeros planes institucionales publicados: uno tarde y uno como enlace."""
    for n, (plan, dias) in enumerate(zip(planes, _DIAS, strict=False)):
        publicado = plan.vigencia.fecha_limite_institucionales + timedelta(days=dias)
        if publicado > en_bogota(reloj.ahora):
            continue
        enlace = f"https://www.ejemplo.test/transparencia/plan-{plan.tipo.numero}" if n == _EN_ENLACE else ""
        texto = f"{plan.nombre}, vigencia {plan.vigencia}. Documento de ejemplo: no es el de la entidad."
        publicaciones.registrar_publicacion(
            plan=plan,
            fecha_publicacion=publicado,
            seccion="4.3",
            titulo=f"{plan.nombre} {plan.vigencia} (ejemplo)",
            nombre="" if enlace else "plan.txt",
            contenido=b"" if enlace else texto.encode(),
            url=enlace,
            por=por,
            ahora=reloj.en(publicado, 16),
        )


def programar_ptep(vigencia: Vigencia, *, por: Usuario, reloj) -> None:
    """Los tres seguimientos cuatrimestrales del PTEP de su primer año; los demás los copia al crearse."""
    plan = Plan.objects.en_pie().de_vigencia(vigencia).get(tipo__numero=PTEP)
    anio = vigencia.anio
    fechas = (date(anio, 5, 15), date(anio, 9, 14), date(anio + 1, 1, 15))
    for cual, dia in zip(("Primer", "Segundo", "Tercer"), fechas, strict=True):
        nombre = f"{cual} seguimiento cuatrimestral (ejemplo)"
        seguimientos.programar(plan=plan, nombre=nombre, dia=dia, por=por, ahora=reloj.en(date(anio, 1, 31)))


def hacer_seguimientos(vigencia: Vigencia, *, por: Usuario, reloj) -> None:
    """Da por hechos los que ya vencieron."""
    hoy = en_bogota(reloj.ahora)
    for uno in SeguimientoDePlan.objects.pendientes().filter(plan__vigencia=vigencia, fecha__lt=hoy):
        seguimientos.cumplir(
            seguimiento=uno,
            nota="Se revisaron las actividades del periodo; sin novedades (ejemplo).",
            version=uno.version,
            por=por,
            ahora=reloj.en(uno.fecha),
        )
