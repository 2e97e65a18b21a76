"""De qué se deriva cada hito del año, con lo que falta y de quién."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from furag.models import Medicion
from mipg.etiquetas import cantidad, direccion, fecha, porcentaje
from mipg.fechas import en_bogota, fin_de_trimestre, sumar_habiles
from mipg.portal.ciclo.lector import Lector
from mipg.portal.ciclo.momentos import Clase, Falta, Hito
from mipg.usuarios.roles import Permiso
from planes.models import Actividad, Plan, Sesion, Vencimiento
from planes.reglas import EDITABLES, de_ley
from planes.reglas.sesiones import ABIERTAS, DIAS_PARA_CERRAR
from politicas.models import Estrategia, Vigencia
from politicas.reglas.estrategias import dice_meses, ventana
from seguimiento.medidas import Renglon
from seguimiento.models import Cifra, Corte
from seguimiento.obligaciones import DIAS_PARA_REVISAR, desde_cuando_se_abre

PLANEACION = "Planeación"
YA_SE_DICEN = (Actividad.Estrategia.PLANES_INSTITUCIONALES, Actividad.Estrategia.PLANES_DE_POLITICA)
_DE_PLANEACION = ((Plan.Estado.EN_REVISION, "por decidir"), (Plan.Estado.APROBADO, "por publicar"))


class GrupoDePlanes(NamedTuple):
    """Cuántos planes de una clase y una dependencia están en un estado.

    De ellos, `publicos`: los que cualquiera puede leer; `retirados`: los que se retiraron de la publicación.
    """

    clase: str
    dependencia: int
    nombre: str
    estado: str
    n: int
    publicos: int
    retirados: int


def desde_que_se_abrio(vigencia: Vigencia, limite: date) -> date | None:
    """El día en que se abrió la vigencia: desde él toca formular sus planes. Nada, si se abrió pasado el límite."""
    abierta = vigencia.abierta_en and en_bogota(vigencia.abierta_en)
    return abierta if abierta and abierta <= limite else None


def de_planes(
    grupos: Iterable[GrupoDePlanes],
    lector: Lector,
    *,
    titulo: str,
    limite: date,
    desde: date | None = None,
    url: str,
    rotulo: str,
    por_crear: int = 0,
    cerrada: bool = False,
) -> Hito | None:
    """El plazo de formular y publicar los planes de una clase; nada, si a quien lee no le toca ninguno.

    `desde`: el día en que empieza a tocar formularlos. `url`: la lista de los de esa clase y vigencia. En una vigencia
    `cerrada` ya no falta ninguno.
    """
    entera = lector.ve_entera(Clase.PLAZO)
    suyos = [g for g in grupos if entera or g.dependencia in lector.dependencias]
    total, publicos = sum(g.n for g in suyos), sum(g.publicos for g in suyos)
    if not (total or entera):
        return None
    faltan = () if cerrada else tuple(_faltan_de_planes(suyos, lector, url, por_crear if entera else 0))
    # Lo que ya le entregó a Planeación no es deuda de la dependencia.
    los_tiene_planeacion = not (entera or cerrada or faltan) and total > publicos
    de_quien = "" if entera else " de su dependencia"
    if len(suyas := {g.dependencia for g in suyos}) == 1 and not entera:
        url += f"&dependencia={suyas.pop()}"
    # Los que se cerraron también se leen: con ellos, «publicados» no es un solo estado.
    en_publicado = sum(g.n for g in suyos if g.estado == Plan.Estado.PUBLICADO)
    return Hito(
        Clase.PLAZO,
        titulo,
        desde=desde,
        hasta=limite,
        hecho=None if los_tiene_planeacion or (cerrada and publicos < total) else total > 0 and not faltan,
        detalle="Los demás los tiene Planeación." if los_tiene_planeacion else "" if total else "Todavía no se crean.",
        cifra=f"{publicos} de {total}{de_quien} publicados" if total else "",
        url_cifra=f"{url}&estado={Plan.Estado.PUBLICADO}" if publicos and publicos == en_publicado else url,
        url=url,
        rotulo=rotulo,
        faltan=faltan,
    )


def _faltan_de_planes(grupos: Iterable[GrupoDePlanes], lector: Lector, url: str, por_crear: int) -> Iterable[Falta]:
    de_cada_una: Counter[tuple[int, str]] = Counter()
    por_estado: Counter[str] = Counter()
    for grupo in grupos:
        if grupo.estado in EDITABLES:
            de_cada_una[grupo.dependencia, grupo.nombre] += grupo.n
        else:
            por_estado[grupo.estado] += grupo.n - grupo.retirados
    for (dependencia, nombre), n in de_cada_una.items():
        suya = dependencia in lector.formula
        yield Falta(nombre, n, "por formular o corregir", f"{url}&dependencia={dependencia}", suya)
    decide = lector.puede(Permiso.PLAN_DECIDIR)
    for estado, que in _DE_PLANEACION if lector.ve_entera(Clase.PLAZO) else ():
        if por_estado[estado] > 0:
            yield Falta(PLANEACION, por_estado[estado], que, f"{url}&estado={estado}", decide)
    if por_crear:
        yield Falta(PLANEACION, por_crear, "por crear", url, decide)


def de_corte(
    corte: Corte, lector: Lector, *, hoy: date, asuetos: Collection[date] = (), faltan: Iterable[Falta] = ()
) -> Hito:
    """La captura de un corte; si la ventana ya pasó y no ha cerrado, lo que toca es revisarlo y cerrarlo.

    `faltan`: los reportes que faltan en el que se captura.
    """
    url, lleva = direccion("seguimiento:corte_detalle", corte.pk), lector.puede(Permiso.CORTE_GESTIONAR)
    entera = lector.ve_entera(Clase.CAPTURA)
    hito = Hito(
        Clase.CAPTURA,
        f"Captura de {corte}",
        desde=corte.abre,
        hasta=corte.cierra,
        hecho=corte.esta_cerrado,
        url=url,
        rotulo=f"T{corte.trimestre}",
        faltan=tuple(faltan),
    )
    if corte.esta_cerrado:
        return replace(hito, titulo=f"Cierre de {corte}", detalle=f"Cifras congeladas el {fecha(corte.cerrado_en)}.")
    if not entera:
        # Abrirlo y cerrarlo es de Planeación: a cada dependencia sólo le toca reportar en su ventana.
        hito = replace(hito, hecho=False if hito.faltan else None)
    if not entera and corte.esta_abierto and hoy > corte.cierra:
        return replace(hito, detalle="La captura terminó; falta que Planeación lo cierre.")
    if corte.esta_abierto and hoy > corte.cierra:
        decide = sumar_habiles(corte.cierra, DIAS_PARA_REVISAR, asuetos)
        por_cerrar = Falta(PLANEACION, 1, "corte por cerrar", url, lleva, decide)
        titulo, detalle = f"Revisión y cierre de {corte}", "La captura terminó."
        return replace(hito, titulo=titulo, detalle=detalle, hasta=decide, faltan=(*hito.faltan, por_cerrar))
    if not corte.esta_abierto and hoy >= corte.abre:
        por_abrir = (Falta(PLANEACION, 1, "corte por abrir", url, lleva, corte.abre),) if entera else ()
        return replace(hito, detalle="Falta que Planeación lo abra.", faltan=por_abrir)
    return hito


def con_cifra(hito: Hito, cifra: Cifra | None) -> Hito:
    """El hito de un corte cerrado con el cumplimiento de la entidad, que lleva a su tablero."""
    if cifra is None:
        return hito
    url = f"{reverse('seguimiento:tablero')}?corte={cifra.corte_id}"
    return replace(hito, cifra=f"Cumplimiento de {porcentaje(cifra.cumplimiento)}", url_cifra=url)


def de_informe(vencimiento: Vencimiento, lector: Lector) -> Hito:
    """Un informe de ley de quien lee."""
    url, faltan = direccion("planes:vencimiento_detalle", vencimiento.pk), ()
    if vencimiento.estado == Vencimiento.Estado.PENDIENTE:
        suya = lector.puede(Permiso.LEY_DE_CONTROL) or vencimiento.dependencia_id in lector.formula
        faltan = (Falta(str(vencimiento.dependencia), 1, "informe por presentar", url, suya),)
    return Hito(
        Clase.INFORME,
        str(vencimiento),
        hasta=vencimiento.vence,
        hecho=not faltan,
        url=url,
        faltan=faltan,
    )


def de_informes(
    vigencia: Vigencia, *, total: int, presentados: int, pronto: Iterable[tuple[str, int, bool, int, date]]
) -> Hito:
    """Los informes de ley de toda la entidad.

    `pronto`: de cada dependencia (nombre y clave), si son los vencidos, cuántos debe y cuándo vence el primero.
    """
    url = f"{reverse('planes:vencimiento_lista')}?vigencia={vigencia.pk}"
    faltan = []
    for quien, dependencia, paso, n, vence in pronto:
        cuales = de_ley.Situacion.VENCIDO if paso else de_ley.Situacion.POR_VENCER
        faltan.append(
            Falta(quien, n, "por presentar", f"{url}&dependencia={dependencia}&situacion={cuales}", vence=vence)
        )
    return Hito(
        Clase.INFORME,
        "Informes de ley",
        desde=date(vigencia.anio, 1, 1),
        hasta=fin_de_trimestre(vigencia.anio, 4),
        hecho=presentados == total,
        cifra=f"{presentados} de {total} presentados",
        url=url,
        url_cifra=url,
        faltan=tuple(faltan),
    )


def de_medicion(medicion: Medicion) -> Hito:
    """La captura de una medición en el aplicativo nacional: no se sabe si se hizo: pasa cuando pasa su fecha."""
    publicada = medicion.fecha_publicacion
    return Hito(
        Clase.PLAZO,
        f"Captura del FURAG, vigencia medida {medicion.anio}",
        desde=medicion.abre,
        hasta=medicion.cierra,
        detalle=f"Resultados publicados el {fecha(publicada)}." if publicada else "",
        url=direccion("furag:medicion_detalle", medicion.anio),
        rotulo="FURAG",
    )


def de_sesion(sesion: Sesion, lector: Lector, *, hoy: date, asuetos: Collection[date] = ()) -> Hito:
    """Una sesión del Comité y, si ya fue, su acta por cerrar."""
    url, faltan = direccion("planes:sesion_detalle", sesion.pk), ()
    if sesion.estado in ABIERTAS and sesion.fecha < hoy:
        vence = sumar_habiles(sesion.fecha, DIAS_PARA_CERRAR, asuetos)
        faltan = (Falta(PLANEACION, 1, "acta por cerrar", url, lector.puede(Permiso.SESION_GESTIONAR), vence),)
    return Hito(
        Clase.SESION,
        str(sesion),
        hasta=sesion.fecha,
        hecho=sesion.estado not in ABIERTAS,
        detalle=f"{sesion.instancia}.{' Falta cerrar su acta.' if faltan else ''}",
        url=url,
        faltan=faltan,
    )


def de_vigencia(anio: int, lector: Lector, *, abierta: bool, hoy: date) -> Hito:
    """Abrir la vigencia `anio`: desde el 1 de diciembre anterior y antes de que empiece."""
    desde, url = desde_cuando_se_abre(anio), reverse("seguimiento:vigencia_crear")
    suya = lector.puede(Permiso.VIGENCIA_EDITAR)
    return Hito(
        Clase.PLAZO,
        f"Apertura de la vigencia {anio}",
        desde=desde,
        hasta=fin_de_trimestre(anio - 1, 4),
        hecho=abierta,
        url=url if suya else "",
        rotulo=str(anio),
        faltan=() if abierta or hoy < desde else (Falta(PLANEACION, 1, "vigencia por abrir", url, suya),),
    )


def de_estrategia(
    estrategia: Estrategia, lector: Lector, responden: tuple[str, ...] = (), renglon: Renglon | None = None
) -> Hito:
    """Una estrategia del plan de implementación, con las fechas que el documento sí trae.

    `responden`: sus dueños; `renglon`: su actividad, con lo que el sistema mide y lo aceptado, si el año tiene plan.
    """
    # Los meses que escribió sitúan en el año; se dicen con sus palabras. Sin nada escrito no se supone todo el año.
    con_dia = estrategia.fecha_fin is not None
    desde, hasta = ventana(estrategia) if con_dia or dice_meses(estrategia) else (estrategia.fecha_inicio, None)
    hito = Hito(
        Clase.ESTRATEGIA,
        str(estrategia),
        desde=desde,
        hasta=hasta,
        texto="" if con_dia else estrategia.fecha_texto,
        rotulo=str(estrategia.numero),
        responden=responden,
    )
    if renglon is None:
        return hito
    medida, url = renglon.medida, direccion("seguimiento:actividad_avance", renglon.actividad.pk)
    hito = replace(hito, url=url, detalle=_al_lado(renglon))
    if not medida.se_mide:
        return hito
    entera = lector.ve_entera(Clase.ESTRATEGIA)
    faltan = tuple(_faltan_de_estrategia(renglon, lector))
    hecho = medida.hechos >= (medida.de or 0)
    return replace(
        hito,
        cifra=medida.texto,
        url_cifra=medida.url,
        hecho=hecho if hecho or faltan or entera else None,
        faltan=faltan,
    )


def _faltan_de_estrategia(renglon: Renglon, lector: Lector) -> Iterable[Falta]:
    actividad, medida = renglon.actividad, renglon.medida
    if not lector.ve_entera(Clase.ESTRATEGIA) and actividad.dependencia_id not in lector.dependencias:
        return
    # Los planes de las dos primeras ya se dicen, uno por uno, en sus plazos.
    if medida.hechos < (medida.de or 0) and actividad.estrategia not in YA_SE_DICEN:
        suya = actividad.dependencia_id in lector.reporta
        url = medida.url or direccion("seguimiento:actividad_avance", actividad.pk)
        yield Falta(str(actividad.dependencia), medida.de - medida.hechos, f"de {medida.de} sin cumplir", url, suya)


def _al_lado(renglon: Renglon) -> str:
    """Lo aceptado, al lado de lo que el sistema mide; y por qué no lo mide."""
    medida, actividad = renglon.medida, renglon.actividad
    dichos = [] if medida.se_mide else [medida.texto]
    if renglon.aceptado is None:
        dichos.append("Nada aceptado todavía.")
    else:
        dichos.append(f"Aceptado: {cantidad(renglon.aceptado)} {actividad.unidad}.")
    if renglon.difiere:
        dichos.append("Lo aceptado difiere de lo que mide el sistema.")
    return " ".join(dichos)
