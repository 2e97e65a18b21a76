"""Verbos sobre los informes de ley: crear, editar, trasladar, anular y copiar el calendario de un año en otro."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from mipg.bitacora.acciones import mover, registrar, registrar_en_lote
from mipg.fechas import en_bogota, otro_anio
from mipg.reglas import Problema, ReglaIncumplida, exigir, problemas_de_motivo
from mipg.texto import normalizar, una_linea
from mipg.usuarios.acciones.dependencias import exigir_que_existan
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.roles import Permiso
from planes.acciones.actividades import exigir_vigencia_abierta
from planes.acciones.de_ley import cambiar, es_de_control, queda_de_control, tomar_leido
from planes.models import InformeDeLey, Vencimiento
from planes.reglas import de_ley as reglas
from politicas.acciones import tomar_vigencia
from politicas.models import Vigencia


@transaction.atomic
def crear_informe(
    *,
    vigencia: Vigencia,
    nombre: str,
    norma: str,
    ante: str,
    periodicidad: str,
    primero: date,
    dependencia: Dependencia,
    por: Usuario,
    ahora: datetime,
    nota: str = "",
) -> InformeDeLey:
    """Registra un informe con todos sus vencimientos, desde el primero. Lo que registra Control Interno es suyo.

    Lanza `ReglaIncumplida` si la vigencia está cerrada, la fecha no es de ella o la dependencia no existe, y
    `ValidationError` si ya hay uno con ese nombre.
    """
    perfil, hoy = por.perfil(ahora), en_bogota(ahora)
    vigencia = tomar_vigencia(vigencia.pk)
    exigir_vigencia_abierta(vigencia)
    informe = InformeDeLey(
        vigencia=vigencia,
        nombre=una_linea(nombre),
        norma=una_linea(norma),
        ante=una_linea(ante),
        periodicidad=periodicidad,
        dependencia=dependencia,
        de_control=perfil.puede(Permiso.LEY_DE_CONTROL),
        nota=una_linea(nota),
        creado_en=ahora,
        creado_por=por,
    )
    exigir(reglas.problemas_de_quien(reglas.lleva(informe, perfil)))
    fechas = list(reglas.vencimientos(periodicidad, primero))
    extremos = {primero, fechas[-1][1]}
    exigir(p for vence in extremos for p in reglas.problemas_de_vencimiento(vence, anio=vigencia.anio, campo="primero"))
    exigir(
        reglas.problemas_de_dependencia(
            de_control=informe.de_control,
            dependencia=dependencia.pk,
            es_de_control=es_de_control(dependencia, hoy),
            perfil=perfil,
        )
    )
    exigir_que_existan([dependencia.pk], hoy)
    informe.full_clean()
    informe.save()
    _crear_vencimientos([(informe, fechas)])
    registrar(informe, verbo="crear", por=por, ahora=ahora)
    return informe


def _crear_vencimientos(de: list[tuple[InformeDeLey, list[tuple[str, date]]]]) -> None:
    Vencimiento.objects.bulk_create(
        Vencimiento(informe=informe, numero=n, periodo=periodo, vence=vence, dependencia_id=informe.dependencia_id)
        for informe, fechas in de
        for n, (periodo, vence) in enumerate(fechas, start=1)
    )


def _tomar(informe: InformeDeLey, version: int, por: Usuario, ahora: datetime) -> InformeDeLey:
    """El informe en pie que se leyó, con su vigencia tomada antes: es el orden de quien suprime una dependencia."""
    tomar_vigencia(informe.vigencia_id)
    filas = InformeDeLey.objects.filter(pk=informe.pk).select_related("vigencia", "dependencia")
    tomado = tomar_leido(filas, version, reglas.lleva, por=por, ahora=ahora)
    if tomado.anulado_en:
        raise ReglaIncumplida("El informe está anulado.")
    return tomado


@transaction.atomic
def editar_informe(
    *,
    informe: InformeDeLey,
    nombre: str,
    norma: str,
    ante: str,
    version: int,
    por: Usuario,
    ahora: datetime,
    nota: str = "",
) -> InformeDeLey:
    """Corrige cómo se llama, qué norma lo manda, ante quién y su nota; los vencimientos se corrigen uno a uno."""
    tomado = _tomar(informe, version, por, ahora)
    datos = {"nombre": nombre, "norma": norma, "ante": ante, "nota": nota}
    return cambiar(tomado, "editar", por=por, ahora=ahora, **{campo: una_linea(v) for campo, v in datos.items()})


@transaction.atomic
def trasladar_informe(
    *, informe: InformeDeLey, dependencia: Dependencia, motivo: str, version: int, por: Usuario, ahora: datetime
) -> InformeDeLey:
    """Pasa el informe, con lo que falta por presentar, a otra dependencia: lo presentado queda de quien lo presentó."""
    exigir(problemas_de_motivo(motivo, "se traslada"))
    tomado = _tomar(informe, version, por, ahora)
    exigir_que_existan([dependencia.pk], en_bogota(ahora))
    suyo = queda_de_control(tomado, dependencia, por=por, ahora=ahora)
    if (dependencia, suyo) == (tomado.dependencia, tomado.de_control):
        raise ReglaIncumplida([Problema("Ya lo debe esa dependencia.", "dependencia")])
    faltan = _por_presentar(tomado)
    tomado.vencimientos.pendientes().update(dependencia=dependencia, version=F("version") + 1)
    cambios = ((uno, "trasladar", {"dependencia": (uno.dependencia, dependencia)}) for uno in faltan)
    registrar_en_lote(cambios, por=por, ahora=ahora, nota=motivo.strip())
    return cambiar(tomado, "trasladar", por=por, ahora=ahora, nota=motivo, dependencia=dependencia, de_control=suyo)


def _por_presentar(informe: InformeDeLey) -> list[Vencimiento]:
    """Lo que le falta, tomado: nadie lo presenta mientras tanto."""
    faltan = informe.vencimientos.pendientes().select_related("dependencia")
    return list(faltan.select_for_update(of=("self",)).order_by("pk"))


@transaction.atomic
def anular_informe(*, informe: InformeDeLey, motivo: str, version: int, por: Usuario, ahora: datetime) -> InformeDeLey:
    """Anula un informe que se registró por error o que ya no se debe, con lo que le falta por presentar."""
    exigir(problemas_de_motivo(motivo, "se anula"))
    tomado = _tomar(informe, version, por, ahora)
    anulado = {"anulado_en": ahora, "anulado_por": por, "anulado_motivo": motivo.strip()}
    faltan = _por_presentar(tomado)
    mover(
        Vencimiento.objects.filter(pk__in=[uno.pk for uno in faltan]),
        reglas.TRANSICIONES_DE_VENCIMIENTO,
        verbo="anular",
        a=Vencimiento.Estado.ANULADO,
        version=F("version") + 1,
        **anulado,
    )
    cambio = {"estado": (Vencimiento.Estado.PENDIENTE, Vencimiento.Estado.ANULADO)}
    registrar_en_lote(((uno, "anular", cambio) for uno in faltan), por=por, ahora=ahora, nota=motivo.strip())
    return cambiar(tomado, "anular", por=por, ahora=ahora, nota=motivo, **anulado)


# --- Copiar el calendario ---


@dataclass
class Copia:
    """Lo que se copió del calendario de un año en otro, y lo que no: su nombre y por qué."""

    copiados: list[InformeDeLey] = field(default_factory=list)
    no: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def copiar_calendario(*, vigencia: Vigencia, por: Usuario, ahora: datetime) -> Copia:
    """Copia en la vigencia los informes en pie del año anterior, con sus fechas un año después, sin repetir ninguno.

    Cada quien copia lo que lleva: Control Interno, lo suyo; Planeación, lo demás. Si la dependencia se suprimió, es de
    su sucesora. Lanza `ReglaIncumplida` si la vigencia está cerrada.
    """
    perfil, hoy = por.perfil(ahora), en_bogota(ahora)
    vigencia = tomar_vigencia(vigencia.pk)
    exigir_vigencia_abierta(vigencia)
    de_control = perfil.puede(Permiso.LEY_DE_CONTROL)
    exigir(reglas.problemas_de_quien(de_control or perfil.puede(Permiso.LEY_GESTIONAR)))
    copia, nuevos = Copia(), []
    ya = {normalizar(nombre) for nombre in vigencia.informes_de_ley.en_pie().values_list("nombre", flat=True)}
    anteriores = InformeDeLey.objects.en_pie().filter(vigencia__anio=vigencia.anio - 1, de_control=de_control)
    for anterior in anteriores.select_related("dependencia__heredera").prefetch_related("vencimientos").order_by("pk"):
        dependencia = anterior.dependencia.de_hoy(hoy)
        fechas = [
            (uno.periodo, otro_anio(uno.vence, 1))
            for uno in sorted(anterior.vencimientos.all(), key=lambda uno: uno.numero)
            if uno.estado != Vencimiento.Estado.ANULADO
        ]
        if normalizar(anterior.nombre) in ya:
            copia.no.append((anterior.nombre, "ya está"))
        elif dependencia is None:
            copia.no.append((anterior.nombre, f"{anterior.dependencia} no existe y nadie la sucedió"))
        elif anterior.periodicidad == InformeDeLey.Periodicidad.UNICO:
            copia.no.append((anterior.nombre, "se presentaba una sola vez"))
        elif not fechas:
            copia.no.append((anterior.nombre, "todos sus vencimientos están anulados"))
        else:
            ya.add(normalizar(anterior.nombre))
            nuevos.append((_copiado(anterior, vigencia, dependencia, por, ahora), fechas))
    copia.copiados = InformeDeLey.objects.bulk_create(informe for informe, _ in nuevos)
    _crear_vencimientos(nuevos)
    de = f"Del calendario de {vigencia.anio - 1}."
    registrar_en_lote(((informe, "crear", {}) for informe in copia.copiados), por=por, ahora=ahora, nota=de)
    return copia


def _copiado(
    anterior: InformeDeLey, vigencia: Vigencia, dependencia: Dependencia, por: Usuario, ahora: datetime
) -> InformeDeLey:
    iguales = ("nombre", "norma", "ante", "periodicidad", "de_control", "nota")
    return InformeDeLey(
        vigencia=vigencia,
        dependencia=dependencia,
        copiado_de=anterior,
        creado_en=ahora,
        creado_por=por,
        **{campo: getattr(anterior, campo) for campo in iguales},
    )
