"""Las partes del inicio: lo que cada rol vino a hacer. Quien reúne varios roles ve las de cada uno, sin repetir.

Cada parte se lee en un número fijo de consultas y dice cuánto urge; el inicio las pone en ese orden.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from functools import cached_property

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q
from django.urls import reverse

from mipg.avisos.models import Mensaje
from mipg.expediente.models import Emision
from mipg.fechas import en_bogota, habiles_entre, sumar_habiles
from mipg.portal import ciclo, plazos
from mipg.usuarios.models import Asignacion, Usuario
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso, Rol
from planes.models import Plan
from planes.obligaciones import ACTO, DE_QUIEN_FORMULA, VERBOS
from planes.obligaciones import pendientes as de_planes
from politicas.models import EnlacePolitica, Estrategia, ResponsabilidadPolitica, Vigencia
from politicas.reglas import difieren
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.obligaciones import DIAS_PARA_REVISAR
from seguimiento.obligaciones import pendientes as de_avances
from seguimiento.querysets import ENVIADOS, SIN_AVAL
from seguimiento.views.piezas import CLASES_DE_AVANCE

A_LA_VISTA = 5
ACTIVIDADES_A_LA_VISTA = 8
ATRASADAS = 10
CORTES_A_LA_VISTA = 8
INFORMES_A_LA_VISTA = 3
DIAS_DE_RELEVO = 30


class Urgencia(IntEnum):
    """Qué va primero en el inicio."""

    VENCIDO = 0
    HOY = 1
    PRONTO = 2
    CONSULTA = 3


@dataclass(frozen=True)
class Parte:
    """Una sección del inicio: su plantilla es `portal/inicio_<codigo>.html` y recibe `datos`."""

    codigo: str
    urgencia: Urgencia
    datos: Mapping[str, object] = field(default_factory=dict)

    @property
    def plantilla(self) -> str:
        """La plantilla que la pinta."""
        return f"portal/inicio_{self.codigo}.html"


@dataclass
class Panorama:
    """Lo que varias partes miran: quién es la persona hoy, el corte que se captura y el último cerrado."""

    perfil: Perfil
    asuetos: frozenset[date]
    abierto: Corte | None

    @property
    def hoy(self) -> date:
        """El día que se mira."""
        return self.perfil.hoy

    @cached_property
    def cerrado(self) -> Corte | None:
        """El último corte cerrado."""
        return Corte.objects.ultimo_cerrado()

    @cached_property
    def proximo(self) -> Corte | None:
        """El corte programado que sigue."""
        return (
            Corte.objects.filter(estado=Corte.Estado.PROGRAMADO, vigencia__in=Vigencia.objects.abiertas())
            .select_related("vigencia")
            .order_by("abre")
            .first()
        )

    @cached_property
    def vigencia(self) -> Vigencia | None:
        """La que corre."""
        return Vigencia.objects.actual()

    def del_abierto(self):
        """Los reportes que la persona ve del corte abierto; ninguno si no hay corte."""
        visibles = Avance.objects.visibles_para(self.perfil)
        return visibles.del_corte(self.abierto) if self.abierto else visibles.none()

    def plazo(self, vence: date) -> tuple[str, str]:
        """Cuánto falta para una fecha, en palabras, y la clase de su insignia."""
        frase = plazos.en_palabras(habiles_entre(self.hoy, vence, self.asuetos), vence, self.hoy)
        return frase, plazos.CLASES[plazos.grupo_de(vence, self.hoy)] or "info"

    def espera(self, avance: Avance) -> int:
        """Días hábiles que un reporte enviado lleva esperando."""
        return habiles_entre(en_bogota(avance.reportado_en), self.hoy, self.asuetos)

    def planes_por(self, *verbos: str) -> list[plazos.Pendiente]:
        """Lo que la persona debe en la formulación, de esos verbos, lo que vence antes primero."""
        suyas = sorted(o for o in self._de_planes if o.verbo in verbos)
        return plazos.con_plazo(suyas, self.hoy, self.asuetos)

    @cached_property
    def _de_planes(self) -> list:
        return list(de_planes(self.hoy, self.perfil.persona))

    @cached_property
    def publicados(self) -> list["Publicados"]:
        """Planes publicados de la vigencia que corre, por clase."""
        return publicados(self.vigencia) if self.vigencia else []

    def urgencia_de(self, vence: date) -> Urgencia:
        """Vencido, esta semana o después."""
        grupos = {plazos.VENCIDAS: Urgencia.VENCIDO, plazos.SEMANA: Urgencia.HOY}
        return grupos.get(plazos.grupo_de(vence, self.hoy), Urgencia.PRONTO)


# --- Enlace ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PorReportar:
    """Un reporte que la persona debe, con su plazo dicho en días hábiles."""

    avance: Avance
    vence: date
    plazo: str
    clase: str

    @property
    def clase_del_estado(self) -> str:
        """Variante de la insignia de su estado."""
        return CLASES_DE_AVANCE[self.avance.estado]


def reporte(panorama: Panorama) -> Parte | None:
    """Sus actividades del corte abierto: cuántas lleva, cuál sigue y hasta cuándo. El jefe, sólo si le tocan."""
    corte, perfil = panorama.abierto, panorama.perfil
    es_enlace = Rol.ENLACE in perfil.roles
    if corte is None or panorama.hoy < corte.abre:
        return Parte("reporte", Urgencia.CONSULTA, {"corte": None, "proximo": panorama.proximo}) if es_enlace else None
    vencen = {
        int(o.clave.split(":")[1]): o.vence
        for o in de_avances(panorama.hoy, perfil.persona)
        if o.verbo in ("Reportar", "Corregir")
    }
    if not es_enlace and not vencen:
        return None
    enviados = (
        Avance.objects.del_corte(corte)
        .de_quien_reporta(perfil)
        .filter(estado__in=ENVIADOS)
        .aggregate(n=Count("pk"), aceptados=Count("pk", filter=Q(estado="ACEPTADO")))
    )
    faltan = Avance.objects.filter(pk__in=vencen)
    estados = dict(faltan.order_by().values_list("estado").annotate(n=Count("pk")))
    por_hacer = [
        PorReportar(avance, vencen[avance.pk], *panorama.plazo(vencen[avance.pk])) for avance in _lo_que_sigue(faltan)
    ]
    total = enviados["n"] + len(vencen)
    return Parte(
        "reporte",
        min(map(panorama.urgencia_de, vencen.values()), default=Urgencia.CONSULTA),
        {
            "corte": corte,
            "total": total,
            "reportadas": enviados["n"],
            "avanzado": round(100 * enviados["n"] / total) if total else None,
            "aceptados": enviados["aceptados"],
            "devueltos": estados.get("DEVUELTO", 0),
            "borradores": estados.get("BORRADOR", 0),
            "por_hacer": por_hacer,
            "primera": por_hacer[0] if por_hacer else None,
            "mas": len(vencen) - len(por_hacer),
        },
    )


def _lo_que_sigue(faltan) -> Iterable[Avance]:
    """Lo que falta: primero lo devuelto, después lo empezado y lo demás en el orden de los planes."""
    return (
        faltan.select_related("actividad__plan")
        .annotate(
            devuelto=ExpressionWrapper(Q(estado="DEVUELTO"), BooleanField()),
            empezado=ExpressionWrapper(Q(estado="BORRADOR"), BooleanField()),
        )
        .order_by("-devuelto", "-empezado", "actividad__plan", "actividad__orden", "pk")[:ACTIVIDADES_A_LA_VISTA]
    )


# --- Jefe ------------------------------------------------------------------------------------------------------


def jefatura(panorama: Panorama) -> Parte:
    """Lo que espera su aval, los planes que formula y cómo va la oficina."""
    perfil, corte = panorama.perfil, panorama.abierto
    suyas = perfil.dependencias(Permiso.AVANCE_AVALAR)
    por_avalar, de_la_oficina, por_persona, sin_asignar = [], {}, [], []
    if corte:
        cola = panorama.del_abierto().por_avalar(perfil)
        por_avalar = [
            (avance, panorama.espera(avance))
            for avance in cola.select_related("actividad__plan", "reportado_por").order_by("reportado_en", "pk")[
                :A_LA_VISTA
            ]
        ]
        propios = Avance.objects.del_corte(corte).filter(actividad__dependencia__in=suyas)
        de_la_oficina = propios.con_embudo() | {"por_avalar": cola.count()}
        por_persona = list(
            propios.sin_enviar()
            .filter(Q(esperado=True) | Q(estado="BORRADOR"))
            .order_by()
            .values(quien=F("actividad__enlace__nombre"))
            .annotate(n=Count("pk"))
            .order_by("-n", F("quien").asc(nulls_last=True))[:ACTIVIDADES_A_LA_VISTA]
        )
        if any(fila["quien"] is None for fila in por_persona):
            enlaces = Asignacion.objects.vigentes(panorama.hoy).filter(rol=Rol.ENLACE, dependencia__in=suyas)
            sin_asignar = list(enlaces.order_by("persona__nombre").values_list("persona__nombre", flat=True).distinct())
    planes = panorama.planes_por(*(VERBOS[estado] for estado in DE_QUIEN_FORMULA))
    faltan = de_la_oficina.get("esperados", 0) - de_la_oficina.get("enviados", 0)
    vencido = bool(corte and faltan and panorama.hoy > corte.cierra) or any(p.grupo == plazos.VENCIDAS for p in planes)
    toca = por_avalar or planes
    return Parte(
        "jefatura",
        Urgencia.VENCIDO if vencido and toca else Urgencia.HOY if por_avalar else Urgencia.PRONTO,
        {
            "corte": corte,
            "por_avalar": por_avalar,
            "oficina": de_la_oficina,
            "embudo": embudo(de_la_oficina, corte, una_dependencia=next(iter(suyas), None) if len(suyas) == 1 else None)
            if de_la_oficina
            else [],
            "faltan": faltan,
            "tarde": faltan if corte and panorama.hoy > corte.cierra else 0,
            "por_persona": por_persona,
            "sin_asignar": sin_asignar,
            "planes": planes[:A_LA_VISTA],
            "mas_planes": len(planes) - len(planes[:A_LA_VISTA]),
            "cerrado": panorama.cerrado,
            "cifras": _cifras(panorama.cerrado, ambito=Cifra.Ambito.DEPENDENCIA, clave__in=suyas),
        },
    )


def _cifras(corte: Corte | None, **filtro) -> list[Cifra]:
    return list(corte.cifras.filter(**filtro).order_by("ambito", "orden", "clave")) if corte else []


@dataclass(frozen=True)
class Paso:
    """Un paso del embudo: cuántos reportes llegaron a él y la lista que los compone."""

    titulo: str
    n: int
    porcentaje: int
    url: str
    nota: str = ""


def embudo(cuentas: Mapping[str, int], corte: Corte, *, una_dependencia: int | None = None) -> list[Paso]:
    """Esperados → enviados → avalados → aceptados; el porcentaje (0–100) es sobre lo esperado."""
    lista = f"{reverse('seguimiento:avance_lista')}?corte={corte.pk}&esperado=on"
    if una_dependencia is not None:
        lista += f"&dependencia={una_dependencia}"
    total = cuentas["esperados"]
    pasos = (
        ("Esperados", "esperados", "", "Tenían programación en el trimestre"),
        ("Enviados", "enviados", "&estado=ENVIADOS", ""),
        ("Avalados", "avalados", "&estado=AVALADOS", "O que no llevan aval"),
        ("Aceptados", "aceptados", "&estado=ACEPTADO", "Cuentan en la cifra oficial"),
    )
    return [
        Paso(titulo, cuentas[cual], round(100 * cuentas[cual] / total) if total else 0, lista + estado, nota)
        for titulo, cual, estado, nota in pasos
    ]


# --- Planeación ------------------------------------------------------------------------------------------------


def captura(panorama: Panorama) -> Parte:
    """El estado del corte: el embudo, las dependencias más atrasadas y la cola de revisión, lo más antiguo primero."""
    corte = panorama.abierto
    if corte is None:
        return Parte("captura", Urgencia.PRONTO, {"corte": None, "proximo": panorama.proximo})
    avances = Avance.objects.del_corte(corte)
    cuentas = avances.con_embudo()
    cola = list(
        avances.por_revisar()
        .select_related("actividad__dependencia", "reportado_por")
        .annotate(espera_aval=ExpressionWrapper(Q(estado="ENVIADO", sin_aval=""), BooleanField()))
        .order_by("espera_aval", "reportado_en", "pk")[:A_LA_VISTA]
    )
    decide = sumar_habiles(corte.cierra, DIAS_PARA_REVISAR, panorama.asuetos)
    vencido = panorama.hoy > decide
    return Parte(
        "captura",
        Urgencia.VENCIDO if vencido else Urgencia.HOY,
        {
            "corte": corte,
            "cuentas": cuentas,
            "embudo": embudo(cuentas, corte),
            "faltan": cuentas["esperados"] - cuentas["enviados"],
            "cola": [(avance, panorama.espera(avance)) for avance in cola],
            "cierra": panorama.plazo(corte.cierra),
            "termino": panorama.hoy > corte.cierra,
            "decide": decide,
            "atrasadas": _atrasadas(corte),
        },
    )


def _atrasadas(corte: Corte) -> list[dict]:
    """Las dependencias a las que más reportes les faltan por enviar."""
    filas = (
        Avance.objects.del_corte(corte)
        .filter(esperado=True)
        .order_by()
        .values("actividad__dependencia", nombre=F("actividad__dependencia__nombre"))
        .annotate(
            esperados=Count("pk"),
            faltan=Count("pk", filter=Q(estado__in=["PENDIENTE", "BORRADOR", "DEVUELTO"])),
        )
        .filter(faltan__gt=0)
        .order_by("-faltan", "nombre")[:ATRASADAS]
    )
    return [
        {
            "nombre": fila["nombre"] or "Sin dependencia",
            "clave": fila["actividad__dependencia"],
            "faltan": fila["faltan"],
            "esperados": fila["esperados"],
            "enviado": round(100 * (fila["esperados"] - fila["faltan"]) / fila["esperados"]),
        }
        for fila in filas
    ]


@dataclass(frozen=True)
class Asunto:
    """Algo que Planeación o la administración tiene por decidir, y dónde se decide."""

    texto: str
    n: int
    url: str
    nota: str = ""


def decisiones(panorama: Panorama) -> Parte:
    """Los planes que esperan y lo que sigue sin decidir."""
    vigencia = panorama.vigencia
    de_abiertas = Plan.objects.filter(vigencia__in=Vigencia.objects.abiertas()).order_by()
    por_estado = dict(de_abiertas.values_list("estado").annotate(n=Count("pk")))
    planes = {
        "en_revision": por_estado.get("EN_REVISION", 0),
        "por_publicar": por_estado.get("APROBADO", 0),
        "en_formulacion": por_estado.get("BORRADOR", 0) + por_estado.get("DEVUELTO", 0),
    }
    en_espera = panorama.planes_por(VERBOS[Plan.Estado.EN_REVISION], VERBOS[Plan.Estado.APROBADO], ACTO)
    asuntos = [
        *(_por_decidir(vigencia, panorama.hoy) if vigencia else ()),
        Asunto(
            "Correos que no salieron",
            Mensaje.objects.filter(estado=Mensaje.Estado.FALLIDO).count(),
            f"{reverse('admin:avisos_mensaje_changelist')}?estado__exact=FALLIDO",
            "Revise la dirección.",
        ),
    ]
    return Parte(
        "decisiones",
        Urgencia.HOY if en_espera else Urgencia.PRONTO,
        {
            "planes": planes,
            "en_espera": en_espera[:A_LA_VISTA],
            "mas": len(en_espera) - len(en_espera[:A_LA_VISTA]),
            "asuntos": [asunto for asunto in asuntos if asunto.n],
            "lista": reverse("planes:plan_lista"),
        },
    )


def _por_decidir(vigencia: Vigencia, hoy: date) -> list[Asunto]:
    """Políticas con responsables que se contradicen y políticas sin enlace."""
    filas: dict[int, list] = {}
    responsabilidades = ResponsabilidadPolitica.objects.filter(politica__dimension__version=vigencia.version_id)
    campos = ("politica_id", "fuente", "dependencia_id", "instancia_id", "rol")
    for fila in responsabilidades.order_by().values_list(*campos, named=True):
        filas.setdefault(fila.politica_id, []).append(fila)
    con_enlace = set(EnlacePolitica.objects.vigentes(hoy).order_by().values_list("politica_id", flat=True))
    return [
        Asunto(
            "Políticas cuyos responsables difieren entre las dos tablas del documento",
            sum(difieren(suyas) for suyas in filas.values()),
            reverse("politicas:politica_lista"),
        ),
        Asunto(
            "Políticas sin ningún enlace designado",
            len(filas.keys() - con_enlace),
            reverse("politicas:enlace_lista"),
        ),
    ]


# --- Control Interno -------------------------------------------------------------------------------------------


def auditoria(panorama: Panorama) -> Parte:
    """Los cortes listos para auditar: quién los cerró, su huella, su cifra y lo que se aceptó de otro modo."""
    cortes = list(
        Corte.objects.filter(estado=Corte.Estado.CERRADO)
        .select_related("vigencia", "cerrado_por")
        .order_by("-vigencia__anio", "-trimestre")[:CORTES_A_LA_VISTA]
    )
    claves = [corte.pk for corte in cortes]
    cifras = {c.corte_id: c for c in Cifra.objects.filter(corte__in=claves, ambito=Cifra.Ambito.ENTIDAD)}
    cuentas = {
        fila["corte"]: fila
        for fila in Avance.objects.filter(corte__in=claves)
        .order_by()
        .values("corte")
        .annotate(
            sin_aval=Count("pk", filter=SIN_AVAL),
            misma=Count("pk", filter=Q(estado="ACEPTADO", misma_dependencia=True)),
            sin_reporte=Count("pk", filter=Q(estado__in=["PENDIENTE", "BORRADOR"], esperado=True)),
        )
    }
    vacia = {"sin_aval": 0, "misma": 0, "sin_reporte": 0}
    return Parte(
        "auditoria",
        Urgencia.PRONTO,
        {
            "cierres": [(corte, cifras.get(corte.pk), cuentas.get(corte.pk, vacia)) for corte in cortes],
            "abierto": panorama.abierto,
            "cuentas": panorama.del_abierto().con_embudo() if panorama.abierto else None,
            "proximo": panorama.proximo if panorama.abierto is None else None,
        },
    )


# --- Comité y Secretaría General ---------------------------------------------------------------------------------


def entidad(panorama: Panorama) -> Parte:
    """Cómo va la entidad en el último corte cerrado: cifra, dimensiones, alertas y últimos informes."""
    corte = panorama.cerrado
    cifras = _cifras(corte, ambito__in=[Cifra.Ambito.ENTIDAD, Cifra.Ambito.DIMENSION])
    de_la_entidad = next((c for c in cifras if c.ambito == Cifra.Ambito.ENTIDAD), None)
    listos = Emision.objects.filter(estado=Emision.Estado.LISTA).order_by("-emitida_en", "-pk")
    return Parte(
        "entidad",
        Urgencia.PRONTO,
        {
            "corte": corte,
            "abierto": panorama.abierto,
            "cifra": de_la_entidad,
            "dimensiones": [c for c in cifras if c.ambito == Cifra.Ambito.DIMENSION],
            "vencidas": (de_la_entidad.foto or {}).get("plazos", {}).get("VENCIDA", 0) if de_la_entidad else 0,
            "informes": list(listos[:INFORMES_A_LA_VISTA]),
            "puede_pedir": panorama.perfil.puede(Permiso.INFORME_EMITIR),
        },
    )


@dataclass(frozen=True)
class Publicados:
    """Cuántos planes de una clase están publicados, de los que hay."""

    titulo: str
    n: int
    total: int
    url: str

    @property
    def porcentaje(self) -> int | None:
        """De 0 a 100; nulo si no hay ninguno."""
        return round(100 * self.n / self.total) if self.total else None


def publicacion(panorama: Panorama) -> Parte:
    """Cuántos planes de la vigencia están ya a la vista de todos."""
    return Parte("publicacion", Urgencia.CONSULTA, {"vigencia": panorama.vigencia, "clases": panorama.publicados})


def publicados(vigencia: Vigencia) -> list[Publicados]:
    """Los institucionales y los de política de la vigencia, con los que están publicados o cerrados."""
    cuentas = {
        fila["clase"]: fila
        for fila in Plan.objects.de_vigencia(vigencia)
        .order_by()
        .values("clase")
        .annotate(total=Count("pk"), n=Count("pk", filter=Q(estado__in=["PUBLICADO", "CERRADO"])))
    }
    lista = reverse("planes:plan_lista")
    return [
        Publicados(
            titulo,
            cuentas.get(clase, {}).get("n", 0),
            cuentas.get(clase, {}).get("total", 0),
            f"{lista}?vigencia={vigencia.pk}&clase={clase}",
        )
        for clase, titulo in (
            (Plan.Clase.INSTITUCIONAL.value, "Planes institucionales"),
            (Plan.Clase.ACCION_POLITICA.value, "Planes de acción de política"),
        )
    ]


# --- Administración técnica --------------------------------------------------------------------------------------


def operacion(panorama: Panorama) -> Parte:
    """Personas y correo: quién no puede entrar, a quién se le acaba el vínculo y qué no salió."""
    hoy = panorama.hoy
    vinculadas = Usuario.objects.vinculadas(hoy)
    fallidos = Mensaje.objects.filter(estado=Mensaje.Estado.FALLIDO).count()
    return Parte(
        "operacion",
        Urgencia.HOY if fallidos else Urgencia.PRONTO,
        {
            "personas": vinculadas.count(),
            "sin_invitar": vinculadas.sin_invitar().count(),
            "sin_rol": vinculadas.exclude(pk__in=Asignacion.objects.vigentes(hoy).values("persona")).count(),
            "fallidos": fallidos,
            "terminan": list(
                vinculadas.filter(vinculo_hasta__lte=hoy + timedelta(days=DIAS_DE_RELEVO)).order_by(
                    "vinculo_hasta", "nombre"
                )[:A_LA_VISTA]
            ),
            "dias": DIAS_DE_RELEVO,
        },
    )


# --- Todas -------------------------------------------------------------------------------------------------------

# Qué ve cada rol, y en qué orden si urgen lo mismo.
DE_CADA_ROL: Mapping[str, tuple[Callable[[Panorama], Parte | None], ...]] = {
    Rol.PLANEACION: (captura, decisiones),
    Rol.JEFE: (jefatura, reporte),
    Rol.ENLACE: (reporte,),
    Rol.CONTROL_INTERNO: (auditoria,),
    Rol.COMITE: (entidad,),
    Rol.SECRETARIA_GENERAL: (entidad, publicacion),
    Rol.ADMINISTRADOR: (operacion,),
}


def partes(panorama: Panorama) -> list[Parte]:
    """Las de todos los roles de la persona, lo más urgente primero."""
    funciones = dict.fromkeys(
        parte for rol, suyas in DE_CADA_ROL.items() if rol in panorama.perfil.roles for parte in suyas
    )
    leidas = [leida for funcion in funciones if (leida := funcion(panorama)) is not None]
    return sorted(leidas, key=lambda parte: parte.urgencia)


def hoy_toca(panorama: Panorama) -> ciclo.Ciclo | None:
    """El año MIPG visto hoy; `None` antes de abrir la primera vigencia."""
    vigencia = panorama.vigencia
    if vigencia is None:
        return None
    institucionales, de_politica = panorama.publicados
    hitos = [
        ciclo.de_planes(
            titulo="Planes institucionales (Decreto 612 de 2018)",
            limite=vigencia.fecha_limite_institucionales,
            publicados=institucionales.n,
            total=institucionales.total,
            url=institucionales.url,
            rotulo="D. 612",
        ),
        ciclo.de_planes(
            titulo="Planes de acción de las políticas",
            limite=vigencia.fecha_limite_politicas,
            publicados=de_politica.n,
            total=de_politica.total,
            url=de_politica.url,
            rotulo="Políticas",
        ),
        *(
            ciclo.de_corte(corte, url=reverse("seguimiento:corte_detalle", args=[corte.pk]), hoy=panorama.hoy)
            for corte in Corte.objects.de_vigencia(vigencia).select_related("vigencia")
        ),
        *(ciclo.de_estrategia(e) for e in Estrategia.objects.filter(anio=vigencia.anio).order_by("numero")),
    ]
    return ciclo.ciclo(hitos, vigencia.anio, panorama.hoy, panorama.asuetos)
