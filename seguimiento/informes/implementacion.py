"""El plan de acción de implementación en PDF, sección por sección como el documento de que parte.

Lo que no cambia de un año a otro —qué es el modelo, actores, objetivo, alcance, tablas— sale del catálogo; las nueve
estrategias, del plan aprobado. Con un corte lleva además su seguimiento del trimestre.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings

from furag import cifras as medicion
from furag import graficas
from furag.models import Carga
from furag.reglas.arbol import RAIZ
from furag.reglas.cifras import Paso
from mipg.etiquetas import RAYA, con_unidad, fecha, fecha_hora
from mipg.expediente.models import Emision
from mipg.fechas import en_bogota, en_palabras
from mipg.graficas import Tendencia
from mipg.pdf import Pdf, pintar
from mipg.reglas import ReglaIncumplida
from mipg.texto import en_lista
from planes.models import Actividad, Plan, VersionPlan
from politicas.contradicciones import papeles_publicos
from politicas.models import (
    Actor,
    Estrategia,
    PlanteamientoDelAnio,
    Politica,
    ResponsabilidadPolitica,
    TipoPlan,
    Vigencia,
)
from politicas.reglas import PARTICIPA
from politicas.reglas.estrategias import fecha_como_la_dice
from seguimiento import cifras
from seguimiento.cumplimiento import actividades_medidas
from seguimiento.informes.documento import Fila
from seguimiento.informes.filas import Texto, fila_medida
from seguimiento.informes.firmas import firmas
from seguimiento.medidas import Medida, medir_en
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.reglas import hechos

INFORME = "plan_de_implementacion"
_Estrategia = Actividad.Estrategia
SIN_RESULTADOS = "Todavía no hay resultados importados: cuando los haya, aquí va la serie del índice, año por año."

POR_DECIDIR = "Las fuentes no concuerdan en quién responde; aquí se lee a quienes nombra la tabla de políticas."


@dataclass(frozen=True)
class DePolitica:
    """Un renglón de la tabla de políticas: su dimensión, ella, quiénes responden y lo que se advierte o se decidió."""

    dimension: str
    politica: str
    responsables: tuple[str, ...]
    nota: str = ""


@dataclass(frozen=True)
class Iniciativa:
    """Una estrategia como la dice el documento y como quedó en el plan.

    `responsables`: los del documento, vacíos si el año no la trae. `planes` y `politicas`: las tablas de la primera y
    la segunda. `propuesta`: la ventana que le dio el plan si el documento no trae los días.
    """

    numero: str
    nombre: str
    parrafos: tuple[str, ...]
    responsables: tuple[str, ...]
    responde: str
    apoyan: str
    fecha: str
    propuesta: str
    soporte: str
    meta: str
    planes: tuple[tuple[str, str], ...] = ()
    politicas: tuple[DePolitica, ...] = ()

    @property
    def notas(self) -> tuple[tuple[str, str], ...]:
        """Bajo la tabla de políticas: (cuáles, lo que se dice de quién responde por ellas), cada nota una vez."""
        notas = dict.fromkeys(renglon.nota for renglon in self.politicas if renglon.nota)
        de = {nota: [una.politica.split(".")[0] for una in self.politicas if una.nota == nota] for nota in notas}
        return tuple((cuales(suyas, "Política", "Políticas"), nota) for nota, suyas in de.items())


@dataclass(frozen=True)
class SerieDelIndice:
    """El IDI de la entidad en las vigencias medidas hasta la anterior al documento, con el archivo de cada una."""

    grafica: Tendencia
    pasos: tuple[Paso, ...]
    archivos: tuple[str, ...]


@dataclass(frozen=True)
class DelTrimestre:
    """El seguimiento de una actividad en el corte: su fila, lo que mide el sistema y lo que se reportó y aceptó."""

    fila: Fila
    medida: str
    dicho: str


@dataclass(frozen=True)
class PlanDeImplementacion:
    """El documento entero, listo para pintarse. `datos` son pares (rótulo, texto)."""

    titulo: str
    entidad: str
    nit: str
    nombre: str
    vigencia: str
    situacion: str
    aviso: str
    version: str
    generado: str
    generado_iso: str
    codigo: str
    comprobacion: str
    pie: str
    provisional: bool
    planteamiento: PlanteamientoDelAnio | None
    que_haremos: str
    resultados: SerieDelIndice | None
    sin_resultados: str
    actores: tuple[Actor, ...]
    fuentes: tuple[str, ...]
    iniciativas: tuple[Iniciativa, ...]
    notas: tuple[str, ...]
    corte: str
    trimestre: tuple[DelTrimestre, ...]
    firmantes: tuple[tuple[str, str], ...]


def titulo(vigencia: Vigencia, corte: Corte | None) -> str:
    """Cómo se llama en la lista de informes y en las propiedades del PDF."""
    seguimiento = f" · seguimiento, {corte}" if corte else ""
    return f"Plan de acción de implementación MIPG {vigencia}{seguimiento}"


def parametros(vigencia: Vigencia, corte: Corte | None) -> dict[str, int | None]:
    """Con qué se guarda la emisión."""
    return {"vigencia": vigencia.pk, "corte": corte and corte.pk}


def aprobado_de(vigencia: Vigencia) -> Plan | None:
    """El plan de implementación aprobado del año, si lo hay."""
    suyos = Plan.objects.de_vigencia(vigencia).aprobados().filter(clase=Plan.Clase.IMPLEMENTACION)
    return suyos.select_related("vigencia__version", "dependencia").first()


def generar(emision: Emision) -> Pdf:
    """El PDF del plan de implementación que nombra la emisión."""
    return pintar("informes/plan_de_implementacion.html", {"informe": reunir(emision)})


def reunir(emision: Emision) -> PlanDeImplementacion:
    """Reúne lo que dice el documento. Lanza `ReglaIncumplida` si el año no tiene plan de implementación aprobado."""
    vigencia = Vigencia.objects.filter(pk=emision.parametros["vigencia"]).first()
    plan = vigencia and aprobado_de(vigencia)
    if plan is None:
        raise ReglaIncumplida("Esa vigencia no tiene un plan de implementación aprobado.")
    corte = Corte.objects.select_related("vigencia").filter(pk=emision.parametros["corte"], vigencia=vigencia).first()
    if emision.parametros["corte"] and corte is None:
        raise ReglaIncumplida("El corte pedido no es de la vigencia pedida.")
    entidad, hoy = settings.ENTIDAD, en_bogota(emision.pedida_en)
    version = plan.versiones.order_by("numero").last()
    provisional = corte is not None and not corte.esta_cerrado
    actores = tuple(Actor.objects.order_by("orden"))
    planteamiento = PlanteamientoDelAnio.objects.que_rige(vigencia.anio)
    return PlanDeImplementacion(
        titulo=emision.titulo,
        entidad=entidad["nombre"],
        nit=entidad["nit"],
        nombre=plan.nombre,
        vigencia=str(vigencia),
        situacion="Seguimiento" if corte else "Formulación",
        aviso=f"Cifras provisionales: el corte {corte} no ha cerrado y pueden cambiar." if provisional else "",
        version=f"Versión {version.numero}, {version.acto_citado}",
        generado=f"{en_palabras(hoy)}, {fecha_hora(emision.pedida_en)[-5:]} (hora de Colombia)",
        generado_iso=emision.pedida_en.isoformat(timespec="seconds"),
        codigo=emision.codigo,
        comprobacion=emision.comprobacion,
        pie=f"{entidad['nombre']} · Código {emision.codigo} · Plan de acción de implementación MIPG {vigencia}",
        provisional=provisional,
        planteamiento=planteamiento,
        # Nombra el año del documento; en los siguientes, el suyo.
        que_haremos=planteamiento.estrategias.replace(str(planteamiento.anio), str(vigencia)) if planteamiento else "",
        resultados=_serie_del_indice(vigencia.anio - 1),
        sin_resultados=SIN_RESULTADOS,
        actores=actores,
        fuentes=tuple(dict.fromkeys(actor.fuente for actor in actores)),
        iniciativas=tuple(_iniciativas(version, vigencia, corte and corte.cerrado_en)),
        notas=tuple(_notas(vigencia, planteamiento)),
        corte=str(corte) if corte else "",
        trimestre=tuple(_del_trimestre(plan, corte, hoy)) if corte else (),
        firmantes=firmas(vigencia.anio),
    )


def _serie_del_indice(hasta: int) -> SerieDelIndice | None:
    """Hasta esa vigencia medida; `None` si no hay ningún resultado que rija."""
    todas = [carga for carga in medicion.cargas() if carga.medicion.anio <= hasta]
    if not todas:
        return None
    pasos = medicion.evoluciones([RAIZ], todas[0].medicion.version_id, todas)[RAIZ]
    grafica = graficas.evolucion(
        pasos, id="serie-del-idi", titulo="Índice de Desempeño Institucional de la entidad", enlaces=False
    )
    return SerieDelIndice(grafica, tuple(reversed(pasos)), tuple(map(_de_donde_sale, todas)))


def _de_donde_sale(carga: Carga) -> str:
    fila, anio = carga.propia.fila, carga.medicion.anio
    return f"{anio}: {carga.importacion.nombre}, hoja «{carga.hoja}», fila {fila} ({carga.propia.nombre})"


# --- Las nueve ------------------------------------------------------------------------------------------------


def _iniciativas(version: VersionPlan, vigencia: Vigencia, al: datetime | None) -> Iterator[Iniciativa]:
    """Las de la foto: lo que aprobó el acto que se cita, aunque después cambie quién responde.

    `al`: cuándo cerró el corte del documento; de cada política dice quién respondía entonces.
    """
    del_anio = Estrategia.objects.filter(anio=vigencia.anio).select_related("responde")
    estrategias = {str(e.numero): e for e in del_anio}
    for aprobada in version.foto["actividades"]:
        yield _iniciativa(aprobada, estrategias.get(aprobada["estrategia"]), vigencia, al)


def _iniciativa(
    aprobada: Mapping, estrategia: Estrategia | None, vigencia: Vigencia, al: datetime | None
) -> Iniciativa:
    toda = estrategia.de_toda_la_entidad if estrategia else ""
    dicha = fecha_como_la_dice(estrategia) if estrategia else ""
    ventana = entre(_dia(aprobada["fecha_inicio"]), _dia(aprobada["fecha_fin"]))
    meta = aprobada["meta"] and Decimal(aprobada["meta"])
    cual = aprobada["estrategia"]
    return Iniciativa(
        numero=aprobada["numero"],
        nombre=aprobada["nombre"],
        parrafos=_parrafos(estrategia.descripcion) if estrategia else (),
        responsables=_renglones(estrategia.responsables_texto) if estrategia else (),
        responde=toda or aprobada["dependencia"] or RAYA,
        apoyan="; ".join(aprobada["apoyos"]),
        fecha=dicha or ventana,
        propuesta=ventana if dicha else "",
        soporte=aprobada["producto"],
        meta=con_unidad(meta, aprobada["unidad"]),
        planes=tuple(_los_planes(vigencia)) if cual == _Estrategia.PLANES_INSTITUCIONALES else (),
        politicas=tuple(_las_politicas(vigencia, al)) if cual == _Estrategia.PLANES_DE_POLITICA else (),
    )


def _dia(texto: str | None) -> date | None:
    return date.fromisoformat(texto) if texto else None


def entre(inicio: date | None, fin: date | None) -> str:
    """«1 de marzo – 30 de octubre de 2025»; si no se sabe desde cuándo, sólo hasta."""
    if fin is None:
        return RAYA
    if inicio is None or inicio == fin:
        return en_palabras(fin)
    desde = en_palabras(inicio)
    return f"{desde.removesuffix(f' de {fin.year}')} – {en_palabras(fin)}"


def _parrafos(texto: str) -> tuple[str, ...]:
    return tuple(parrafo.strip() for parrafo in texto.split("\n\n") if parrafo.strip())


def _renglones(texto: str) -> tuple[str, ...]:
    return tuple(renglon.strip() for renglon in texto.splitlines() if renglon.strip())


def _los_planes(vigencia: Vigencia) -> Iterator[tuple[str, str]]:
    for tipo in TipoPlan.objects.que_se_piden(vigencia.anio):
        yield f"{tipo.nombre} – {tipo.sigla}" if tipo.sigla else tipo.nombre, tipo.responsable_texto


def _las_politicas(vigencia: Vigencia, al: datetime | None) -> Iterator[DePolitica]:
    """Las del año, con quienes responden según lo decidido; mientras no, los de la fuente de que sale el plan."""
    politicas = list(Politica.objects.de_vigencia(vigencia).por_dimension().con_responsables(vigencia.anio, al))
    papeles = papeles_publicos(politicas, vigencia.anio, al)
    for politica in politicas:
        suyos = papeles[politica.pk]
        if suyos.advertencia:
            del_plan = [r for r in politica.rigen if r.reparte and PARTICIPA(r)]
            nombres = [_con_papel(r.responsable, r.get_rol_display(), r.fase) for r in del_plan]
        else:
            de_fases = [f"{quien} ({fase.nombre})" for fase in suyos.fases for quien in fase.responsables]
            nombres = [_con_papel(quien, papel) for quien, papel in suyos.quienes] + de_fases
        nombre = f"{politica.numero_plan}. {politica.nombre}"
        yield DePolitica(
            politica.dimension.nombre,
            f"{nombre} («{politica.otro_nombre}»)" if politica.otro_nombre else nombre,
            tuple(dict.fromkeys(nombres)),
            POR_DECIDIR if suyos.advertencia else suyos.decision and f"Se decidió: {suyos.decision}",
        )


def _con_papel(quien: str, papel: str, fase: str = "") -> str:
    """Con su fase, o que sólo apoya: la tabla del documento no llama líder a nadie."""
    aparte = fase or (papel.lower() if papel == ResponsabilidadPolitica.Rol.APOYO.label else "")
    return f"{quien} ({aparte})" if aparte else quien


def _notas(vigencia: Vigencia, planteamiento: PlanteamientoDelAnio | None) -> Iterator[str]:
    """Lo que el catálogo anota de la letra del documento, una vez cada cosa."""
    if planteamiento and planteamiento.nota:
        yield planteamiento.nota
    for tipo in TipoPlan.objects.que_se_piden(vigencia.anio).exclude(nota=""):
        yield f"{tipo.nombre}. {tipo.nota}"
    de_estrategias: dict[str, list[str]] = {}
    for estrategia in Estrategia.objects.filter(anio=vigencia.anio).exclude(nota="").order_by("numero"):
        de_estrategias.setdefault(estrategia.nota, []).append(str(estrategia.numero))
    for nota, numeros in de_estrategias.items():
        yield f"{cuales(numeros, 'Estrategia', 'Estrategias')}. {nota}"


def cuales(numeros: list[str], una: str, varias: str) -> str:
    """«Política 4» o «Políticas 4, 5 y 6»."""
    return f"{varias if numeros[1:] else una} {en_lista(numeros)}"


# --- El trimestre ---------------------------------------------------------------------------------------------


def _del_trimestre(plan: Plan, corte: Corte, hoy: date) -> Iterator[DelTrimestre]:
    if corte.esta_cerrado:
        suyas = corte.cifras.filter(ambito=Cifra.Ambito.ACTIVIDAD, plan=plan).order_by("orden", "id")
    else:
        suyas = cifras.de_actividades(corte, actividades_medidas(corte, hoy=hoy).filter(plan=plan).en_orden())
    suyas = list(suyas)
    pesos = {plan.pk: sum((cifra.peso for cifra in suyas), Decimal(0))}
    estrategias = dict(plan.actividades.order_by().values_list("pk", "estrategia"))
    medidas = medir_en(corte, hoy)
    dichos = _lo_reportado(corte, estrategias)
    for cifra in suyas:
        fila = fila_medida(cifra, Texto("", "", None, ()), pesos, cerrado=corte.esta_cerrado)
        medida = medidas.get(estrategias[cifra.clave])
        yield DelTrimestre(fila, _medido(medida, corte), dichos.get(cifra.clave, ""))


def _medido(medida: Medida | None, corte: Corte) -> str:
    if medida is None:
        return RAYA
    return f"{medida.texto}, a {fecha(corte.fecha_corte)}" if medida.se_mide else medida.texto


def _lo_reportado(corte: Corte, actividades: Iterable[int]) -> dict[int, str]:
    """Lo que dice el reporte aceptado de cada actividad en el corte."""
    aceptados = Avance.objects.filter(hechos.ACEPTADO.q, corte=corte, actividad__in=list(actividades))
    campos = ("actividad", "texto", "motivo", "dificultades")
    return {
        actividad: " ".join(filter(None, (texto, motivo, dificultades and f"Dificultades: {dificultades}")))
        for actividad, texto, motivo, dificultades in aceptados.order_by().values_list(*campos)
    }
