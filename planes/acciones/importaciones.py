"""Verbos de la importación de actividades: leer, comparar, corregir y aplicar."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from mipg.bitacora.acciones import registrar, registrar_en_lote
from mipg.bitacora.models import Suceso
from mipg.etiquetas import contar
from mipg.expediente.acciones import (
    YA_NO_ESTA,
    abrir_libro,
    aplicar_importacion,
    recibir_importacion,
    recordar,
)
from mipg.expediente.acciones import leer as leer_expediente
from mipg.expediente.lecturas import es_grande
from mipg.expediente.models import ColumnaRecordada, Importacion
from mipg.fechas import en_bogota
from mipg.libros.guardado import a_json, de_json, huella_del_codigo
from mipg.libros.notas import VACIO
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, exigir
from mipg.texto import normalizar
from mipg.usuarios.acciones.dependencias import que_no_existen
from mipg.usuarios.models import AliasDependencia, Asignacion, Dependencia, Usuario
from planes import reglas
from planes.acciones.actividades import Hoja, tocar, tomar_formulable
from planes.acciones.hojas import DE_DEPENDENCIAS, escribir_en_lote, que_entran, relacionar
from planes.acciones.planes import DESTINO
from planes.campos import CAMPOS_COMPARADOS, COMPARADOS, DEL_MODELO, POR_NOMBRE, RELACIONES, Clase
from planes.celdas import EN_LISTA
from planes.importacion import ActividadLeida, ArchivoInvalido, Elecciones, Lectura, interpretar
from planes.importacion.analisis import Analisis, en_paginas, fila_de
from planes.importacion.analisis import analizar as analizar_lectura
from planes.importacion.propios import NADA_PROPIO
from planes.importacion.titulos import trimestre_de
from planes.models import Actividad, Plan
from planes.propios import de_la_clase
from politicas.models import Indice

# Nombre normalizado → (clave primaria, nombre).
Personas = Mapping[str, tuple[int, str]]

# Con cualquier cambio del lector, lo que otro lector dejó guardado se lee de nuevo: nadie tiene que acordarse.
DE_LA_LECTURA = (
    *("mipg.archivos", "mipg.libros", "planes.importacion", "planes.campos", "planes.celdas"),
    *("planes.propios", "planes.reglas"),
    *("mipg.fechas", "mipg.texto", "mipg.hojas", "mipg.etiquetas", "mipg.reglas"),
)
VERSION_DE_LA_LECTURA = huella_del_codigo(*DE_LA_LECTURA)
_AL_ABRIRLO, _AL_ENTENDERLO = 30, 80
_CAMBIO_LO_QUE_HARIA = (
    "Lo que haría este archivo cambió desde la vista previa (las dependencias, las personas o lo recordado de otros "
    "archivos): pulse «Leer de nuevo» y revísela antes de confirmar."
)


class Hecho(NamedTuple):
    """Una actividad que el archivo crea o cambia, lo leído de ella y sus campos: `{campo: (antes, después)}`.

    `orden`: en cuál estaba; `propios`: lo que otra app le añade, como `campos`.
    """

    actividad: Actividad
    leida: ActividadLeida
    campos: Mapping[str, tuple]
    es_nueva: bool
    orden: int = 0
    propios: Mapping[str, tuple[str, str]] = VACIO

    def suceso(self, nombres: Mapping[int, str]) -> tuple[Actividad, str, Mapping[str, tuple]]:
        """Lo que queda en la bitácora, con los apoyos por su nombre."""
        cambios = dict(self.campos)
        for campo in EN_LISTA & cambios.keys():
            cambios[campo] = tuple("; ".join(str(nombres.get(v, v)) for v in d or ()) or None for d in cambios[campo])
        return self.actividad, "" if self.es_nueva else "editar", cambios


def leer_importacion(
    importacion: Importacion, plan: Plan, avanzar: Callable[[int], None] = lambda porcentaje: None
) -> Lectura:
    """Interpreta el archivo guardado con las correcciones de la persona y lo recordado de otros archivos.

    Lanza `ReglaIncumplida` si no se puede abrir y `OSError` si ya no está.
    """
    try:
        libro = abrir_libro(importacion)
    except ArchivoInvalido as error:
        raise ReglaIncumplida(error.mensaje) from error
    avanzar(_AL_ABRIRLO)
    lectura = interpretar(
        libro,
        vigencia=plan.vigencia.anio,
        dependencias=dependencias_de(plan),
        columnas_recordadas=ColumnaRecordada.objects.de(DESTINO),
        elecciones=Elecciones(**importacion.elecciones),
        plan=plan.nombre,
        del_plan={normalizar(actividad.nombre): actividad for actividad in plan.actividades.vigentes()},
        con_estrategias=plan.clase == Plan.Clase.IMPLEMENTACION,
        propios=de_la_clase(plan.clase).lector(plan) or NADA_PROPIO,
    )
    avanzar(_AL_ENTENDERLO)
    return lectura


def dependencias_de(hoja: Hoja) -> dict[str, int]:
    """Las que existen en algún momento de la vigencia de la hoja, por su nombre; por la que otra sucedió, esa otra."""
    anio = hoja.vigencia.anio
    sucedidas = Dependencia.objects.exclude(heredera=None)
    del_anio = Dependencia.objects.vigentes(date(anio, 1, 1), hasta=date(anio, 12, 31))
    responde = dict(sucedidas.order_by().values_list("pk", "heredera"))
    return {nombre: responde.get(pk, pk) for nombre, pk in (del_anio | sucedidas).por_nombre().items()}


def analizar(
    importacion: Importacion, avanzar: Callable[[int], None] = lambda porcentaje: None, *, plan: Plan, hoy: date
) -> dict:
    """Lo que `expediente.leer` guarda de un archivo de actividades. Lanza `ReglaIncumplida` si no se puede abrir."""
    personas = personas_por_nombre()
    huella = determinante(importacion, plan, hoy=hoy, personas=personas)
    lectura = leer_importacion(importacion, plan, avanzar)
    cambia = comparar(plan, lectura, hoy=hoy, personas=personas)
    paginas = en_paginas(cambia)
    visto = a_json(analizar_lectura(lectura, cambia, paginas))
    return {"determinante": huella, "analisis": visto, "paginas": paginas, "lo_leido": a_json(lectura)}


def leer_y_guardar(*, importacion: Importacion, ahora: datetime) -> bool:
    """Lee un archivo que espera turno y guarda lo entendido; `False` si otro lo tiene, no se pudo o ya no hay plan."""
    plan = Plan.objects.select_related("vigencia").filter(pk=importacion.objeto_id).first()
    if plan is None:
        return False
    hacer = partial(analizar, plan=plan, hoy=en_bogota(ahora))
    return leer_expediente(importacion=importacion, analizar=hacer, ahora=ahora)


def determinante(importacion: Importacion, plan: Plan, *, hoy: date, personas: Personas | None = None) -> str:
    """Huella de todo lo que decide qué se entiende del archivo y qué le haría al plan: si cambia, se lee de nuevo."""
    decide = (
        VERSION_DE_LA_LECTURA,
        importacion.huella,
        plan.version,
        sorted(dependencias_de(plan).items()),
        sorted(ColumnaRecordada.objects.de(DESTINO).items()),
        sorted((personas or personas_por_nombre()).items()),
        sorted(Asignacion.objects.pares_que_reportan(hoy)),
        sorted(Indice.objects.filter(politica=plan.politica_id).values_list("codigo", flat=True)),
        (de_la_clase(plan.clase).lector(plan) or NADA_PROPIO).determina,
    )
    return hashlib.sha256(repr(decide).encode()).hexdigest()


# De «nuevas» o «cambios» y un número de página (desde 0), sus filas.
Filas = Callable[[str, int], list]


def analisis_de(importacion: Importacion, plan: Plan, *, hoy: date) -> tuple[Analisis | None, Filas | None, bool]:
    """Lo que se muestra del archivo, cómo se traen sus filas y si algo cambió desde que se guardó.

    `None` si todavía no se ha leído, o si algo cambió y el archivo es demasiado grande para leerlo mientras alguien
    espera. No escribe nada. Lanza `ReglaIncumplida` si no se puede abrir; las filas, que se traen al mirarlas, lanzan
    `EstadoCambiado` si mientras tanto se leyó otra vez.
    """
    if importacion.lectura != Importacion.Lectura.LISTA:
        return None, None, False
    if _esta_al_dia(importacion, plan, hoy):

        def filas(clase: str, pagina: int) -> list:
            # Entre la fila y sus páginas otro pudo leer el archivo de nuevo: las de otra lectura no sirven.
            suyas = Importacion.objects.filter(pk=importacion.pk, determinante=importacion.determinante)
            dichas = importacion.analisis["primeras"].get(clase) if pagina == 0 else None
            dichas = dichas or suyas.values_list(f"paginas__{clase}__{pagina}", flat=True).first()
            if dichas is None:
                raise EstadoCambiado(_CAMBIO_LO_QUE_HARIA)
            return [fila_de(clase, dicha) for dicha in dichas]

        return lo_ultimo_leido(importacion), filas, False
    if es_grande(importacion):
        return None, None, True
    try:
        hecho = analizar(importacion, plan=plan, hoy=hoy)
    except OSError as error:
        raise ReglaIncumplida(YA_NO_ESTA) from error
    de_ahora = hecho["paginas"]
    analisis = de_json(Analisis, hecho["analisis"])
    return analisis, lambda clase, pagina: [fila_de(clase, dicha) for dicha in de_ahora[clase][pagina]], True


def lo_ultimo_leido(importacion: Importacion) -> Analisis | None:
    """Lo que se entendió la última vez, aunque ya no esté al día: basta para corregir. `None` si nunca se ha leído."""
    return importacion.analisis and de_json(Analisis, importacion.analisis)


def _esta_al_dia(importacion: Importacion, plan: Plan, hoy: date) -> bool:
    lista = importacion.lectura == Importacion.Lectura.LISTA
    return lista and importacion.determinante == determinante(importacion, plan, hoy=hoy)


def lectura_de(importacion: Importacion, plan: Plan, *, hoy: date) -> Lectura:
    """Todo lo que se leyó del archivo: lo guardado o, si algo cambió desde entonces, una lectura nueva.

    Lanza `ReglaIncumplida` si no se puede abrir y `EstadoCambiado` si hay que leerlo de nuevo y toma tiempo.
    """
    if _esta_al_dia(importacion, plan, hoy) and importacion.lo_leido is not None:
        return de_json(Lectura, importacion.lo_leido)
    if es_grande(importacion):
        raise EstadoCambiado(_CAMBIO_LO_QUE_HARIA)
    return leer_importacion(importacion, plan)


def comparar(plan: Plan, lectura: Lectura, *, hoy: date, personas: Personas | None = None) -> reglas.Diferencia:
    """Qué haría la lectura sobre el plan tal como está, en la fecha `hoy`. `personas`, si ya se trajeron.

    Se dejan de lado los índices de otra política y los enlaces que no pueden serlo.
    """
    de_la_politica = set(Indice.objects.filter(politica=plan.politica_id).values_list("codigo", flat=True))
    personas = personas or personas_por_nombre()
    leidas, desconocidos = [], {}
    for leida in lectura.actividades:
        _, enlace = personas.get(normalizar(leida.enlace), (None, ""))
        if leida.enlace and not enlace:
            desconocidos[leida.enlace] = None
        indices = tuple(codigo for codigo in leida.indices if codigo in de_la_politica)
        leidas.append(replace(leida, enlace=enlace, indices=indices))
    vigentes = plan.actividades.vigentes().select_related("enlace").prefetch_related("apoyos", "indices")
    suyo = de_la_clase(plan.clase)
    propios = suyo.dichos(plan)
    existentes = [
        {campo.nombre: campo.comparar(actividad) for campo in COMPARADOS}
        | {"pk": actividad.pk, "enlace_pk": actividad.enlace_id, "propios": propios.get(actividad.pk, {})}
        for actividad in vigentes
    ]
    trae, callan = _campos_que_trae(lectura), _celdas_que_callan(lectura, leidas)
    cambia = reglas.diferencia(existentes, leidas, trae, callan, suyo.campos)
    cambia, ajenos = _sin_enlaces_ajenos(cambia, {fila["pk"]: fila for fila in existentes}, hoy, personas)
    return replace(cambia, desconocidos=(*desconocidos, *(a for a in ajenos if a not in desconocidos)))


def _sin_enlaces_ajenos(
    cambia: reglas.Diferencia, existentes: Mapping[int, Mapping], hoy: date, personas: Personas
) -> tuple[reglas.Diferencia, list[str]]:
    """La diferencia sin los enlaces que la regla no admite en la dependencia responsable, y cuáles trae el archivo.

    `existentes`: clave primaria → la actividad que ya está. La que cambia de responsable suelta el enlace que no
    reporta por el nuevo. `personas`: las de `personas_por_nombre`.
    """
    pk_de = {nombre: pk for pk, nombre in personas.values()}
    reportan = Asignacion.objects.pares_que_reportan(hoy)
    ajenos: dict[str, None] = {}

    def es_ajeno(enlace: str, dependencia: int | None) -> bool:
        if not enlace or reglas.enlace_que_queda(pk_de[enlace], dependencia, reportan):
            return False
        ajenos[enlace] = None
        return True

    nuevas = tuple(replace(n, enlace="") if es_ajeno(n.enlace, n.dependencia) else n for n in cambia.nuevas)
    cambios = []
    for cambio in cambia.cambios:
        existente, leida, campos = existentes[cambio.pk], cambio.leida, dict(cambio.campos)
        _, dependencia = campos.get("dependencia", (None, existente["dependencia"]))
        if "enlace" in campos and es_ajeno(leida.enlace, dependencia):
            del campos["enlace"]
        suelto = existente["enlace_pk"] if "dependencia" in campos and "enlace" not in campos else None
        if suelto and not reglas.enlace_que_queda(suelto, dependencia, reportan):
            leida, campos["enlace"] = replace(leida, enlace=""), (existente["enlace"], "")
        if campos or cambio.propios:
            cambios.append(replace(cambio, leida=leida, campos=campos))
    iguales = cambia.iguales + len(cambia.cambios) - len(cambios)
    return replace(cambia, nuevas=nuevas, cambios=tuple(cambios), iguales=iguales), list(ajenos)


def personas_por_nombre() -> Personas:
    """Nombre normalizado → (clave primaria, nombre) de las personas activas; los homónimos no se adivinan."""
    personas: dict[str, tuple[int, str] | None] = {}
    for pk, nombre in Usuario.objects.filter(is_active=True).values_list("pk", "nombre"):
        clave = normalizar(nombre)
        personas[clave] = None if clave in personas else (pk, nombre)
    return {clave: persona for clave, persona in personas.items() if persona and clave}


def _campos_que_trae(lectura: Lectura) -> set[str]:
    campos = {columna.campo for columna in lectura.columnas if columna.campo} | {"numero"}
    if any(map(trimestre_de, campos)):
        campos.add("trimestre")
    return campos | {campo.nombre for campo in DEL_MODELO if campos & {*campo.viene_de}}


def _celdas_que_callan(lectura: Lectura, leidas: list[ActividadLeida]) -> set[tuple[int, str]]:
    """Pares (fila, campo) cuya celda venía vacía y se completó, o que no tiene columna propia y no dijo nada."""
    campos = {columna.letra: columna.campo for columna in lectura.columnas if columna.campo}
    callan = {
        (nota.fila, campos[nota.columna]) for nota in lectura.supuestos if not nota.valor and nota.columna in campos
    }
    propios = campos.values()
    de_otra = [c.nombre for c in DEL_MODELO if c.viene_de and not c.de_la_meta and c.nombre not in propios]
    return callan | {
        (leida.fila, campo) for leida in leidas for campo in (*de_otra, "enlace") if not getattr(leida, campo)
    }


def subir_importacion(*, plan: Plan, nombre: str, contenido: bytes, por: Usuario, ahora: datetime) -> Importacion:
    """Recibe un archivo para el plan. Lanza `ReglaIncumplida` como `recibir_importacion`."""
    if not plan.es_editable:
        raise ReglaIncumplida(f"El plan está {plan.get_estado_display().lower()}: no se importa sobre él.")
    return recibir_importacion(
        destino=DESTINO, objeto_id=plan.pk, nombre=nombre, contenido=contenido, por=por, ahora=ahora
    )


def importar(
    *,
    importacion: Importacion,
    plan: Plan,
    version: int,
    por: Usuario,
    ahora: datetime,
    huella: str | None = None,
    diferencia: str | None = None,
) -> reglas.Diferencia:
    """Aplica el archivo al plan: todo o nada, una sola vez, sobre la versión del plan y las correcciones que se vieron.

    `huella` es la `Importacion.huella` de la vista previa; sin ella, la de `importacion` tal como se leyó.
    `diferencia` es la `Diferencia.huella` que se vio; sin ella se aplica lo que el archivo diga ahora.

    Lanza `ReglaIncumplida` con cada error por hoja, fila y columna; `EstadoCambiado` si ya se aplicó o si el plan, las
    correcciones o lo que haría el archivo cambiaron desde la vista previa.
    """
    hoy = en_bogota(ahora)
    # Abrir y entender un libro toma segundos: se hace antes de bloquear el plan.
    lectura = lectura_de(importacion, plan, hoy=hoy)

    def hacer(tomado: Plan) -> tuple[reglas.Diferencia, list[Hecho]]:
        if tomado.version != version:
            raise EstadoCambiado("El plan cambió desde la vista previa: revísela de nuevo antes de confirmar.")
        if not lectura.aceptable:
            errores = [Problema(nota.mensaje, donde=nota.donde) for nota in lectura.errores]
            raise ReglaIncumplida(errores or "El archivo no trae ninguna actividad.")
        personas = personas_por_nombre()
        cambia = comparar(tomado, lectura, hoy=hoy, personas=personas)
        if diferencia not in (None, cambia.huella):
            raise EstadoCambiado(_CAMBIO_LO_QUE_HARIA)
        _exigir_que_existan(tomado, cambia, hoy)
        hechos = _aplicar(tomado, lectura, cambia, {nombre: pk for pk, nombre in personas.values()}, por, ahora)
        _recordar(importacion, lectura, por, ahora)
        tomado.autores.add(*_quienes_lo_hicieron(importacion))
        tocar(tomado)
        hecho = f"{contar(len(cambia.nuevas), 'nueva')}, {contar(len(cambia.cambios), 'cambiada')}"
        registrar(tomado, verbo="importar", por=por, ahora=ahora, nota=f"{importacion.nombre}: {hecho}.")
        return cambia, hechos

    with transaction.atomic():
        # El plan y después el archivo: en ese orden los toma quien desiste del plan, lo elimina o deshace.
        tomado = tomar_formulable(plan, por)
        cambia, _ = aplicar_importacion(
            importacion=importacion,
            hacer=partial(hacer, tomado),
            por=por,
            ahora=ahora,
            huella=huella,
            resumir=lambda hecho: _resumen(*hecho),
        )
    return cambia


def _exigir_que_existan(plan: Plan, cambia: reglas.Diferencia, hoy: date) -> None:
    """Nada se le encarga a una dependencia que ya se suprimió; la que nace durante la vigencia sí se reconoce."""
    hechos = [(leida.fila, _de_nada(leida)) for leida in cambia.nuevas]
    hechos += [(cambio.leida.fila, cambio.campos) for cambio in cambia.cambios]
    entran = [
        (fila, pk) for fila, campos in hechos for campo in DE_DEPENDENCIAS & campos.keys()
        for pk in que_entran(*campos[campo])
    ]  # fmt: skip
    faltan = que_no_existen({pk for _, pk in entran}, hoy, hasta=max(hoy, date(plan.vigencia.anio, 12, 31)))
    exigir(Problema(faltan[pk], donde=f"Fila {fila}") for fila, pk in entran if pk in faltan)


def _resumen(cambia: reglas.Diferencia, hechos: Iterable[Hecho]) -> dict:
    """Cuántas actividades tocó y lo que hace falta para deshacerlo: la versión en que quedaron y cómo estaban."""
    return {
        "nuevas": len(cambia.nuevas),
        "cambiadas": len(cambia.cambios),
        "iguales": cambia.iguales,
        "creadas": {h.actividad.pk: h.actividad.version for h in hechos if h.es_nueva},
        "propios": {h.actividad.pk: _despues(h.propios) for h in hechos if h.propios},
        "antes": {
            h.actividad.pk: {
                "version": h.actividad.version,
                "orden": h.orden,
                "campos": a_json(_de_antes(h.campos)),
                "propios": _de_antes(h.propios),
            }
            for h in hechos
            if not h.es_nueva
        },
    }


def _de_antes(campos: Mapping[str, tuple]) -> dict:
    return {campo: antes for campo, (antes, _) in campos.items()}


def _despues(campos: Mapping[str, tuple]) -> dict:
    return {campo: despues for campo, (_, despues) in campos.items()}


def _quienes_lo_hicieron(importacion: Importacion) -> set[int]:
    """Quien subió el archivo y quienes lo corrigieron escribieron lo que otra persona sólo aplica."""
    corrigieron = Suceso.objects.de(importacion).filter(verbo="corregir")
    return {importacion.creada_por_id, *corrigieron.values_list("actor", flat=True)}


def _aplicar(
    plan: Plan, lectura: Lectura, cambia: reglas.Diferencia, personas: Mapping[str, int], por: Usuario, ahora: datetime
) -> list[Hecho]:
    """Guarda en lote lo que el archivo añade y cambia: las consultas no dependen de cuántas filas sean."""
    existentes = plan.actividades.in_bulk([cambio.pk for cambio in cambia.cambios])
    orden = {leida.fila: posicion for posicion, leida in enumerate(lectura.actividades, start=1)}
    hechos = [Hecho(una := existentes[c.pk], c.leida, c.campos, False, una.orden, c.propios) for c in cambia.cambios]
    hechos += [
        Hecho(Actividad(plan=plan), leida, _de_nada(leida), True, propios=_propios_de(leida)) for leida in cambia.nuevas
    ]
    escribir_hechos(plan, hechos, orden, personas, lectura.hoja, por, ahora)
    dichos = {hecho.actividad.pk: _despues(hecho.propios) for hecho in hechos if hecho.propios}
    de_la_clase(plan.clase).guardar(plan=plan, dichos=dichos, por=por, ahora=ahora)
    return hechos


def _propios_de(leida: ActividadLeida) -> dict[str, tuple[str, str]]:
    return {campo: ("", dicho) for campo, dicho in leida.propios if dicho}


def escribir_hechos(
    plan: Plan,
    hechos: Collection[Hecho],
    orden: Mapping[int, int],
    personas: Mapping[str, int],
    hoja: str,
    por: Usuario,
    ahora: datetime,
) -> None:
    """Guarda lo leído de cada actividad, en su `orden` por fila, con sus sucesos. `hoja`: para decir dónde falla."""
    for actividad, leida, campos, *_ in hechos:
        for campo in (POR_NOMBRE[nombre] for nombre in campos if nombre not in EN_LISTA):
            dicho = getattr(leida, campo.nombre)
            suyo = f"{campo.nombre}_id" if campo.clase in RELACIONES else campo.nombre
            setattr(actividad, suyo, personas.get(dicho) if campo.clase is Clase.PERSONA else dicho)
        actividad.orden = orden[leida.fila]
        actividad.version += 1
    try:
        with transaction.atomic():
            _guardar(hechos)
    except IntegrityError:
        _explicar(hechos, hoja)
        raise
    nombres = dict(Dependencia.objects.values_list("pk", "nombre"))
    _relacionar("apoyos", hechos, {pk: pk for pk in nombres})
    _relacionar("indices", hechos, dict(Indice.objects.filter(politica=plan.politica_id).values_list("codigo", "pk")))
    registrar_en_lote([hecho.suceso(nombres) for hecho in hechos], por=por, ahora=ahora)


def _de_nada(leida: ActividadLeida) -> dict[str, tuple]:
    """Los campos de una actividad nueva que dicen algo."""
    dichos = {campo: getattr(leida, campo) for campo in CAMPOS_COMPARADOS}
    return {campo: (None, dicho) for campo, dicho in dichos.items() if dicho not in (None, "", ())}


def _guardar(hechos: Collection[Hecho]) -> None:
    escribir_en_lote(
        Actividad,
        nuevas=[hecho.actividad for hecho in hechos if hecho.es_nueva],
        cambiadas=[(hecho.actividad, hecho.campos) for hecho in hechos if not hecho.es_nueva],
    )


def _explicar(hechos: Iterable[Hecho], hoja: str) -> None:
    """Lanza `ReglaIncumplida` con la fila que la base no admite: validar de antemano son varias consultas por fila."""
    for actividad, leida, _, es_nueva, *_ in hechos:
        try:
            if es_nueva:
                actividad.pk, actividad._state.adding = None, True
            actividad.full_clean()
        except ValidationError as error:
            donde = f"{hoja}, fila {leida.fila}"
            raise ReglaIncumplida([Problema(mensaje, donde=donde) for mensaje in error.messages]) from error
        actividad.save()


def _relacionar(campo: str, hechos: Iterable[Hecho], claves: Mapping) -> None:
    """Deja en una relación de muchos a muchos lo leído; `claves` va de lo leído a la clave primaria."""
    leidas = {h.actividad.pk: [claves[dicho] for dicho in getattr(h.leida, campo)] for h in hechos if campo in h.campos}
    relacionar(Actividad, campo, leidas)


def _recordar(importacion: Importacion, lectura: Lectura, por: Usuario, ahora: datetime) -> None:
    """Guarda lo que la persona eligió para que el siguiente archivo lo reconozca solo."""
    recordar(destino=DESTINO, columnas=lectura.columnas, por=por, ahora=ahora)
    conocidas = Dependencia.objects.por_nombre()
    # Un alias recortado no sería el texto que se eligió, y chocaría con el del archivo siguiente.
    maximo = AliasDependencia._meta.get_field("nombre").max_length
    for texto, pk in importacion.elecciones.get("dependencias", {}).items():
        if pk and texto not in conocidas and len(texto) <= maximo:
            AliasDependencia.objects.create(
                dependencia_id=pk, nombre=texto, fuente=f"Importación de {importacion.nombre}"[:200]
            )
