"""Lo que una dependencia tiene a cargo en los planes: los que coordina, y de qué responde o apoya."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q

from mipg.bitacora.acciones import registrar_en_lote
from mipg.fechas import en_bogota
from mipg.usuarios.a_cargo import Cargo, Solo, Traslado
from planes.models import (
    Actividad,
    ActividadPropuesta,
    Asistencia,
    Compromiso,
    InformeDeLey,
    Miembro,
    Plan,
    Propuesta,
    Requerimiento,
    Vencimiento,
    VentanaFormulacion,
)
from planes.reglas.sesiones import problemas_de_miembro
from politicas.models import Instancia

# La membresía (clave primaria), hasta cuándo iba y hasta cuándo quedó, como se guardan en `Supresion.pasaron`.
Terminada = tuple[int, str | None, str]


def cargos(sin_ventanas: Collection[int] = ()) -> list[Cargo]:
    """Cada clase, de arriba abajo. Lo que terminó queda como está: es historia.

    `sin_ventanas`: las (claves primarias) que no hacen falta.
    """
    planes = Plan.objects.vivos().select_related("vigencia")
    actividades = Actividad.objects.vigentes().filter(plan__in=planes.order_by().values("pk"))
    lineas = ActividadPropuesta.objects.filter(propuesta__in=Propuesta.objects.abiertas().order_by().values("pk"))
    ventanas = VentanaFormulacion.objects.filter(vigencia__cerrada_en=None).select_related("vigencia", "dependencia")
    vencimientos = Vencimiento.objects.pendientes().select_related("informe")
    debidos = Exists(vencimientos.filter(informe=OuterRef("pk")).order_by())
    informes = InformeDeLey.objects.en_pie().filter(Q(vigencia__cerrada_en=None) | debidos)
    return [
        Cargo("planes", "Planes que coordina", planes),
        Cargo("actividades", "Actividades de que responde", actividades),
        Cargo("apoyos", "Actividades que apoya", actividades, "apoyos"),
        Cargo("propuestas", "Actividades de que responde en modificaciones en curso", lineas),
        Cargo("apoyos_propuestos", "Actividades que apoya en modificaciones en curso", lineas, "apoyos"),
        Cargo("compromisos", "Compromisos abiertos", Compromiso.objects.abiertos()),
        Cargo("informes_de_ley", "Informes de ley", informes),
        Cargo("vencimientos", "Informes de ley por presentar", vencimientos),
        Cargo("requerimientos", "Requerimientos por responder", Requerimiento.objects.pendientes()),
        Cargo("ventanas", "Ventanas de formulación", ventanas.exclude(pk__in=sin_ventanas)),
    ]


def membresias(hoy: date) -> Cargo:
    """Las membresías de instancias que no han terminado, de quienes las integran por su cargo en una dependencia."""
    sin_terminar = Miembro.objects.exclude(hasta__lt=hoy).select_related("instancia", "persona")
    return Cargo("membresias", "Miembros de instancias por su cargo en ella", sin_terminar)


def terminar_membresias(traslado: Traslado) -> list[Terminada]:
    """Terminan con la dependencia: el cargo ya no existe, y a quien lo suceda lo designa el acto de la instancia. La
    que no había empezado se anula. Devuelve las que terminaron.
    """
    hoy = en_bogota(traslado.ahora)
    ayer = hoy - timedelta(days=1)
    suyas = list(membresias(hoy).de(traslado.de).select_for_update(of=("self",)).order_by("pk"))
    en_lista = set(Asistencia.objects.filter(miembro__in=suyas).order_by().values_list("miembro", flat=True))
    sin_empezar = [miembro for miembro in suyas if miembro.desde > ayer and miembro.pk not in en_lista]
    registrar_en_lote(((una, "anular", {"desde": (una.desde, None)}) for una in sin_empezar), **traslado.quien)
    cambios, terminadas = [], []
    for miembro in suyas:
        if miembro in sin_empezar:
            miembro.delete()
            continue
        antes, miembro.hasta = miembro.hasta, max(ayer, miembro.desde)
        miembro.save(update_fields=["hasta"])
        cambios.append((miembro, "terminar", {"hasta": (antes, miembro.hasta)}))
        terminadas.append((miembro.pk, antes and antes.isoformat(), miembro.hasta.isoformat()))
    registrar_en_lote(cambios, **traslado.quien)
    return terminadas


def tomar_instancias(terminadas: Collection[Terminada]) -> None:
    """Toma las instancias de unas membresías que terminaron: mientras tanto nadie registra en ellas a otro miembro."""
    suyas = Miembro.objects.filter(pk__in=[clave for clave, *_ in terminadas]).order_by().values("instancia")
    list(Instancia.objects.filter(pk__in=suyas).select_for_update().order_by("pk").values_list("pk"))


def devolver_membresias(traslado: Traslado, terminadas: Collection[Terminada]) -> None:
    """Las que terminaron con la dependencia duran lo que iban a durar, donde nadie ocupó su lugar ni las cambió."""
    duraban = {clave: (antes and date.fromisoformat(antes), hasta) for clave, antes, hasta in terminadas}
    cambios = []
    for miembro in Miembro.objects.filter(pk__in=duraban).select_related("persona").order_by("pk"):
        antes, hasta = duraban[miembro.pk]
        if str(miembro.hasta) != hasta:
            continue
        otros = Miembro.objects.filter(instancia=miembro.instancia_id).exclude(pk=miembro.pk)
        if not problemas_de_miembro(miembro, otros.entre(miembro.desde, antes).select_related("persona")):
            cambios.append((miembro, "restablecer", {"hasta": (miembro.hasta, antes)}))
            miembro.hasta = antes
            miembro.save(update_fields=["hasta"])
    registrar_en_lote(cambios, **traslado.quien)


def sin_devolver(terminadas: Collection[Terminada]) -> list[Miembro]:
    """De unas membresías que terminaron con su dependencia, las que siguen terminadas."""
    hasta_de = {clave: hasta for clave, antes, hasta in terminadas if antes != hasta}
    suyas = Miembro.objects.filter(pk__in=hasta_de).select_related("persona", "instancia").order_by("pk")
    return [miembro for miembro in suyas if str(miembro.hasta) == hasta_de[miembro.pk]]


def _ventanas_que_ya_tiene(traslado: Traslado) -> list[int]:
    """Las de la que entrega, donde la otra ya tiene la suya para los mismos planes."""
    suyas = VentanaFormulacion.objects.filter(dependencia=traslado.a)
    iguales = suyas.filter(vigencia=OuterRef("vigencia"), clase=OuterRef("clase"))
    return list(
        VentanaFormulacion.objects.filter(Exists(iguales), dependencia=traslado.de).values_list("pk", flat=True)
    )


def tomar() -> None:
    """Toma los planes vivos y sus modificaciones abiertas: mientras tanto nadie escribe en ellos."""
    list(Plan.objects.vivos().select_for_update().order_by("pk").values_list("pk"))
    list(Propuesta.objects.abiertas().select_for_update().order_by("pk").values_list("pk"))


def pasar(traslado: Traslado, solo: Solo = None) -> dict[str, list[int]]:
    """Pasa lo vivo y devuelve qué pasó."""
    pasaron = {cargo.clave: cargo.pasar(traslado, solo) for cargo in cargos(_ventanas_que_ya_tiene(traslado))}
    # Quien responde por una actividad no la apoya además.
    for clase, clave, apoya in (
        (Actividad, "actividades", "apoyos"),
        (ActividadPropuesta, "propuestas", "apoyos_propuestos"),
    ):
        propia = clase.apoyos.field.m2m_field_name()
        de_mas = {f"{propia}__in": [*pasaron[clave], *pasaron[apoya]], f"{propia}__dependencia": traslado.a}
        clase.apoyos.through.objects.filter(dependencia=traslado.a, **de_mas).delete()
    # Quien decide sobre el plan o la modificación lo hace sobre lo que leyó, con sus actividades.
    de_planes = {una.plan_id for clave in ("actividades", "apoyos") for una in pasaron[clave]}
    Plan.objects.filter(pk__in=de_planes).update(version=F("version") + 1)
    de_propuestas = {una.propuesta_id for clave in ("propuestas", "apoyos_propuestos") for una in pasaron[clave]}
    Propuesta.objects.filter(pk__in=de_propuestas).update(version=F("version") + 1)
    return {clave: [fila.pk for fila in filas] for clave, filas in pasaron.items()}
