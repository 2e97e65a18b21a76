"""El micrositio público: lo que cualquiera lee sin sesión. Sólo planes publicados y cifras de cortes cerrados."""

from itertools import groupby

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from furag import cifras as de_la_medicion
from mipg.portal import mapa
from mipg.portal.contexto import MENU_PUBLICO, OTRAS_PUBLICAS, SOBRE_EL_SITIO
from mipg.portal.forms import PlanesPublicosForm
from mipg.portal.publico import publica
from mipg.portal.responsables import participan
from planes.models import Plan
from politicas.contradicciones import papeles_publicos
from politicas.models import (
    Dimension,
    Estrategia,
    Indice,
    Norma,
    PlanteamientoDelAnio,
    Politica,
    VersionModelo,
    Vigencia,
)
from politicas.reglas import Linea
from seguimiento.informes import plan_publicado
from seguimiento.models import Cifra, Corte

Ambito = Cifra.Ambito
PLANES_POR_PAGINA = 40  # los de una vigencia caben: los institucionales, los de política y el de implementación


# --- El modelo ----------------------------------------------------------------------------------------------


def _que_rige() -> tuple[Vigencia | None, int]:
    """La vigencia actual y su año; antes de abrir la primera, ninguna y el año que corre."""
    hoy = timezone.localdate()
    vigencia = Vigencia.objects.actual(hoy)
    return vigencia, vigencia.anio if vigencia else hoy.year


def _politicas():
    """Las que rigen: las de la vigencia y, sin ella, las de la versión activa del modelo."""
    return Politica.objects.que_rigen(_que_rige()[0]).por_dimension().select_related("dimension__version")


def _por_dimension(politicas) -> list[tuple[Dimension, list[Politica]]]:
    return [(dimension, list(suyas)) for dimension, suyas in groupby(politicas, key=lambda p: p.dimension)]


def _cifras(corte: Corte | None, ambito: str) -> dict[int, Cifra]:
    """Las que se pueden publicar de un corte cerrado, por el registro que miden."""
    if corte is None:
        return {}
    return {cifra.clave: cifra for cifra in Cifra.objects.publicadas().filter(corte=corte, ambito=ambito)}


def _otra_version(corte: Corte | None, dimensiones) -> VersionModelo | None:
    """La versión del modelo con que se midió el corte, si no es la de estas dimensiones."""
    if corte is None or not dimensiones or corte.vigencia.version_id == dimensiones[0][0].version_id:
        return None
    return corte.vigencia.version


@publica
@require_safe
def micrositio(request):
    """La portada: qué es MIPG, el mapa de dimensiones y políticas, y en qué van."""
    dimensiones = _por_dimension(_politicas())
    corte = Corte.objects.ultimo_cerrado()
    cifras = _cifras(corte, Ambito.DIMENSION)
    avances = [(dimension, cifras.get(dimension.pk)) for dimension, _ in dimensiones] if cifras else []
    otra_version = _otra_version(corte, dimensiones)
    contexto = {
        "dimensiones": dimensiones,
        "version": dimensiones[0][0].version if dimensiones else None,
        "politicas": sum(len(suyas) for _, suyas in dimensiones),
        "mapa": mapa.trazar(dimensiones),
        "corte": corte,
        # Las de otra versión no son éstas: se muestran como se midieron, sin llevar a ninguna.
        "avances": [(None, cifra) for cifra in cifras.values()] if otra_version else avances,
        "otra_version": otra_version,
        "planes": Plan.objects.publicados().count(),
    }
    return render(request, "portal/micrositio.html", contexto)


@publica
@require_safe
def que_es_mipg(request):
    """Qué es el modelo, para qué sirve, con qué objetivo y alcance lo implementa la entidad, y cómo se mide."""
    _, anio = _que_rige()
    estrategias = list(Estrategia.objects.que_rigen(anio))
    planteamiento = PlanteamientoDelAnio.objects.que_rige(anio)
    del_documento = Estrategia.objects.filter(anio=planteamiento.anio) if planteamiento else Estrategia.objects.none()
    contexto = {
        "dimensiones": _por_dimension(_politicas()),
        "planteamiento": planteamiento,
        "estrategias": estrategias,
        # Las notas hablan de la letra del documento: son las de su año, no las de las que se heredaron de él.
        "notas": del_documento.exclude(nota="").order_by("numero"),
        "migas": [("Qué es MIPG", None)],
    }
    return render(request, "portal/que_es_mipg.html", contexto)


@publica
@require_safe
def marco_normativo(request):
    """Las normas del modelo, cada una con quien la expidió. No se listan las de otras entidades."""
    normas = Norma.objects.exclude(ambito=Norma.Ambito.OTRA_ENTIDAD)
    contexto = {
        "grupos": [(rotulo, [n for n in normas if n.ambito == ambito]) for ambito, rotulo in Norma.Ambito.choices],
        "migas": [("Marco normativo", None)],
    }
    return render(request, "portal/marco_normativo.html", contexto)


@publica
@require_safe
def actores(request):
    """Quiénes participan: instancias y dependencias, nunca personas."""
    quienes = participan(list(_politicas()), _que_rige()[1])
    contexto = {**quienes, "migas": [("Actores", None)]}
    return render(request, "portal/actores.html", contexto)


@publica
@require_safe
def dimension_publica(request, orden: int):
    """Una dimensión: su propósito, sus políticas con quien responde por ellas y su avance."""
    dimensiones = _por_dimension(_politicas())
    lugar = next((n for n, (dimension, _) in enumerate(dimensiones) if dimension.orden == orden), None)
    if lugar is None:
        raise Http404
    dimension, politicas = dimensiones[lugar]
    corte = Corte.objects.ultimo_cerrado()
    cifras = _cifras(corte, Ambito.POLITICA)
    lineas = Politica.objects.lineas(politicas) if corte else {}
    papeles = papeles_publicos(politicas, _que_rige()[1])
    contexto = {
        "dimension": dimension,
        "politicas": [
            (
                politica,
                papeles[politica.pk],
                _medida(cifras, lineas, politica, corte),
            )
            for politica in politicas
        ],
        "corte": corte,
        "otra_version": _otra_version(corte, dimensiones),
        "cifra": _cifras(corte, Ambito.DIMENSION).get(dimension.pk),
        "anterior": dimensiones[lugar - 1][0] if lugar else None,
        "siguiente": dimensiones[lugar + 1][0] if lugar + 1 < len(dimensiones) else None,
        "migas": [(dimension.nombre, None)],
    }
    return render(request, "portal/dimension_publica.html", contexto)


@publica
@require_safe
def politica_publica(request, numero: int):
    """Una política: quién responde por ella, su plan publicado y su avance en los cortes cerrados."""
    politica = get_object_or_404(_politicas(), numero_plan=numero)
    linea = Politica.objects.linea(politica)
    corte = Corte.objects.ultimo_cerrado()
    cifras = Cifra.objects.publicadas().filter(ambito=Ambito.POLITICA, clave__in=linea.claves)
    de_la_vigencia = (
        list(cifras.filter(corte__vigencia=corte.vigencia).select_related("corte").order_by("corte__trimestre"))
        if corte
        else []
    )
    planes = list(
        Plan.objects.publicados()
        .con_version()
        .filter(politica__in=linea.claves)
        .order_by("-vigencia__anio", "clase", "pk")
    )
    contexto = {
        "politica": politica,
        "dimension": politica.dimension,
        "papeles": papeles_publicos([politica], _que_rige()[1])[politica.pk],
        "indices": Indice.objects.que_miden(politica.pk).select_related("politica__dimension__version"),
        "version_sin_indices": not Indice.objects.de_la_version(politica.dimension.version_id).exists(),
        "linea": linea,
        "corte": corte,
        "otra_version": linea.dichos.get(corte.vigencia.version_id, "") if corte else "",
        "cortes": de_la_vigencia,
        "cifra": next((c for c in de_la_vigencia if c.corte_id == corte.pk), None),
        "cifra_dimension": _cifras(corte, Ambito.DIMENSION).get(politica.dimension_id),
        "planes": _con_pdf(planes),
        "ficha": _ultima_ficha(linea),
        "migas": [
            (politica.dimension.nombre, reverse("portal:dimension_publica", args=[politica.dimension.orden])),
            (politica.nombre, None),
        ],
    }
    return render(request, "portal/politica_publica.html", contexto)


def _ultima_ficha(linea: Linea) -> tuple[int, str] | None:
    """La última vigencia que la midió y con qué código; `None` si ninguna."""
    medidas = de_la_medicion.politicas_medidas(de_la_medicion.cargas())
    suyas = {anio: codigo for anio, de_anio in medidas.items() for pk, codigo in de_anio.items() if pk in linea.claves}
    return max(suyas.items(), default=None)


def _medida(cifras: dict[int, Cifra], lineas: dict[int, Linea], politica: Politica, corte: Corte | None):
    """La cifra de la política en el corte, de la que en su versión del modelo es la misma."""
    misma = lineas[politica.pk].por_version.get(corte.vigencia.version_id) if corte else None
    return cifras.get(misma.pk) if misma else None


# --- Planes publicados --------------------------------------------------------------------------------------


def _con_pdf(planes: list[Plan]) -> list[tuple]:
    """Cada plan con su PDF, o `None` si todavía se prepara."""
    emitidos = plan_publicado.emitidos(planes)
    return [(plan, emitidos.get(plan.pk)) for plan in planes]


@publica
@require_safe
def plan_publico_lista(request):
    """Los planes publicados, por vigencia, con su versión, su fecha y su PDF; `?q=`, `?vigencia=` y `?clase=`."""
    publicados = Plan.objects.publicados()
    form = PlanesPublicosForm(request.GET, publicados=publicados)
    planes = form.filtrar(publicados.con_version())
    pagina = Paginator(planes, PLANES_POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {
        "form": form,
        "page_obj": pagina,
        "grupos": [
            (vigencia, list(suyos))
            for vigencia, suyos in groupby(_con_pdf(list(pagina.object_list)), key=lambda par: par[0].vigencia)
        ],
        "hay_filtros": any(request.GET.get(campo) for campo in form.fields),
        "migas": [("Planes publicados", None)],
    }
    return render(request, "portal/plan_publico_lista.html", contexto)


# --- Sobre el micrositio ------------------------------------------------------------------------------------


@publica
@require_safe
def accesibilidad(request):
    """Declaración de accesibilidad (Resolución MinTIC 1519 de 2020, anexo 1)."""
    return render(request, "portal/accesibilidad.html", {"migas": [("Declaración de accesibilidad", None)]})


@publica
@require_safe
def privacidad(request):
    """Aviso de privacidad (Ley 1581 de 2012) y condiciones de uso."""
    contexto = {"migas": [("Políticas de privacidad y condiciones de uso", None)]}
    return render(request, "portal/privacidad.html", contexto)


@publica
@require_safe
def mapa_sitio(request):
    """Todas las páginas públicas, para personas."""
    contexto = {
        "secciones": (*MENU_PUBLICO, *OTRAS_PUBLICAS),
        "dimensiones": _por_dimension(_politicas()),
        "legales": SOBRE_EL_SITIO,
        "migas": [("Mapa del sitio", None)],
    }
    return render(request, "portal/mapa_sitio.html", contexto)


@publica
@require_safe
def sitemap(request):
    """Todas las páginas públicas, para buscadores (formato sitemaps.org, hasta 50.000 direcciones)."""
    politicas = list(_politicas())
    rutas = list(dict.fromkeys(entrada.url for entrada in (*MENU_PUBLICO, *OTRAS_PUBLICAS, *SOBRE_EL_SITIO)))
    rutas += [
        reverse("portal:dimension_publica", args=[o]) for o in dict.fromkeys(p.dimension.orden for p in politicas)
    ]
    rutas += [reverse("portal:politica_publica", args=[p.numero_plan]) for p in politicas]
    de_fichas = de_la_medicion.politicas_medidas(de_la_medicion.cargas()[:1]).values()
    rutas += [reverse("portal:ficha_publica", args=[codigo]) for suyos in de_fichas for codigo in suyos.values()]
    planes = Plan.objects.publicados().values_list("pk", flat=True)[:45_000]
    rutas += [reverse("portal:plan_publico", args=[pk]) for pk in planes]
    contexto = {"direcciones": [settings.BASE_URL + ruta for ruta in rutas]}
    return render(request, "portal/sitemap.xml", contexto, content_type="application/xml")


@publica
@require_safe
def robots(request):
    """Lo que los buscadores pueden recorrer: el micrositio, no el portal."""
    contexto = {"sitemap": settings.BASE_URL + reverse("portal:sitemap")}
    return render(request, "portal/robots.txt", contexto, content_type="text/plain; charset=utf-8")
