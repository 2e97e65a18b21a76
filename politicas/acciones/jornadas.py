"""Verbos sobre las jornadas: programar, editar, realizar, adjuntar y retirar material, anular y reabrir."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from mipg.bitacora.acciones import registrar, tomar
from mipg.expediente import acciones as expediente
from mipg.expediente.models import Documento, Uso
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, exigir, problemas_de_motivo
from mipg.texto import una_linea
from mipg.usuarios.acciones.dependencias import exigir_que_existan
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.roles import Permiso
from politicas.acciones.vigencias import tomar_vigencia
from politicas.models import Jornada, Politica, Vigencia
from politicas.reglas import jornadas as reglas

TABLA = reglas.TRANSICIONES_DE_JORNADA
DATOS = ("tipo", "vigencia_medida", "titulo", "fecha", "modalidad", "lugar", "dependencia", "publico")
_TEXTOS = frozenset({"titulo", "lugar", "publico"})


def _exigir_quien(por: Usuario, ahora: datetime) -> None:
    if not por.perfil(ahora).puede(Permiso.JORNADA_GESTIONAR):
        raise ReglaIncumplida("Las jornadas las registran Planeación y la Secretaría General.")


def _tomar_abierta(anio: int) -> Vigencia | None:
    vigencia = Vigencia.objects.filter(anio=anio).first()
    return vigencia and tomar_vigencia(vigencia.pk)


def _limpiar(datos: dict) -> dict:
    return {campo: una_linea(valor) if campo in _TEXTOS else valor for campo, valor in datos.items()}


def _problemas(datos: dict, vigencia: Vigencia | None, politicas: Collection[Politica]) -> list[Problema]:
    return reglas.problemas_de_datos(
        tipo=datos["tipo"],
        fecha=datos["fecha"],
        vigencia_medida=datos["vigencia_medida"],
        abierta=bool(vigencia and vigencia.esta_abierta),
        politicas=len(politicas),
    )


@transaction.atomic
def programar_jornada(
    *,
    politicas: Collection[Politica] = (),
    dependencias: Collection[Dependencia] = (),
    por: Usuario,
    ahora: datetime,
    **datos,
) -> Jornada:
    """Programa una jornada en la vigencia del año de su fecha. `datos`: los de `DATOS`.

    Lanza `ReglaIncumplida` si esa vigencia no está abierta, a `por` no le toca, la dependencia no existe o le falta lo
    que pide su tipo.
    """
    _exigir_quien(por, ahora)
    datos = _limpiar({"vigencia_medida": None, "lugar": ""} | datos)
    vigencia = _tomar_abierta(datos["fecha"].year)
    exigir(_problemas(datos, vigencia, politicas))
    exigir_que_existan([datos["dependencia"].pk], en_bogota(ahora))
    jornada = Jornada(**datos, vigencia=vigencia, creada_en=ahora, creada_por=por)
    jornada.full_clean()
    jornada.save()
    jornada.politicas.set(politicas)
    jornada.dependencias.set(dependencias)
    registrar(jornada, verbo="programar", por=por, ahora=ahora)
    return jornada


def _tomar_leida(jornada: Jornada, version: int, por: Usuario, ahora: datetime) -> Jornada:
    """La que se leyó, con su vigencia tomada antes. Lanza `EstadoCambiado`, que dice cómo está, si cambió."""
    _exigir_quien(por, ahora)
    tomar_vigencia(jornada.vigencia_id)
    filas = Jornada.objects.select_related("vigencia", "dependencia").filter(pk=jornada.pk)
    fila = filas.select_for_update(of=("self",)).get()
    if fila.version != version:
        como = f"está {fila.get_estado_display().lower()} y es el {fila.fecha:%d/%m/%Y}"
        raise EstadoCambiado(
            f"«{fila.titulo}» cambió mientras usted la miraba: {como}. Si aún es lo que quiere, envíelo otra vez."
        )
    return fila


@transaction.atomic
def editar_jornada(
    *,
    jornada: Jornada,
    version: int,
    politicas: Collection[Politica],
    dependencias: Collection[Dependencia],
    asistentes: int | None = None,
    por: Usuario,
    ahora: datetime,
    **datos,
) -> Jornada:
    """Corrige lo que se dijo de una jornada programada o, con cuántas personas asistieron, de una realizada.

    Lanza `ReglaIncumplida` si está anulada, si su año se cerró o por lo mismo que `programar_jornada`.
    """
    fila = _tomar_leida(jornada, version, por, ahora)
    if fila.estado == Jornada.Estado.ANULADA:
        raise ReglaIncumplida("Está anulada: reábrala antes de corregirla.")
    exigir(reglas.problemas_de_vigencia_cerrada(fila.vigencia.anio, fila.vigencia.cerrada_en is not None))
    datos = _limpiar(datos)
    vigencia = _tomar_abierta(datos["fecha"].year)
    exigir(_problemas(datos, vigencia, politicas))
    datos["vigencia"] = vigencia
    if fila.estado == Jornada.Estado.REALIZADA:
        hoy = en_bogota(ahora)
        dicho = {"asistentes": asistentes, "con_soporte": True, "nota": ""}
        exigir(reglas.problemas_para_realizar(fecha=datos["fecha"], hoy=hoy, **dicho))
        datos["asistentes"] = asistentes
    if datos["dependencia"] != fila.dependencia:
        exigir_que_existan([datos["dependencia"].pk], en_bogota(ahora))
    return _cambiar(fila, datos, {"politicas": politicas, "dependencias": dependencias}, por, ahora)


def _cambiar(fila: Jornada, datos: dict, listas: dict[str, Collection], por: Usuario, ahora: datetime) -> Jornada:
    """Escribe lo que cambia, con su suceso; si nada cambia, no hace nada."""
    cambios = {campo: (getattr(fila, campo), valor) for campo, valor in datos.items() if getattr(fila, campo) != valor}
    for campo, despues in listas.items():
        antes = getattr(fila, campo).all()
        if {uno.pk for uno in antes} != {uno.pk for uno in despues}:
            cambios[campo] = tuple(", ".join(sorted(map(str, cuales))) for cuales in (antes, despues))
            getattr(fila, campo).set(despues)
    if not cambios:
        return fila
    for campo in cambios.keys() & datos.keys():
        setattr(fila, campo, datos[campo])
    fila.version += 1
    fila.full_clean()
    fila.save(update_fields=[*(cambios.keys() & datos.keys()), "version"])
    registrar(fila, verbo="editar", por=por, ahora=ahora, cambios=cambios)
    return fila


def _filas(jornada: Jornada) -> QuerySet[Jornada]:
    return Jornada.objects.filter(pk=jornada.pk)


@transaction.atomic
def realizar_jornada(
    *,
    jornada: Jornada,
    asistentes: int,
    version: int,
    nota: str = "",
    soporte: dict | None = None,
    por: Usuario,
    ahora: datetime,
) -> Jornada:
    """Registra que se hizo, cuántas personas fueron y el material. `soporte`: lo que pide `expediente.adjuntar`.

    Se registra aunque su año ya se haya cerrado: lo que se hizo, se hizo. Lanza `ReglaIncumplida` si no llega su fecha,
    no fue nadie o falta con qué probarlo.
    """
    fila = _tomar_leida(jornada, version, por, ahora)
    exigir(
        reglas.problemas_para_realizar(
            fecha=fila.fecha,
            hoy=en_bogota(ahora),
            asistentes=asistentes,
            con_soporte=bool(soporte) or _materiales(fila).exists(),
            nota=nota,
        )
    )
    hecho = {"asistentes": asistentes, "realizada_en": ahora, "realizada_por": por, "nota": nota.strip()}
    fila = tomar(_filas(fila), TABLA, a=Jornada.Estado.REALIZADA, verbo="realizar", por=por, ahora=ahora, **hecho)
    if soporte:
        # La que se reabrió y se registra otra vez ya lo tiene.
        with suppress(expediente.YaAdjunto):
            expediente.adjuntar(objeto=fila, dependencia=fila.dependencia, por=por, ahora=ahora, **soporte)
    return fila


@transaction.atomic
def anular_jornada(*, jornada: Jornada, motivo: str, version: int, por: Usuario, ahora: datetime) -> Jornada:
    """Anula la que no se hizo."""
    exigir(problemas_de_motivo(motivo, "se anula"))
    fila = _tomar_leida(jornada, version, por, ahora)
    anulada = {"anulada_en": ahora, "anulada_por": por, "anulada_motivo": motivo.strip(), "nota": motivo.strip()}
    return tomar(_filas(fila), TABLA, a=Jornada.Estado.ANULADA, verbo="anular", por=por, ahora=ahora, **anulada)


@transaction.atomic
def reabrir_jornada(*, jornada: Jornada, motivo: str, version: int, por: Usuario, ahora: datetime) -> Jornada:
    """Devuelve a las programadas la que se registró o se anuló por error.

    Lanza `ReglaIncumplida` si su año se cerró.
    """
    exigir(problemas_de_motivo(motivo, "se reabre"))
    fila = _tomar_leida(jornada, version, por, ahora)
    exigir(reglas.problemas_de_vigencia_cerrada(fila.vigencia.anio, fila.vigencia.cerrada_en is not None))
    vacio = {"asistentes": None, "anulada_motivo": ""}
    vacio |= {f"{hecho}_{parte}": None for hecho in ("realizada", "anulada") for parte in ("en", "por")}
    quien = {"por": por, "ahora": ahora, "nota": motivo.strip()}
    return tomar(_filas(fila), TABLA, a=Jornada.Estado.PROGRAMADA, verbo="reabrir", **quien, **vacio)


# --- Material ---


def _materiales(jornada: Jornada) -> QuerySet[Uso]:
    return Uso.objects.de(jornada).filter(documento__retirado_en=None)


@transaction.atomic
def adjuntar_material(*, jornada: Jornada, titulo: str, soporte: dict, por: Usuario, ahora: datetime) -> Documento:
    """Suma un material: la presentación, la lista de asistencia, las fotos. Lanza como `expediente.adjuntar`."""
    _exigir_quien(por, ahora)
    fila = _filas(jornada).select_for_update(of=("self",)).select_related("dependencia").get()
    if fila.estado == Jornada.Estado.ANULADA:
        raise ReglaIncumplida("Está anulada: no lleva material.")
    soporte = soporte | {"titulo": una_linea(titulo)}
    return expediente.adjuntar(objeto=fila, dependencia=fila.dependencia, por=por, ahora=ahora, **soporte)


@transaction.atomic
def retirar_material(*, uso: Uso, motivo: str, por: Usuario, ahora: datetime) -> None:
    """Retira el material que se adjuntó por error: sigue guardado, con su motivo. Si sostiene otra cosa, sólo lo suelta
    de la jornada. Lanza `ReglaIncumplida` si ya estaba retirado.
    """
    exigir(problemas_de_motivo(motivo, "se retira"))
    _exigir_quien(por, ahora)
    quien = {"por": por, "ahora": ahora}
    if Uso.objects.filter(documento=uso.documento_id).exclude(pk=uso.pk).exists():
        expediente.desadjuntar(uso=uso, nota=motivo, **quien)
        return
    expediente.retirar(documento=uso.documento, motivo=motivo, **quien)
    expediente.contar_que_se_quito(uso, nota=motivo, **quien)
