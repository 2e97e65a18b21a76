"""Verbos sobre las sesiones: convocar, editar, iniciar, anotar la asistencia, cerrar, cancelar y aclarar."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max

from mipg.bitacora.acciones import registrar, tomar
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, exigir
from mipg.usuarios.models import Usuario
from planes.acciones.actas import tomar_foto
from planes.acciones.orden_del_dia import (
    exigir_que_no_se_repita,
    llenar,
    lo_que_espera,
    mover_a,
    tomar_abierta,
    tomar_instancia,
)
from planes.models import Aclaracion, Asistencia, Miembro, Punto, Resultado, Sesion
from planes.querysets import MiembroQuerySet
from planes.reglas import huella
from planes.reglas import sesiones as reglas
from planes.reglas.sesiones import DIAS_SIN_FECHA, TRANSICIONES_DE_SESION
from politicas.models import Instancia, Vigencia

Estado = Sesion.Estado
EDITABLES = ("tipo", "fecha", "hora", "modalidad", "lugar", "quorum", "dias_sin_fecha")


@transaction.atomic
def convocar(
    *,
    instancia: Instancia,
    fecha: date,
    hora: time,
    lugar: str,
    por: Usuario,
    ahora: datetime,
    tipo: str = Sesion.Tipo.ORDINARIA,
    modalidad: str = Sesion.Modalidad.PRESENCIAL,
    quorum: int | None = None,
    dias_sin_fecha: int = DIAS_SIN_FECHA,
) -> Sesion:
    """Convoca una sesión, o registra la que ya se hizo, con el orden del día lleno de lo que esperaba ese día.

    Con la instancia tomada: la misma, enviada dos veces, no se convoca dos veces. Lanza `ValidationError` si ya hay una
    a esa hora.
    """
    tomar_instancia(instancia.pk)
    _exigir_convocable(instancia, fecha, quorum, en_bogota(ahora))
    sesion = Sesion(
        instancia=instancia,
        fecha=fecha,
        hora=hora,
        lugar=lugar.strip(),
        tipo=tipo,
        modalidad=modalidad,
        quorum=quorum,
        dias_sin_fecha=dias_sin_fecha,
        convocada_en=ahora,
        convocada_por=por,
    )
    sesion.full_clean()
    sesion.save()
    registrar(sesion, verbo="convocar", por=por, ahora=ahora)
    llenar(sesion=sesion, por=por, ahora=ahora)
    return sesion


def _miembros(instancia: Instancia, dia: date) -> MiembroQuerySet:
    return Miembro.objects.filter(instancia=instancia).vigentes(dia)


def _exigir_convocable(instancia: Instancia, fecha: date, quorum: int | None, hoy: date) -> None:
    con_voto = len({miembro.identidad for miembro in _miembros(instancia, fecha).filter(con_voto=True)})
    anio = min([hoy.year, *Vigencia.objects.abiertas().values_list("anio", flat=True)])
    exigir(reglas.problemas_para_convocar(fecha=fecha, desde=date(anio, 1, 1), con_voto=con_voto, exigido=quorum))


@transaction.atomic
def editar_sesion(*, sesion: Sesion, version: int, por: Usuario, ahora: datetime, **campos) -> Sesion:
    """Cambia cuándo, dónde y cómo es una sesión; `campos` son de `EDITABLES`.

    Empezada, su día es el de su lista de asistencia: ya no cambia; y el quórum, sólo antes de la primera decisión.
    """
    sesion = tomar_abierta(sesion)
    if sesion.version != version:
        raise ReglaIncumplida("Otra persona cambió la sesión mientras usted la editaba: mírela de nuevo.")
    if sesion.estado == Estado.EN_CURSO:
        _exigir_corregible(sesion, campos)
    elif campos["fecha"] != sesion.fecha or campos["quorum"] != sesion.quorum:
        _exigir_convocable(sesion.instancia, campos["fecha"], campos["quorum"], en_bogota(ahora))
    cambios = {}
    for campo in EDITABLES:
        antes, despues = getattr(sesion, campo), campos[campo]
        if antes != despues:
            cambios[campo] = (antes, despues)
            setattr(sesion, campo, despues)
    if not cambios:
        return sesion
    sesion.version += 1
    sesion.full_clean()
    sesion.save()
    registrar(sesion, verbo="editar", por=por, ahora=ahora, cambios=cambios)
    return sesion


def _exigir_corregible(sesion: Sesion, campos: dict) -> None:
    if campos["fecha"] != sesion.fecha:
        raise ReglaIncumplida([Problema("La sesión ya empezó: su fecha no cambia.", "fecha")])
    if campos["quorum"] == sesion.quorum:
        return
    if Resultado.objects.filter(punto__sesion=sesion, clase=Resultado.Clase.DECISION).exists():
        raise ReglaIncumplida([Problema("Ya se decidió con ese quórum: no cambia.", "quorum")])
    _exigir_convocable(sesion.instancia, sesion.fecha, campos["quorum"], sesion.fecha)


@transaction.atomic
def iniciar(*, sesion: Sesion, por: Usuario, ahora: datetime) -> Sesion:
    """Empieza la sesión: entra lo que llegó después de convocarla y queda la lista de quienes la integran ese día."""
    sesion = tomar_abierta(sesion, en=(Estado.CONVOCADA,))
    exigir(reglas.problemas_para_iniciar(fecha=sesion.fecha, hoy=en_bogota(ahora)))
    if otra := Sesion.objects.filter(instancia=sesion.instancia, estado=Estado.EN_CURSO).first():
        raise ReglaIncumplida(f"La {str(otra).lower()} sigue en curso: ciérrela o cancélela antes de empezar ésta.")
    llenar(sesion=sesion, por=por, ahora=ahora)
    _abrir_asistencia(sesion, _miembros(sesion.instancia, sesion.fecha))
    return _tomar(sesion, Estado.EN_CURSO, "iniciar", por=por, ahora=ahora, iniciada_en=ahora, iniciada_por=por)


def _abrir_asistencia(sesion: Sesion, miembros: MiembroQuerySet) -> list[Asistencia]:
    return Asistencia.objects.bulk_create(
        Asistencia(
            sesion=sesion,
            miembro=miembro,
            nombre=miembro.quien[:150],
            cargo=miembro.cargo,
            con_voto=miembro.con_voto,
            preside=miembro.preside,
        )
        for miembro in miembros.select_related("persona")
    )


def faltan_en(sesion: Sesion) -> MiembroQuerySet:
    """Los miembros de ese día que no están en la lista de la sesión en curso: se registraron después."""
    return _miembros(sesion.instancia, sesion.fecha).exclude(pk__in=sesion.asistencias.order_by().values("miembro"))


@transaction.atomic
def completar_asistencia(*, sesion: Sesion, por: Usuario, ahora: datetime) -> Sesion:
    """Agrega a la lista de la sesión en curso a los miembros de ese día que faltan, sin quitarle el quórum a nada."""
    sesion = tomar_abierta(sesion, en=(Estado.EN_CURSO,))
    faltan = faltan_en(sesion)
    en_lista = sesion.asistencias.filter(con_voto=True).select_related("miembro")
    con_voto = len({uno.identidad for uno in [*en_lista, *faltan.filter(con_voto=True)]})
    decididos = Resultado.objects.filter(punto__sesion=sesion, clase=Resultado.Clase.DECISION)
    votaron = dict(decididos.values_list("punto__orden", "con_voto"))
    exigir(reglas.problemas_para_agregar(con_voto=con_voto, exigido=sesion.quorum, votaron=votaron))
    agregadas = _abrir_asistencia(sesion, faltan)
    if agregadas:
        cambios = {una.nombre: (None, "En la lista") for una in agregadas}
        registrar(sesion, verbo="completar asistencia", por=por, ahora=ahora, cambios=cambios)
    return sesion


def _tomar(sesion: Sesion, a: str, verbo: str, *, por: Usuario, ahora: datetime, **cambios) -> Sesion:
    filas = Sesion.objects.filter(pk=sesion.pk).select_related("instancia")
    return tomar(filas, TRANSICIONES_DE_SESION, a=a, por=por, verbo=verbo, ahora=ahora, **cambios)


@transaction.atomic
def anotar_asistencia(
    *,
    sesion: Sesion,
    situaciones: Mapping[int, Mapping[str, str]],
    por: Usuario,
    ahora: datetime,
    vistos: Mapping[int, Mapping[str, str]] | None = None,
) -> Sesion:
    """Anota quién está, quién se retiró y quién no vino: de cada asistencia (clave primaria), lo que cambie de su
    situación, su nota y su delegado.

    `vistos`: de esas, todo lo que leía quien las cambia; si otra persona dejó otra cosa, lanza `EstadoCambiado`. Lo ya
    decidido guarda quiénes estaban: ninguno de ellos puede resultar ausente.
    """
    sesion = tomar_abierta(sesion, en=(Estado.EN_CURSO,))
    asistencias = list(sesion.asistencias.filter(pk__in=list(situaciones)))
    _exigir_leidas(asistencias, situaciones, vistos or {})
    decididos = defaultdict(set)
    de_la_sesion = Resultado.contaron.through.objects.filter(asistencia__sesion=sesion)
    for asistencia, punto in de_la_sesion.values_list("asistencia", "resultado__punto__orden"):
        decididos[asistencia].add(punto)
    cambios = {}
    for asistencia in asistencias:
        antes = asistencia.dicho
        for campo, valor in situaciones[asistencia.pk].items():
            setattr(asistencia, campo, valor.strip())
        if asistencia.dicho == antes:
            continue
        suyos = decididos[asistencia.pk]
        exigir(
            reglas.problemas_de_asistencia(nombre=asistencia.nombre, situacion=asistencia.situacion, decididos=suyos)
        )
        cambios[asistencia.nombre] = (antes, asistencia.dicho)
        asistencia.full_clean()
        asistencia.save()
    if cambios:
        registrar(sesion, verbo="anotar asistencia", por=por, ahora=ahora, cambios=cambios)
    return sesion


def _exigir_leidas(asistencias: Iterable[Asistencia], situaciones: Mapping, vistos: Mapping) -> None:
    problemas = []
    for asistencia in asistencias:
        escrito, visto = situaciones[asistencia.pk], vistos.get(asistencia.pk, {})
        if any(getattr(asistencia, campo) not in (leido, escrito.get(campo)) for campo, leido in visto.items()):
            dicho = f"{asistencia.nombre}: otra persona lo anotó mientras usted escribía, y ahora dice"
            problemas.append(Problema(f"{dicho} «{asistencia.dicho}». Guardar otra vez deja lo que usted puso."))
    if problemas:
        raise EstadoCambiado(problemas)


@transaction.atomic
def cerrar(*, sesion: Sesion, por: Usuario, ahora: datetime) -> Sesion:
    """Cierra la sesión: lo no tratado pasa a la siguiente, se le da el número de acta que sigue y se congela su foto.

    Con la instancia tomada: dos actas no reciben el mismo número, ni queda uno sin acta.
    """
    sesion = tomar_abierta(sesion, en=(Estado.EN_CURSO,))
    presentes = sum(a.esta or a.situacion == Asistencia.Situacion.RETIRADO for a in sesion.asistencias.all())
    resultados = Resultado.objects.filter(punto__sesion=sesion).count()
    exigir(reglas.problemas_para_cerrar(presentes=presentes, resultados=resultados))
    _repartir_pendientes(sesion, por=por, ahora=ahora)
    anio = sesion.fecha.year
    del_anio = Sesion.objects.filter(instancia=sesion.instancia, acta_anio=anio)
    numero = (del_anio.aggregate(ultima=Max("acta_numero"))["ultima"] or 0) + 1
    foto = tomar_foto(sesion, numero=numero, cerrada_en=ahora)
    # Aparte de la transición: el suceso no repite el acta entera.
    Sesion.objects.filter(pk=sesion.pk).update(foto=foto)
    cerrada = _tomar(
        sesion,
        Estado.CERRADA,
        "cerrar",
        por=por,
        ahora=ahora,
        cerrada_en=ahora,
        cerrada_por=por,
        acta_anio=anio,
        acta_numero=numero,
        sha256=huella(foto),
    )
    _llenar_la_siguiente(sesion.instancia, por=por, ahora=ahora)
    return cerrada


def _llenar_la_siguiente(instancia: Instancia, *, por: Usuario, ahora: datetime) -> None:
    """Si ya está convocada, recibe lo que se acaba de dejar; si no, lo recibirá cuando se convoque."""
    convocadas = Sesion.objects.filter(instancia=instancia, estado=Estado.CONVOCADA)
    siguiente = convocadas.order_by("fecha", "hora", "pk").first()
    if siguiente is not None:
        llenar(sesion=siguiente, por=por, ahora=ahora)


def _repartir_pendientes(sesion: Sesion, *, por: Usuario, ahora: datetime) -> None:
    """Lo que tuvo resultado queda tratado; lo que sigue esperando decisión, aunque se haya hablado de ello, pasa a la
    siguiente; lo que ya no espera y no se trató vuelve al banco.
    """
    esperan = {asunto.clave for asunto in lo_que_espera(sesion.instancia)}
    pendientes = Punto.objects.con_objeto().filter(sesion=sesion, estado=Punto.Estado.PENDIENTE)
    for punto in pendientes.prefetch_related("resultados").order_by("orden", "pk"):
        se_hablo = bool(punto.resultados.all())
        espera = punto.objeto is not None and (punto.clase, punto.objeto.pk) in esperan
        se_sigue = punto.clase in (Punto.Clase.OTRO, Punto.Clase.COMPROMISO)
        if se_hablo and (se_sigue or not espera):
            mover_a(punto, Punto.Estado.TRATADO, "tratar", por=por, ahora=ahora)
        elif espera or punto.clase == Punto.Clase.OTRO:
            mover_a(punto, Punto.Estado.APLAZADO, "aplazar", por=por, ahora=ahora)
        else:
            mover_a(punto, Punto.Estado.QUITADO, "quitar", por=por, ahora=ahora, nota="Ya no espera decisión.")


@transaction.atomic
def cancelar(*, sesion: Sesion, motivo: str, por: Usuario, ahora: datetime) -> Sesion:
    """Cancela una sesión en la que no se decidió ni se acordó nada; todo su orden del día pasa a la siguiente."""
    sesion = tomar_abierta(sesion)
    # Lo informado no cambió nada: se queda escrito en la sesión cancelada.
    resultados = Resultado.objects.filter(punto__sesion=sesion).exclude(clase=Resultado.Clase.INFORMACION).count()
    exigir(reglas.problemas_para_cancelar(motivo=motivo, resultados=resultados))
    for punto in Punto.objects.con_objeto().filter(sesion=sesion, estado=Punto.Estado.PENDIENTE):
        mover_a(punto, Punto.Estado.APLAZADO, "aplazar", por=por, ahora=ahora)
    cancelada = _tomar(
        sesion,
        Estado.CANCELADA,
        "cancelar",
        por=por,
        ahora=ahora,
        nota=motivo.strip(),
        cancelada_en=ahora,
        cancelada_por=por,
        cancelada_motivo=motivo.strip(),
    )
    _llenar_la_siguiente(sesion.instancia, por=por, ahora=ahora)
    return cancelada


@transaction.atomic
def aclarar(*, sesion: Sesion, texto: str, por: Usuario, ahora: datetime) -> Aclaracion:
    """Agrega a un acta cerrada una aclaración con fecha y autor. Lo que decía, y lo que se aprobó, no cambia."""
    sesion = tomar_abierta(sesion, en=(Estado.CERRADA,))
    if not texto.strip():
        raise ReglaIncumplida([Problema("Escriba qué se aclara del acta.", "texto")])
    exigir_que_no_se_repita(sesion.aclaraciones.filter(texto=texto.strip()), por=por, ahora=ahora, verbo="creada")
    aclaracion = Aclaracion.objects.create(sesion=sesion, texto=texto.strip(), creada_en=ahora, creada_por=por)
    registrar(sesion, verbo="aclarar", por=por, ahora=ahora, nota=texto.strip()[:2000])
    return aclaracion
