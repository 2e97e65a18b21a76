"""Verbos sobre propuestas de modificación: proponer, elegir, enviar, recuperar, devolver y desistir.

Aprobar está aparte (`acciones.modificaciones`): es lo único que toca lo que rige.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import transaction
from django.db.models import QuerySet

from mipg.bitacora.acciones import registrar, tomar
from mipg.fechas import en_bogota
from mipg.libros.notas import VACIO
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, exigir, problemas_de_motivo
from mipg.usuarios.models import Usuario
from planes import reglas
from planes.acciones.actividades import exigir_vigencia_abierta, tocar, tomar_fila, tomar_formulable
from planes.acciones.hojas import escribir_en_lote, relacionar
from planes.acciones.planes import tomar_foto
from planes.campos import EN_COLUMNA, EN_FOTO, POR_NOMBRE
from planes.celdas import EN_LISTA
from planes.models import OPCIONES, Actividad, ActividadPropuesta, Observacion, Plan, Propuesta, Punto
from planes.reglas import propuestas as de_propuestas
from planes.reglas.comparacion import Comparacion, comparar
from planes.reglas.propuestas import CAMPOS, PROPUESTA, RETIRO, VIGENTE, Linea


@transaction.atomic
def proponer(*, plan: Plan, por: Usuario, ahora: datetime) -> Propuesta:
    """Abre una propuesta de modificación con una copia de lo que rige; el plan sigue rigiendo entre tanto.

    Lanza `ReglaIncumplida` si el plan no rige, su año se cerró o ya tiene una abierta.
    """
    plan = tomar_fila(Plan.objects.filter(pk=plan.pk).select_related("vigencia"))
    base = plan.versiones.order_by("-numero").first()
    exigir(
        de_propuestas.problemas_para_proponer(
            estado=plan.estado, hay_abierta=plan.propuestas.abiertas().exists(), tiene_version=base is not None
        )
    )
    exigir_vigencia_abierta(plan.vigencia)
    propuesta = Propuesta.objects.create(plan=plan, base=base, creada_en=ahora, creada_por=por)
    rigen = list(plan.actividades.vigentes().con_apoyos().prefetch_related("indices"))
    copiar_a_lineas(propuesta, rigen)
    registrar(propuesta, verbo="proponer", por=por, ahora=ahora)
    registrar(plan, verbo="proponer", por=por, ahora=ahora)
    return propuesta


def fotografiar(actividad) -> dict:
    """La foto de una actividad o de una línea, con los campos de la tabla."""
    return {campo.nombre: campo.fotografiar(actividad) for campo in EN_FOTO}


def copiar_a_lineas(propuesta: Propuesta, rigen: Iterable[Actividad]) -> None:
    """Una línea por actividad que rige, con sus valores y su base."""
    rigen = list(rigen)
    lineas = ActividadPropuesta.objects.bulk_create(
        ActividadPropuesta(
            propuesta=propuesta,
            actividad=una,
            base=fotografiar(una),
            orden=una.orden,
            **{nombre: getattr(una, nombre) for nombre in EN_COLUMNA},
        )
        for una in rigen
    )
    for nombre in EN_LISTA:
        relacionar(ActividadPropuesta, nombre, {
            linea.pk: [otro.pk for otro in getattr(una, nombre).all()] for linea, una in zip(lineas, rigen, strict=True)
        })  # fmt: skip


@dataclass(frozen=True)
class Mirada:
    """Una propuesta leída a tres bandas contra lo que rige ahora: sus líneas, sus filas y las dos fotos.

    `filas`: por clave de línea, la fila con lo que cambió por fuera ya puesto —en memoria— y sin lo que se soltó;
    `rigen`: por clave, las actividades que rigen.
    """

    propuesta: Propuesta
    lineas: tuple[Linea, ...]
    filas: Mapping[int, ActividadPropuesta]
    rigen: Mapping[int, Actividad]
    vigente: Mapping

    @staticmethod
    def clave_de(linea: Linea) -> int:
        """Con qué identidad está en las fotos: la de la que rige o, si es nueva, la de su línea en negativo."""
        return linea.actividad if linea.vigente is not None else -linea.pk

    @cached_property
    def foto(self) -> dict:
        """La foto del plan como quedaría."""
        quedan = [linea for linea in self.lineas if linea.resultado is not None]
        return {
            **self.vigente,
            "actividades": [
                {
                    "id": self.clave_de(linea),
                    "orden": self.filas[linea.pk].orden,
                    **{c: linea.resultado[c] for c in de_propuestas.CAMPOS},
                }
                for linea in quedan
            ],
        }

    @cached_property
    def comparacion(self) -> Comparacion:
        """La diferencia frente a lo que rige."""
        return comparar(self.vigente, self.foto, OPCIONES)

    @property
    def quedan(self) -> list[ActividadPropuesta]:
        """Las filas que quedarían rigiendo, en su orden."""
        return [self.filas[linea.pk] for linea in self.lineas if linea.resultado is not None]

    def problemas(self, hoy) -> list[Problema]:
        """Lo que falta para enviarla, o para aprobarla: la misma lista en la pantalla y en las acciones."""
        vigencia = self.propuesta.vigencia
        intocable = vigencia.trimestre_intocable(hoy)
        if self.comparacion.vacia:
            return [Problema("La propuesta no cambia nada de lo que rige: corrija lo que haga falta o desista.")]
        if choca := de_propuestas.problemas_de_lo_que_choca(self.lineas):
            return choca
        return [
            *de_propuestas.problemas_de_lo_medido(self.lineas, intocable),
            *de_propuestas.problemas_de_numeros(self.lineas),
            # Retirarlas todas es como se deja sin efecto un plan aprobado.
            *(
                self.quedan
                and reglas.problemas_para_enviar(self.quedan, vigencia.anio, self.propuesta.clase, intocable)
            ),
        ]


def mirar(propuesta: Propuesta) -> Mirada:
    """Lee la propuesta a tres bandas, en un número fijo de consultas y sin escribir nada.

    Una actividad que rige y no tiene línea —la añadieron por otro lado— se queda como está.
    """
    plan = propuesta.plan
    rigen = {una.pk: una for una in plan.actividades.vigentes().con_apoyos().prefetch_related("indices")}
    vigente = tomar_foto(plan, actividades=rigen.values())
    fotos = {una["id"]: una for una in vigente["actividades"]}
    ajenas = dict(rigen)
    pares: list[tuple[tuple, Linea, object]] = []
    for fila in _con_lo_suyo(propuesta):
        ajenas.pop(fila.actividad_id, None)
        suya = fotos.get(fila.actividad_id)
        # Lo que no estaba en la base —un campo que entonces no existía— es lo que rige.
        base = (suya or {}) | (fila.base or {})
        base = {campo: base.get(campo) for campo in CAMPOS}
        linea = Linea(fila.pk, fila.actividad_id, base, suya, fotografiar(fila), se_retira=fila.se_retira)
        _tomar_de(rigen.get(fila.actividad_id), fila, linea.cruce.de_afuera)
        pares.append(((fila.orden, 0, fila.pk), linea, fila))
    for una in ajenas.values():
        foto = fotos[una.pk]
        pares.append(((una.orden, 1, una.pk), Linea(-una.pk, una.pk, foto, foto, foto), una))
    pares.sort(key=lambda par: par[0])
    return Mirada(
        propuesta=propuesta,
        lineas=tuple(linea for _, linea, _ in pares),
        filas={linea.pk: fila for _, linea, fila in pares},
        rigen=rigen,
        vigente=vigente,
    )


def _con_lo_suyo(propuesta: Propuesta) -> QuerySet[ActividadPropuesta]:
    return propuesta.actividades.select_related("dependencia", "enlace").prefetch_related("apoyos", "indices")


def foto_de_lineas(propuesta: Propuesta) -> dict:
    """Lo que proponía una que ya se decidió, con la forma de una foto: la base, con sus líneas."""
    filas = _con_lo_suyo(propuesta).filter(se_retira=False)
    return {
        **propuesta.base.foto,
        "actividades": [
            {"id": fila.actividad_id or -fila.pk, "orden": fila.orden, **fotografiar(fila)} for fila in filas
        ],
    }


def _tomar_de(rige: Actividad | None, fila, campos: Iterable[str]) -> None:
    """Pone en la fila, en memoria, esos campos como rigen; los relacionados los pone quien guarda."""
    for nombre in campos:
        if nombre in EN_COLUMNA:
            setattr(fila, nombre, getattr(rige, nombre))


@transaction.atomic
def conciliar(
    *, propuesta: Propuesta, version: int, elecciones: Mapping[tuple[int, str], str], por: Usuario, ahora: datetime
) -> Propuesta:
    """Resuelve lo que choca: de cada (línea, campo), si queda lo que rige o lo propuesto. Lo demás se pone al día.

    Lanza `EstadoCambiado` si la propuesta cambió desde que se leyó, y `ReglaIncumplida` si queda algo sin elegir.
    """
    propuesta = tomar_formulable(propuesta, por)
    if propuesta.version != version:
        raise EstadoCambiado("La modificación cambió mientras usted elegía. Mírela de nuevo.")
    mirada = mirar(propuesta)
    exigir(de_propuestas.problemas_de_numeros(mirada.lineas))
    chocan = {(linea.pk, campo): linea for linea in mirada.lineas for campo in linea.cruce.chocan}
    faltan = [clave for clave in chocan if elecciones.get(clave) not in (VIGENTE, PROPUESTA)]
    exigir(Problema("elija con cuál queda.", campo, chocan[linea, campo].donde) for linea, campo in faltan)
    _poner_al_dia(mirada, elecciones)
    tocar(propuesta)
    nota = "; ".join(
        f"{linea.donde}: {como_se_llama(campo).lower()}, queda lo {'que rige' if cual == VIGENTE else 'propuesto'}"
        for (clave, campo), linea in chocan.items()
        if (cual := elecciones[clave, campo])
    )
    registrar(propuesta, verbo="conciliar", por=por, ahora=ahora, nota=nota[:2000])
    propuesta.refresh_from_db()
    return propuesta


def como_se_llama(campo: str) -> str:
    """El nombre visible de lo que choca."""
    return "Retirarla" if campo == RETIRO else POR_NOMBRE[campo].como_se_llama


def _poner_al_dia(mirada: Mirada, elecciones: Mapping[tuple[int, str], str] = VACIO) -> None:
    """Guarda en las líneas lo que cambió por fuera y lo elegido: desde ahora parten de lo que rige."""
    sueltas, cambiadas, nuevas = [], [], []
    relacionados: dict[str, dict[int, list[int]]] = {nombre: {} for nombre in EN_LISTA}
    for linea in mirada.lineas:
        fila = mirada.filas[linea.pk]
        retiro = elecciones.get((linea.pk, RETIRO))
        if linea.pk < 0:
            nuevas.append(fila)
        elif linea.ya_se_retiro and retiro != PROPUESTA:
            if not linea.cruce.chocan or retiro:
                sueltas.append(fila.pk)
        elif linea.ya_se_retiro:
            fila.actividad, fila.base = None, None
            cambiadas.append((fila, {"actividad", "base"}))
        elif not linea.es_nueva:
            toma = _lo_que_toma(linea, elecciones)
            sin_elegir = {c for c in linea.cruce.chocan if (linea.pk, c) not in elecciones}
            base = {c: linea.base[c] if RETIRO in sin_elegir or c in sin_elegir else linea.vigente[c] for c in CAMPOS}
            if not toma and base == linea.base:
                continue
            fila.se_retira = fila.se_retira and retiro != VIGENTE
            fila.base, fila.version = base, fila.version + 1
            _tomar_de(mirada.rigen[linea.actividad], fila, toma)
            for nombre in relacionados.keys() & toma:
                suyos = getattr(mirada.rigen[linea.actividad], nombre).all()
                relacionados[nombre][fila.pk] = [uno.pk for uno in suyos]
            cambiadas.append((fila, toma | {"base", "se_retira"}))
    mirada.propuesta.actividades.filter(pk__in=sueltas).delete()
    escribir_en_lote(ActividadPropuesta, cambiadas=cambiadas)
    for nombre, de_cada_una in relacionados.items():
        relacionar(ActividadPropuesta, nombre, de_cada_una)
    copiar_a_lineas(mirada.propuesta, nuevas)


def _lo_que_toma(linea: Linea, elecciones: Mapping[tuple[int, str], str]) -> set[str]:
    if elecciones.get((linea.pk, RETIRO)) == VIGENTE:
        return set(CAMPOS)
    return {*linea.cruce.de_afuera, *(c for c in linea.cruce.chocan if elecciones.get((linea.pk, c)) == VIGENTE)}


@transaction.atomic
def conservar(*, linea: ActividadPropuesta, por: Usuario, ahora: datetime) -> ActividadPropuesta:
    """Devuelve a la propuesta una actividad que se iba a retirar, con lo que se le haya cambiado.

    Lanza `ReglaIncumplida` si otra línea tomó su número.
    """
    propuesta = tomar_formulable(linea.propuesta, por)
    linea = tomar_fila(ActividadPropuesta.objects.filter(pk=linea.pk))
    if propuesta.actividades.vigentes().filter(numero=linea.numero).exclude(pk=linea.pk).exists():
        raise ReglaIncumplida(f"Otra actividad de la propuesta tomó el número {linea.numero}: cámbieselo antes.")
    if linea.se_retira:
        linea.se_retira, linea.version = False, linea.version + 1
        linea.save(update_fields=["se_retira", "version"])
        tocar(propuesta)
        registrar(propuesta, verbo="conservar", por=por, ahora=ahora, cambios={"actividad": (None, str(linea))})
    return linea


@transaction.atomic
def enviar(*, propuesta: Propuesta, motivo: str, frase: str, por: Usuario, ahora: datetime) -> Propuesta:
    """Envía la propuesta a revisión con su motivo y su frase pública; resuelve las observaciones abiertas.

    Lo que cambió por fuera entre tanto queda puesto en ella: quien la revisa lee contra lo que rige.
    """
    propuesta = tomar_formulable(propuesta, por)
    mirada = mirar(propuesta)
    exigir([*de_propuestas.problemas_de_lo_dicho(motivo, frase), *mirada.problemas(en_bogota(ahora))])
    _poner_al_dia(mirada)
    enviada = tomar(
        Propuesta.objects.filter(pk=propuesta.pk),
        reglas.TRANSICIONES_DE_PROPUESTA,
        a=Propuesta.Estado.EN_REVISION,
        por=por,
        verbo="enviar",
        ahora=ahora,
        enviada_en=ahora,
        enviada_por=por,
        motivo=motivo.strip(),
        frase=frase.strip(),
    )
    enviada.observaciones.filter(resuelta_en=None).update(resuelta_en=ahora, resuelta_por=por)
    return enviada


@transaction.atomic
def recuperar(*, propuesta: Propuesta, por: Usuario, ahora: datetime) -> Propuesta:
    """Recupera una propuesta enviada que nadie ha decidido; reabre lo que ese envío dio por atendido."""
    recuperada = tomar(
        Propuesta.objects.filter(pk=propuesta.pk),
        reglas.TRANSICIONES_DE_PROPUESTA,
        a=Propuesta.Estado.BORRADOR,
        por=por,
        verbo="recuperar",
        ahora=ahora,
    )
    recuperada.autores.add(por)
    recuperada.observaciones.filter(resuelta_en=recuperada.enviada_en).update(resuelta_en=None, resuelta_por=None)
    return recuperada


@transaction.atomic
def devolver(
    *,
    propuesta: Propuesta,
    observaciones: Iterable[Mapping],
    version: int,
    por: Usuario,
    ahora: datetime,
    punto: Punto | None = None,
) -> Propuesta:
    """Devuelve la propuesta con observaciones: dicts con `texto`, y opcionales `campo` y `linea` (clave primaria).

    `punto`: el de la sesión en que se decidió, que la historia cita.
    """
    observaciones = [una for una in observaciones if una["texto"].strip()]
    if not observaciones:
        raise ReglaIncumplida("Escriba al menos una observación: quien propone debe saber qué corregir.")
    devuelta = tomar(
        Propuesta.objects.filter(pk=propuesta.pk),
        reglas.TRANSICIONES_DE_PROPUESTA,
        a=Propuesta.Estado.DEVUELTA,
        por=por,
        verbo="devolver",
        ahora=ahora,
        version=version,
        nota="; ".join([*([punto.cita] if punto else []), *(una["texto"].strip() for una in observaciones)])[:2000],
    )
    Observacion.objects.bulk_create(
        Observacion(
            plan_id=devuelta.plan_id,
            propuesta=devuelta,
            linea_id=una.get("linea"),
            campo=una.get("campo", ""),
            texto=una["texto"].strip(),
            creada_en=ahora,
            creada_por=por,
        )
        for una in observaciones
    )
    return devuelta


@transaction.atomic
def desistir(*, propuesta: Propuesta, motivo: str, por: Usuario, ahora: datetime) -> Propuesta:
    """Abandona una propuesta abierta, con su motivo: el plan sigue como rige y se puede proponer otra."""
    exigir(problemas_de_motivo(motivo, "se desiste de la modificación"))
    return tomar(
        Propuesta.objects.filter(pk=propuesta.pk),
        reglas.TRANSICIONES_DE_PROPUESTA,
        a=Propuesta.Estado.DESISTIDA,
        por=por,
        verbo="desistir",
        ahora=ahora,
        desistida_en=ahora,
        desistida_por=por,
        desistida_motivo=motivo.strip(),
    )
