"""Guardar varias filas de la hoja en que se formula: un plan o una propuesta, escrita por varias personas a la vez.

Lo que no se pudo de una celda se dice y lo demás se guarda. Las consultas no dependen de cuántas filas sean, salvo
cuando la base rechaza alguna: entonces se busca cuál y por qué.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from mipg.bitacora.acciones import registrar, registrar_en_lote
from mipg.fechas import en_bogota
from mipg.usuarios.acciones.dependencias import que_no_existen
from mipg.usuarios.models import Asignacion, Usuario
from planes.acciones.actividades import Hoja, Linea, nueva_linea, tocar, tomar_formulable, ultimo_orden
from planes.campos import EN_FORMULARIO, POR_NOMBRE, Clase
from planes.celdas import COLUMNAS, EN_LISTA
from planes.reglas import comparable, enlace_que_queda, numeros_libres
from planes.reglas import hojas as reglas

ELIMINADA = "Otra persona eliminó esta actividad: lo que escribió en ella no se guardó."
NUMERO_REPETIDO = "Ya hay otra actividad con el número {numero}."
SIN_NUMERO = "Escriba el número: la actividad conserva el {numero}."
Clave = int | UUID
_LOTE = 200
DE_DEPENDENCIAS = frozenset(
    campo.nombre for campo in EN_FORMULARIO if campo.clase in (Clase.DEPENDENCIA, Clase.DEPENDENCIAS)
)
_SIN_COLUMNA = tuple(campo.nombre for campo in EN_FORMULARIO if campo.nombre not in COLUMNAS)


@dataclass(frozen=True)
class FilaEscrita:
    """Lo que una persona escribió en una fila.

    `clave`: la clave primaria de la actividad o, si es nueva, el `UUID` con que la página la nombró: mandarla dos veces
    no la crea dos veces. `cambios`: `{campo: (lo que vio, lo que escribió)}`; una dependencia, por su clave, y una
    lista, por las suyas. `dudosos`: `{campo: valores}` que esta página ya mandó sin saber si llegaron: no son de otra
    persona. `copia`: la fila de que se duplicó, de la que toma lo que no tiene columna.
    """

    clave: Clave
    cambios: Mapping[str, tuple]
    dudosos: Mapping[str, Collection] = field(default_factory=dict)
    copia: Clave | None = None


@dataclass
class FilaGuardada:
    """Cómo quedó una fila: `actividad` como está guardada (nula si otra persona la eliminó), los campos que otra
    persona también cambió, `{campo: (lo guardado, lo escrito)}`, y los que no valen, `{campo: por qué}`.
    """

    clave: Clave
    actividad: Linea | None
    choques: dict[str, tuple] = field(default_factory=dict)
    errores: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Guardado:
    """La hoja como quedó y lo que pasó con cada fila, en el orden en que llegaron."""

    hoja: Hoja
    filas: Sequence[FilaGuardada] = ()


@dataclass
class Cambio:
    """Una actividad que se crea o se cambia y sus campos: `{campo: (antes, después)}`, con claves en lo relacionado."""

    fila: FilaGuardada
    es_nueva: bool
    campos: dict[str, tuple] = field(default_factory=dict)

    @property
    def actividad(self) -> Linea:
        """La que se escribe, todavía sin guardar."""
        return self.fila.actividad

    def escribir(self, escrita: FilaEscrita) -> None:
        """Pone lo que la persona escribió; lo que otra persona también cambió queda en `choques`."""
        for campo, (visto, escrito) in escrita.cambios.items():
            guardado = leer(self.actividad, campo)
            if not self.es_nueva and reglas.choca(guardado, (visto, *escrita.dudosos.get(campo, ())), escrito):
                self.fila.choques[campo] = (guardado, escrito)
            elif comparable(guardado) != comparable(escrito):
                self.poner(campo, escrito)
        for campo, valor in reglas.al_escribir(self.actividad, self.campos).items():
            self.poner(campo, valor)

    def completar(self, valores: Mapping[str, object]) -> None:
        """Pone lo que la persona no dijo."""
        for campo, valor in valores.items():
            if campo not in self.campos and valor not in (None, "", []):
                self.poner(campo, valor)

    def poner(self, campo: str, valor) -> None:
        """Escribe un campo y recuerda cómo estaba."""
        antes = self.campos[campo][0] if campo in self.campos else leer(self.actividad, campo)
        self.campos[campo] = (antes, valor)
        if campo not in EN_LISTA:
            setattr(self.actividad, POR_NOMBRE[campo].atributo, valor)

    def rechazar(self, campo: str, por_que: str) -> None:
        """Deja el campo como estaba y dice por qué."""
        self.fila.errores[campo] = por_que
        antes, _ = self.campos.pop(campo)
        if campo not in EN_LISTA:
            setattr(self.actividad, POR_NOMBRE[campo].atributo, antes)

    def suceso(self, nombres: Mapping[str, Mapping[int, str]]) -> tuple[Linea, str, Mapping[str, tuple]]:
        """Lo que queda en la bitácora, con las listas por sus nombres."""
        dichos = {
            campo: tuple("; ".join(nombres[campo].get(pk, str(pk)) for pk in lado) or None for lado in lados)
            if campo in EN_LISTA
            else lados
            for campo, lados in self.campos.items()
        }
        return self.actividad, "" if self.es_nueva else "editar", dichos


def leer(actividad: Linea, campo: str):
    """Lo que dice un campo: de una relación, su clave; de una lista, las suyas."""
    if campo in EN_LISTA:
        return sorted(una.pk for una in getattr(actividad, campo).all()) if actividad.pk else []
    return getattr(actividad, POR_NOMBRE[campo].atributo)


@transaction.atomic
def guardar_filas(
    *, hoja: Hoja, filas: Sequence[FilaEscrita], orden: Sequence[Clave] = (), por: Usuario, ahora: datetime
) -> Guardado:
    """Guarda lo escrito en varias filas de un plan o de una propuesta y, si se dice, el orden de todas.

    El campo que otra persona también cambió se deja como está y se devuelve en `choques`; el que no vale, en `errores`;
    lo demás se guarda. Una fila nueva completa lo que no trae con lo que se supone.

    Lanza `ReglaIncumplida` si la hoja ya no se formula.
    """
    hoja = tomar_formulable(hoja, por)
    # Las listas se leen si alguien las escribe o las copia: casi siempre se guarda una celda.
    listas = {campo for campo in EN_LISTA for fila in filas if fila.copia or campo in fila.cambios}
    claves = [*orden, *(f.clave for f in filas), *(f.copia for f in filas if f.copia)]
    existentes = _existentes(hoja, claves, listas)
    cambios = _aplicar(hoja, filas, existentes)
    _rechazar_lo_suprimido(cambios, ahora)
    _numerar(hoja, cambios)
    _soltar_enlaces(cambios, ahora)
    hechos = _guardar(hoja, [cambio for cambio in cambios if cambio.campos])
    if hechos:
        nombres = _nombres(hechos)
        registrar_en_lote([cambio.suceso(nombres) for cambio in hechos], por=por, ahora=ahora)
    movidas = _ordenar(hoja, [existentes[clave].pk for clave in orden if clave in existentes])
    if movidas:
        registrar(hoja, verbo="mover", por=por, ahora=ahora, cambios={"orden": movidas})
    if hechos or movidas:
        tocar(hoja)
    por_clave = {cambio.fila.clave: cambio.fila for cambio in cambios}
    return Guardado(hoja, [por_clave.get(f.clave) or FilaGuardada(f.clave, None) for f in filas])


def _existentes(hoja: Hoja, claves: Collection[Clave], listas: Collection[str]) -> dict[Clave, Linea]:
    """Las actividades de la hoja por su clave primaria y por la clave con que nacieron en una página; con esas listas
    cargadas.
    """
    primarias = [clave for clave in claves if isinstance(clave, int)]
    nacidas = [clave for clave in claves if isinstance(clave, UUID)]
    suyas = hoja.actividades.vigentes().filter(Q(pk__in=primarias) | Q(clave__in=nacidas)).order_by("pk")
    halladas = {una.pk: una for una in suyas.prefetch_related(*sorted(listas))}
    return halladas | {una.clave: una for una in halladas.values() if una.clave}


def _aplicar(hoja: Hoja, filas: Sequence[FilaEscrita], existentes: dict[Clave, Linea]) -> list[Cambio]:
    """Escribe en cada actividad, sin guardarla, lo que se puede; añade a `existentes` las nuevas."""
    cambios = []
    for escrita in filas:
        es_nueva = escrita.clave not in existentes and isinstance(escrita.clave, UUID)
        if es_nueva:
            existentes[escrita.clave] = nueva_linea(hoja, clave=escrita.clave)
        if escrita.clave not in existentes:
            continue
        cambio = Cambio(FilaGuardada(escrita.clave, existentes[escrita.clave]), es_nueva)
        cambio.escribir(escrita)
        if es_nueva:
            cambio.completar(reglas.por_omision(hoja.vigencia.anio, hoja.dependencia_id))
            if origen := existentes.get(escrita.copia):
                cambio.completar({campo: leer(origen, campo) for campo in _SIN_COLUMNA})
        cambios.append(cambio)
    return cambios


def _rechazar_lo_suprimido(cambios: Sequence[Cambio], ahora: datetime) -> None:
    """Deja como estaba el campo que encarga algo a una dependencia que hoy no existe; la que ya estaba se queda."""
    encargan = [
        (cambio, campo, pk)
        for cambio in cambios
        for campo in DE_DEPENDENCIAS & cambio.campos.keys()
        for pk in que_entran(*cambio.campos[campo])
    ]
    faltan = que_no_existen((pk for _, _, pk in encargan), en_bogota(ahora))
    for cambio, campo, pk in encargan:
        if pk in faltan and campo in cambio.campos:
            cambio.rechazar(campo, faltan[pk])


def que_entran(antes, despues) -> set[int]:
    """Las claves que un cambio añade, de una relación de uno o de varios."""
    lados = [set(lado if isinstance(lado, list | tuple) else [lado]) for lado in (antes, despues)]
    return lados[1] - lados[0] - {None}


def _numerar(hoja: Hoja, cambios: Sequence[Cambio]) -> None:
    """Da número a las nuevas que no lo traen y devuelve el suyo a las que escribieron el de otra."""
    renumeran = [cambio for cambio in cambios if cambio.es_nueva or "numero" in cambio.campos]
    if not renumeran:
        return
    numeros = dict(hoja.actividades.vigentes().values_list("pk", "numero"))
    sueltan = {cambio.actividad.pk for cambio in renumeran}
    ocupados = {numero for pk, numero in numeros.items() if pk not in sueltan}
    libres = numeros_libres(ocupados)
    # Primero las que se quedan con el suyo y después las que piden uno; las nuevas que no traen, al final.
    for cambio in sorted(renumeran, key=lambda cambio: bool(cambio.actividad.numero) or 2 * cambio.es_nueva):
        numero = cambio.actividad.numero
        if numero in ocupados:
            cambio.rechazar("numero", NUMERO_REPETIDO.format(numero=numero))
        elif not numero and not cambio.es_nueva:
            cambio.rechazar("numero", SIN_NUMERO.format(numero=cambio.campos["numero"][0]))
        if not cambio.actividad.numero:
            cambio.poner("numero", next(libres))
        ocupados.add(cambio.actividad.numero)


def _soltar_enlaces(cambios: Sequence[Cambio], ahora: datetime) -> None:
    """El enlace que no reporta por la nueva dependencia responsable queda por asignar."""
    mudan = [cambio for cambio in cambios if "dependencia" in cambio.campos and cambio.actividad.enlace_id]
    if not mudan:
        return
    enlaces = {cambio.actividad.enlace_id for cambio in mudan}
    reportan = Asignacion.objects.pares_que_reportan(en_bogota(ahora), enlaces)
    for cambio in mudan:
        if not enlace_que_queda(cambio.actividad.enlace_id, cambio.actividad.dependencia_id, reportan):
            cambio.poner("enlace", None)


def _guardar(hoja: Hoja, cambios: Sequence[Cambio]) -> Sequence[Cambio]:
    """Guarda en lote; si la base rechaza algo, mira de una en una y deja como estaba el campo que no vale."""
    if not cambios:
        return []
    nuevas = [cambio.actividad for cambio in cambios if cambio.es_nueva]
    for orden, nueva in enumerate(nuevas, start=ultimo_orden(hoja) + 1 if nuevas else 0):
        nueva.orden = orden
    for cambio in cambios:
        cambio.actividad.version += 1
    try:
        with transaction.atomic():
            _escribir(hoja, cambios)
    except (IntegrityError, DataError):
        for cambio in cambios:
            _depurar(cambio)
        cambios = [cambio for cambio in cambios if cambio.campos]
        _escribir(hoja, cambios)
    modelo = hoja.actividades.model
    for campo in EN_LISTA:
        relacionar(modelo, campo, {c.actividad.pk: c.campos[campo][1] for c in cambios if campo in c.campos})
    return cambios


def _escribir(hoja: Hoja, cambios: Sequence[Cambio]) -> None:
    escribir_en_lote(
        hoja.actividades.model,
        nuevas=[cambio.actividad for cambio in cambios if cambio.es_nueva],
        cambiadas=[(cambio.actividad, cambio.campos.keys()) for cambio in cambios if not cambio.es_nueva],
    )


def escribir_en_lote(
    modelo: type[Linea], *, nuevas: Sequence[Linea] = (), cambiadas: Sequence[tuple[Linea, Collection[str]]]
) -> None:
    """Guarda actividades con las mismas consultas sean cuantas sean; de las cambiadas, los campos dichos menos las
    listas, que son de `relacionar`.

    Lanza `IntegrityError` si la base rechaza alguna, sin decir cuál.
    """
    if cambiadas:
        # Los números se liberan antes: renumerar no debe chocar con la actividad que todavía no se ha movido.
        mueven = [actividad.pk for actividad, campos in cambiadas if "numero" in campos]
        if mueven:
            # Ningún número que se escriba o se importe lleva un renglón de más.
            libre = Concat(Value("\n"), Cast("pk", CharField()))
            modelo.objects.filter(pk__in=mueven).update(numero=libre)
        campos = set().union(*(campos for _, campos in cambiadas)) - EN_LISTA | {"orden", "version"}
        modelo.objects.bulk_update([actividad for actividad, _ in cambiadas], campos, batch_size=_LOTE)
    if nuevas:
        modelo.objects.bulk_create(nuevas, batch_size=_LOTE)


def relacionar(modelo: type[Linea], campo: str, claves: Mapping[int, Iterable[int]]) -> None:
    """Deja en una lista de cada actividad (clave primaria) sólo las claves dichas."""
    if not claves:
        return
    relacion = modelo._meta.get_field(campo)
    intermedia, de, a = relacion.remote_field.through, relacion.m2m_column_name(), relacion.m2m_reverse_name()
    intermedia.objects.filter(**{f"{de}__in": list(claves)}).delete()
    intermedia.objects.bulk_create(
        [intermedia(**{de: actividad, a: pk}) for actividad, suyas in claves.items() for pk in suyas], batch_size=500
    )


def _depurar(cambio: Cambio) -> None:
    """Rechaza los campos escritos que incumplen una restricción de la base."""
    actividad = cambio.actividad
    if cambio.es_nueva:
        # El lote que se deshizo pudo dejarle una clave.
        actividad.pk, actividad._state.adding = None, True
    for restriccion in type(actividad)._meta.constraints:
        try:
            restriccion.validate(type(actividad), actividad)
        except ValidationError as error:
            for campo in cambio.campos.keys() & _campos_de(restriccion):
                cambio.rechazar(campo, error.messages[0])


def _campos_de(restriccion: models.BaseConstraint) -> set[str]:
    if isinstance(restriccion, models.UniqueConstraint):
        return set(restriccion.fields)
    return set(restriccion.condition.referenced_base_fields)


def _nombres(cambios: Sequence[Cambio]) -> dict[str, dict[int, str]]:
    """De cada lista que cambió, cómo se llama cada clave."""
    nombres = {}
    for campo in EN_LISTA:
        claves = {pk for cambio in cambios for lado in cambio.campos.get(campo, ()) for pk in lado}
        relacionado = type(cambios[0].actividad)._meta.get_field(campo).related_model
        nombres[campo] = {uno.pk: str(uno) for uno in relacionado.objects.filter(pk__in=claves)} if claves else {}
    return nombres


def _ordenar(hoja: Hoja, pedido: Sequence[int]) -> tuple[str, str] | None:
    """Deja las actividades en el orden pedido; devuelve los números de las que cambiaron de lugar, antes y después."""
    if not pedido:
        return None
    filas = list(hoja.actividades.vigentes().order_by("orden", "pk"))
    por_clave = {fila.pk: fila for fila in filas}
    antes, despues = [fila.pk for fila in filas], reglas.reordenar([fila.pk for fila in filas], pedido)
    cambian = [puesto for puesto, (a, b) in enumerate(zip(antes, despues, strict=True)) if a != b]
    if not cambian:
        return None
    desde, hasta = cambian[0], cambian[-1] + 1
    puestos = [fila.orden for fila in filas]
    if len(set(puestos)) < len(puestos):
        puestos, desde_a, hasta_a = list(range(1, len(filas) + 1)), 0, len(filas)
    else:
        desde_a, hasta_a = desde, hasta
    for puesto in range(desde_a, hasta_a):
        por_clave[despues[puesto]].orden = puestos[puesto]
    mudan = [por_clave[clave] for clave in despues[desde_a:hasta_a]]
    hoja.actividades.model.objects.bulk_update(mudan, ["orden"], batch_size=_LOTE)
    numeros = [", ".join(por_clave[clave].numero for clave in lado[desde:hasta])[:200] for lado in (antes, despues)]
    return numeros[0], numeros[1]
