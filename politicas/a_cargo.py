"""Lo que una dependencia tiene a cargo en las políticas: sus enlaces. El catálogo no cambia: lo dice un documento."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from mipg.bitacora.acciones import registrar
from mipg.fechas import en_bogota
from mipg.usuarios.a_cargo import Cargo, Solo, Traslado
from politicas.models import EnlacePolitica, Instancia, Jornada, ResponsabilidadPolitica, TipoPlan


def enlaces(hoy: date) -> Cargo:
    """Los enlaces de política que valen en la fecha o después."""
    filas = EnlacePolitica.objects.sin_terminar(hoy).select_related("politica", "dependencia", "persona")
    return Cargo("enlaces_de_politica", "Enlaces de política", filas)


def secretarias() -> Cargo:
    """Las instancias de que es secretaría técnica: sin una, nadie lleva sus sesiones."""
    return Cargo(
        "secretarias", "Instancias de que es secretaría técnica", Instancia.objects.all(), "secretaria_tecnica"
    )


def pasar_secretarias(traslado: Traslado, solo: Solo = None) -> list[int]:
    """Las lleva la otra, y devuelve cuáles pasaron."""
    return [instancia.pk for instancia in secretarias().pasar(traslado, solo)]


def jornadas() -> list[Cargo]:
    """Las jornadas que no se han hecho: las que hace y a las que está convocada."""
    por_hacer = Jornada.objects.programadas()
    return [
        Cargo("jornadas", "Jornadas por hacer", por_hacer),
        Cargo("jornadas_convocadas", "Jornadas a que está convocada", por_hacer, "dependencias"),
    ]


def pasar_jornadas(traslado: Traslado, solo: Solo = None) -> dict[str, list[int]]:
    """Las hace la otra y a ella se la convoca; devuelve cuáles pasaron."""
    return {cargo.clave: [jornada.pk for jornada in cargo.pasar(traslado, solo)] for cargo in jornadas()}


def del_catalogo() -> list[Cargo]:
    """Lo que los documentos dicen que le toca: el año que se abra lo formula quien la suceda."""
    responden = (
        ResponsabilidadPolitica.objects.filter(fuente__retirada_en=None)
        .filter(rol__in=ResponsabilidadPolitica.QUE_RESPONDEN)
        .select_related("politica", "instancia")
    )
    # La que responde por una política de dos modos lo hace por una sola.
    antes = responden.filter(politica=OuterRef("politica"), dependencia=OuterRef("dependencia"), pk__lt=OuterRef("pk"))
    return [
        Cargo("tipos", "Planes institucionales que le tocan cada año", TipoPlan.objects.all()),
        Cargo("responsabilidades", "Políticas de que responde", responden.exclude(Exists(antes.order_by()))),
    ]


def pasar_enlaces(traslado: Traslado, solo: Solo = None) -> list[int]:
    """Designa los mismos enlaces en la otra dependencia, desde hoy, donde no los hay; los que hay terminan.

    Devuelve las claves primarias de los que quedaron en la otra.
    """
    hoy = en_bogota(traslado.ahora)
    suyos = enlaces(hoy).que_pasan(traslado, solo).select_for_update(of=("self",)).order_by("pk")
    con_enlace = set(enlaces(hoy).de(traslado.a).order_by().values_list("politica", flat=True))
    quedaron = []
    for enlace in suyos:
        cambia = {"dependencia": (traslado.de.nombre, traslado.a.nombre)}
        pasa = enlace.politica_id not in con_enlace
        if pasa and enlace.desde < hoy:
            # Lo que ya fue enlace queda donde lo fue.
            nuevo = EnlacePolitica(
                politica=enlace.politica, dependencia=traslado.a, persona=enlace.persona, desde=hoy, hasta=enlace.hasta
            )
            _terminar(enlace, traslado, hoy)
            nuevo.save()
            registrar(nuevo, verbo="trasladar", cambios=cambia, **traslado.quien)
            quedaron.append(nuevo.pk)
        elif pasa:
            enlace.dependencia = traslado.a
            enlace.save(update_fields=["dependencia"])
            registrar(enlace, verbo="trasladar", cambios=cambia, **traslado.quien)
            quedaron.append(enlace.pk)
        elif enlace.desde < hoy:
            _terminar(enlace, traslado, hoy)
        else:
            registrar(enlace, verbo="anular", cambios={"desde": (enlace.desde, None)}, **traslado.quien)
            enlace.delete()
    return quedaron


def _terminar(enlace: EnlacePolitica, traslado: Traslado, hoy: date) -> None:
    antes, enlace.hasta = enlace.hasta, hoy - timedelta(days=1)
    enlace.save(update_fields=["hasta"])
    registrar(enlace, verbo="terminar", cambios={"hasta": (antes, enlace.hasta)}, **traslado.quien)
