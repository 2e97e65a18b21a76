"""Pedir, confirmar, rechazar, desistir y detener un cambio de cuenta, y aplicar los que esperaban."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.db import transaction

from mipg.bitacora.acciones import registrar, tomar
from mipg.fechas import en_bogota
from mipg.reglas import ReglaIncumplida, exigir
from mipg.usuarios.acciones import efectos
from mipg.usuarios.models import Asignacion, CambioDeCuenta, Dependencia, TipoAsignacion, Usuario, objeto_del_rol
from mipg.usuarios.reglas import Perfil, ultimo_dia
from mipg.usuarios.reglas.cambios import (
    TRANSICIONES_DE_CAMBIO,
    Afectado,
    confirma_otra,
    espera,
    problemas_de_motivo,
    problemas_de_quien_pidio,
    problemas_para_pedir_cambio,
    problemas_para_rechazar,
)
from mipg.usuarios.reglas.ordenes import problemas_para_ordenar
from mipg.usuarios.resguardo import (
    afectado,
    perfiles,
    problemas_de_confirmar,
    problemas_de_detener,
    problemas_de_las_fechas,
    vivas,
)
from mipg.usuarios.roles import CON_ESPERA, DE_ROL, ESPERA, Operacion

Estado = CambioDeCuenta.Estado


@transaction.atomic
def pedir_cambio(
    *, operacion: str, persona: Usuario, por: Usuario, ahora: datetime, motivo: str = "", acto: str = "", **que
) -> CambioDeCuenta:
    """Pide un cambio en la cuenta de `persona`. Si una basta y no hay que esperar, lo aplica: su estado lo dice.

    `que` trae lo que la operación cambia: `correo`; `hasta` (vínculo); `rol`, `dependencia`, `desde`, `hasta`,
    `en_encargo_de` y `vacante` (dar un rol); `asignacion` y `hasta` (terminarla) o `asignacion` (anularla).

    Lanza `ReglaIncumplida` o `ValidationError` si quien pide no puede, o si aplicado hoy no serviría.
    """
    persona = Usuario.objects.select_for_update().get(pk=persona.pk)
    cambio = _nuevo(operacion, persona, ahora, motivo=motivo, acto=acto, pedido_por=por, **que)
    de_quien = afectado(persona, en_bogota(ahora), cambio.rol)
    detenido = CambioDeCuenta.objects.iguales(cambio).detuvo_el_ultimo()
    exigir(
        problemas_para_pedir_cambio(
            pide=_perfil(por.pk, ahora),
            correo=por.email,
            afectado=de_quien,
            operacion=operacion,
            acto=cambio.acto,
            detenido=detenido,
        )
    )
    # Lo que aplicado hoy no serviría se dice ahora, y no a quien lo confirme.
    _ensayar(cambio, por=por, ahora=ahora)
    exigir(problemas_de_motivo(operacion=operacion, afectado=de_quien, motivo=cambio.motivo))
    if confirma_otra(operacion, de_quien):
        exigir(problemas_de_las_fechas(cambio, de_quien.usada, en_bogota(ahora)))
    cambio.se_puede_detener = not detenido
    return _pedido(cambio, de_quien, por=por, ahora=ahora)


@transaction.atomic
def aplicar_por_orden(
    *, operacion: str, persona: Usuario, acto: str, motivo: str, ahora: datetime, **que
) -> CambioDeCuenta:
    """Aplica de una vez lo que ordena un acto administrativo, en el servidor: ni se confirma ni se detiene.

    Un cambio igual que esperaba queda aplicado como dice la orden; quién lo pidió lo conserva la bitácora.

    Lanza `ReglaIncumplida` si falta el acto o el motivo, o si alguien vivo puede hacerlo por el portal: dice quién.
    """
    persona = Usuario.objects.select_for_update().get(pk=persona.pk)
    cambio = _nuevo(operacion, persona, ahora, motivo=motivo, acto=acto, origen=CambioDeCuenta.Origen.SERVIDOR, **que)
    hoy = en_bogota(ahora)
    exigir(
        problemas_para_ordenar(
            vivas(hoy),
            afectado(persona, hoy, cambio.rol),
            operacion,
            acto=cambio.acto,
            motivo=cambio.motivo,
            detenido=CambioDeCuenta.objects.iguales(cambio).detuvo_el_ultimo(),
        )
    )
    exigir(problemas_de_las_fechas(cambio, persona.usada, hoy))
    cambio.se_puede_detener = False
    esperaba = CambioDeCuenta.objects.por_decidir().filter(afectado=persona, operacion=operacion, objeto=cambio.objeto)
    if pendiente := esperaba.first():
        segun_la_orden = {campo: getattr(cambio, campo) for campo in _DE_LA_ORDEN}
        return _aplicar(pendiente, verbo="aplicar", por=None, ahora=ahora, **segun_la_orden)
    _guardar(cambio, por=None, ahora=ahora)
    return _aplicar(cambio, verbo="aplicar", por=None, ahora=ahora)


_DE_LA_ORDEN = (
    *("correo", "asignacion", "rol", "dependencia", "desde", "hasta", "tipo", "en_encargo_de"),
    *("motivo", "acto", "origen", "pedido_por", "aplica_en", "se_puede_detener"),
)


def _nuevo(operacion: str, persona: Usuario, ahora: datetime, *, motivo: str, acto: str, **que) -> CambioDeCuenta:
    """El cambio sin guardar, con lo que hoy se sabe de aquello que cambia."""
    asignacion: Asignacion | None = que.get("asignacion")
    if asignacion:
        que = {
            "rol": asignacion.rol,
            "dependencia": asignacion.dependencia,
            "desde": asignacion.desde,
            "hasta": asignacion.hasta,
            **que,
        }
    if operacion == Operacion.DAR_ROL:
        encargo = que.pop("vacante", False) or que.get("en_encargo_de")
        que["tipo"] = TipoAsignacion.ENCARGO if encargo else TipoAsignacion.TITULAR
    if operacion == Operacion.CORREO:
        que["correo"] = que["correo"].strip().lower()
    dependencia: Dependencia | None = que.get("dependencia")
    cambio = CambioDeCuenta(
        operacion=operacion,
        afectado=persona,
        correo_anterior=persona.email,
        motivo=motivo.strip(),
        acto=acto.strip(),
        creado_en=ahora,
        **que,
    )
    if asignacion:
        cambio.objeto = str(asignacion.pk)
    elif operacion == Operacion.DAR_ROL:
        cambio.objeto = objeto_del_rol(cambio.rol, dependencia.pk if dependencia else "")
    return cambio


def _pedido(cambio: CambioDeCuenta, de_quien: Afectado, *, por: Usuario, ahora: datetime) -> CambioDeCuenta:
    """Guarda el cambio y lo aplica, si no hay quien deba confirmarlo ni por qué esperar."""
    otra, aguarda = confirma_otra(cambio.operacion, de_quien), espera(cambio.operacion, de_quien)
    if aguarda:
        cambio.aplica_en = ahora + ESPERA
    _guardar(cambio, por=por, ahora=ahora)
    if otra or aguarda:
        # La bandeja de salida está un piso arriba: se llega a ella por el adaptador de las cuentas.
        get_adapter().avisar_cambio_de_cuenta(cambio=cambio, que="pedido", ahora=ahora)
        return cambio
    cambio = _aplicar(cambio, verbo="aplicar", por=por, ahora=ahora)
    if cambio.operacion == Operacion.CORREO:
        _anular_resguardados(cambio, por=por, ahora=ahora)
    return cambio


def _guardar(cambio: CambioDeCuenta, *, por: Usuario | None, ahora: datetime) -> None:
    cambio.full_clean()
    cambio.save()
    registrar(cambio, verbo="pedir", por=por, ahora=ahora, nota=cambio.motivo)


class _Ensayado(Exception):
    """El efecto se habría podido aplicar."""


def _ensayar(cambio: CambioDeCuenta, *, por: Usuario, ahora: datetime) -> None:
    with suppress(_Ensayado), transaction.atomic():
        _efecto(cambio, por=por, ahora=ahora)
        raise _Ensayado


def _efecto(cambio: CambioDeCuenta, *, por: Usuario | None, ahora: datetime) -> None:
    """Le hace a la cuenta lo que el cambio dice."""
    nota = cambio.motivo
    if por is not None and cambio.pedido_por_id not in (None, por.pk):
        nota = f"Lo pidió {cambio.pedido_por}. {nota}".strip()
    quien = {"por": por, "ahora": ahora, "nota": nota}
    persona, asignacion = cambio.afectado, cambio.asignacion
    if cambio.operacion in DE_ROL - {Operacion.DAR_ROL} and asignacion is None:
        raise ReglaIncumplida("Ese rol ya no está: alguien lo anuló.")
    match cambio.operacion:
        case Operacion.CORREO:
            efectos.cambiar_datos(persona=persona, nuevos={"email": cambio.correo}, **quien)
        case Operacion.VINCULO:
            efectos.cambiar_datos(persona=persona, nuevos={"vinculo_hasta": cambio.hasta}, **quien)
        case Operacion.DESACTIVAR | Operacion.REACTIVAR:
            efectos.activar(persona=persona, a=cambio.operacion == Operacion.REACTIVAR, **quien)
        case Operacion.DAR_ROL:
            efectos.dar_rol(
                persona=persona,
                rol=cambio.rol,
                dependencia=cambio.dependencia,
                desde=cambio.desde,
                hasta=cambio.hasta,
                en_encargo_de=cambio.en_encargo_de,
                vacante=cambio.vacante,
                acto=cambio.acto,
                **quien,
            )
        case Operacion.TERMINAR_ROL:
            efectos.terminar_rol(asignacion=asignacion, hasta=cambio.hasta, **quien)
        case Operacion.ANULAR_ROL:
            efectos.anular_rol(asignacion=asignacion, **quien)
        case Operacion.FACTOR:
            efectos.reiniciar_factor(persona=persona, **quien)
        case _:
            raise ValueError(f"Nadie dijo qué le hace a la cuenta «{cambio.operacion}».")


def _aplicar(cambio: CambioDeCuenta, *, verbo: str, por: Usuario | None, ahora: datetime, **ademas) -> CambioDeCuenta:
    cambio = tomar(
        CambioDeCuenta.objects.filter(pk=cambio.pk).select_related(*_CON),
        TRANSICIONES_DE_CAMBIO,
        a=Estado.APLICADO,
        verbo=verbo,
        por=por,
        ahora=ahora,
        aplicado_en=ahora,
        **ademas,
    )
    _efecto(cambio, por=por, ahora=ahora)
    get_adapter().avisar_cambio_de_cuenta(cambio=cambio, que="aplicado", ahora=ahora)
    return cambio


def _anular_resguardados(correo: CambioDeCuenta, *, por: Usuario, ahora: datetime) -> None:
    """Lo que se confirmó fue la pareja correo y rol: los resguardados, dados o pedidos, se caen con el correo.

    La cuenta no se ha usado: nadie los ejerció. Quien le puso el correo la controla, así que los pide otra persona: la
    respuesta del cambio dice cuáles y quién.
    """
    persona, hoy = Usuario.objects.get(pk=correo.afectado_id), en_bogota(ahora)
    suyos = persona.asignaciones.no_terminadas(hoy).filter(rol__in=afectado(persona, hoy).resguardados)
    caidos = []
    for dado in suyos.select_related("dependencia"):
        caidos.append((dado.rol, f"{dado.get_rol_display()} en {dado.dependencia}"))
        efectos.anular_rol(asignacion=dado, por=por, ahora=ahora, nota=_CORREGIDO)
    for pedido in CambioDeCuenta.objects.por_decidir().filter(afectado=persona, operacion=Operacion.DAR_ROL):
        pedido = _cerrar(pedido, a=Estado.DESISTIDO, verbo="desistir", por=por, ahora=ahora, respuesta=_CORREGIDO)
        caidos.append((pedido.rol, f"{pedido.get_rol_display()} en {pedido.dependencia}"))
    if caidos:
        de_quien = afectado(persona, hoy)
        for rol, _ in caidos:
            de_quien = de_quien.con(rol)
        piden = ", ".join(
            una.nombre
            for una in vivas(hoy)
            if not problemas_para_pedir_cambio(
                pide=una.perfil, correo=una.correo, afectado=de_quien, operacion=Operacion.DAR_ROL
            )
        )
        quedaron = f"Quedaron sin efecto: {'; '.join(que for _, que in caidos)}."
        quien = f"Los puede pedir: {piden}." if piden else "Hoy nadie más puede pedirlos: hace falta otra persona."
        correo.respuesta = f"{quien} {quedaron}"[:_LARGO_DE_RESPUESTA]
        correo.save(update_fields=["respuesta"])


_LARGO_DE_RESPUESTA = CambioDeCuenta._meta.get_field("respuesta").max_length
_CORREGIDO = "Se corrigió el correo de una cuenta que nadie había usado."
_CON = ("afectado", "pedido_por", "confirmado_por", "dependencia", "asignacion", "en_encargo_de")


def _tomado(cambio: CambioDeCuenta) -> CambioDeCuenta:
    """El cambio fresco, con la fila de su persona tomada: lo que se decide de ella va de uno en uno."""
    Usuario.objects.select_for_update().get(pk=cambio.afectado_id)
    return CambioDeCuenta.objects.select_related(*_CON).get(pk=cambio.pk)


def _perfil(persona: int | None, ahora: datetime) -> Perfil:
    return perfiles(en_bogota(ahora), [persona or 0])[persona or 0]


@transaction.atomic
def confirmar_cambio(*, cambio: CambioDeCuenta, por: Usuario, ahora: datetime) -> CambioDeCuenta:
    """Confirma lo que otra persona pidió, y lo aplica; un rol termina el último día que hoy se pueda, si llegó tarde.

    Lanza `ReglaIncumplida` si quien confirma no puede o quien pidió ya no podría, y `EstadoCambiado` si llegó tarde.
    """
    cambio = _tomado(cambio)
    hoy = en_bogota(ahora)
    # Los perfiles se leen de nuevo: el de la petición pudo cambiar mientras tanto.
    de_hoy = perfiles(hoy, {por.pk, cambio.pedido_por_id or 0})
    exigir(problemas_de_confirmar(cambio, por, afectado(cambio.afectado, hoy, cambio.rol), de_hoy))
    que = {"confirmado_en": ahora, "confirmado_por": por}
    if cambio.operacion == Operacion.TERMINAR_ROL:
        que["hasta"] = ultimo_dia(cambio.hasta, hoy=hoy, actuo=efectos.actuo(cambio.afectado, hoy))
    return _aplicar(cambio, verbo="confirmar", por=por, ahora=ahora, **que)


def confirmar_varios(
    *, cambios: Iterable[CambioDeCuenta], por: Usuario, ahora: datetime
) -> tuple[list[CambioDeCuenta], list[tuple[CambioDeCuenta, Exception]]]:
    """Confirma cada cambio por su cuenta. Devuelve los aplicados y los que no, cada uno con su porqué."""
    return _uno_a_uno(cambios, confirmar_cambio, por=por, ahora=ahora)


def rechazar_varios(
    *, cambios: Iterable[CambioDeCuenta], respuesta: str, por: Usuario, ahora: datetime
) -> tuple[list[CambioDeCuenta], list[tuple[CambioDeCuenta, Exception]]]:
    """Rechaza cada cambio por su cuenta, con el mismo porqué. Devuelve los rechazados y los que no, con su porqué."""
    return _uno_a_uno(cambios, rechazar_cambio, respuesta=respuesta, por=por, ahora=ahora)


def _uno_a_uno(cambios: Iterable[CambioDeCuenta], decidir, **como):
    hechos, negados = [], []
    for cambio in cambios:
        try:
            hechos.append(decidir(cambio=cambio, **como))
        except (ReglaIncumplida, ValidationError) as error:
            negados.append((cambio, error))
    return hechos, negados


@transaction.atomic
def rechazar_cambio(*, cambio: CambioDeCuenta, respuesta: str, por: Usuario, ahora: datetime) -> CambioDeCuenta:
    """Niega lo pedido y dice por qué. Lanza `ReglaIncumplida` si no le corresponde o no dice por qué."""
    cambio = _tomado(cambio)
    exigir(
        problemas_para_rechazar(
            rechaza=_perfil(por.pk, ahora),
            pide=cambio.pedido_por_id,
            afectado=afectado(cambio.afectado, en_bogota(ahora), cambio.rol),
            respuesta=respuesta,
        )
    )
    return _cerrar(cambio, a=Estado.RECHAZADO, verbo="rechazar", respuesta=respuesta, por=por, ahora=ahora)


@transaction.atomic
def desistir_cambio(*, cambio: CambioDeCuenta, por: Usuario, ahora: datetime) -> CambioDeCuenta:
    """Quien lo pidió lo retira. Lanza `ReglaIncumplida` si lo pidió otra persona."""
    cambio = _tomado(cambio)
    if cambio.pedido_por_id != por.pk:
        raise ReglaIncumplida("Sólo desiste quien lo pidió.")
    return _cerrar(cambio, a=Estado.DESISTIDO, verbo="desistir", respuesta="", por=por, ahora=ahora)


def _cerrar(
    cambio: CambioDeCuenta, *, a: str, verbo: str, respuesta: str, por: Usuario, ahora: datetime
) -> CambioDeCuenta:
    cambio = tomar(
        CambioDeCuenta.objects.filter(pk=cambio.pk).select_related(*_CON),
        TRANSICIONES_DE_CAMBIO,
        a=a,
        verbo=verbo,
        por=por,
        ahora=ahora,
        nota=respuesta.strip(),
        cerrado_en=ahora,
        cerrado_por=por,
        respuesta=respuesta.strip(),
    )
    get_adapter().avisar_cambio_de_cuenta(cambio=cambio, que="cerrado", ahora=ahora)
    return cambio


@transaction.atomic
def detener_cambio(*, cambio: CambioDeCuenta, ahora: datetime, por: Usuario | None = None) -> CambioDeCuenta:
    """El afectado lo detiene, con su enlace o desde su cuenta. Un correo recién aplicado vuelve a ser el anterior.

    Los cambios de correo que vinieron después los avisó una dirección que ya no es suya: ni se aplican ni se detienen.

    Lanza `ReglaIncumplida` si ya no se puede.
    """
    cambio = _tomado(cambio)
    exigir(problemas_de_detener(cambio, ahora))
    estaba, nota = cambio.estado, "" if por else "Con el enlace que se le envió."
    cambio = _detenido(cambio, por=por, ahora=ahora, nota=nota)
    if estaba == Estado.APLICADO:
        de_correo = CambioDeCuenta.objects.filter(afectado=cambio.afectado, operacion=Operacion.CORREO)
        de_correo.filter(estado=Estado.APLICADO, aplicado_en__gte=cambio.aplicado_en).update(se_puede_detener=False)
        for pendiente in de_correo.por_decidir():
            _detenido(pendiente, por=por, ahora=ahora, nota="La persona detuvo el cambio de correo anterior.")
        efectos.cambiar_datos(
            persona=cambio.afectado,
            nuevos={"email": cambio.correo_anterior},
            por=por,
            ahora=ahora,
            nota="La persona detuvo el cambio.",
        )
    elif por is None and cambio.operacion in CON_ESPERA:
        # Quien se iba a hacer pasar por ella pudo pedir antes un enlace de contraseña.
        Usuario.objects.filter(pk=cambio.afectado_id).cortar_accesos()
    get_adapter().avisar_cambio_de_cuenta(cambio=cambio, que="detenido", ahora=ahora)
    return cambio


def _detenido(cambio: CambioDeCuenta, *, por: Usuario | None, ahora: datetime, nota: str) -> CambioDeCuenta:
    return tomar(
        CambioDeCuenta.objects.filter(pk=cambio.pk).select_related(*_CON),
        TRANSICIONES_DE_CAMBIO,
        a=Estado.DETENIDO,
        verbo="detener",
        por=por,
        ahora=ahora,
        nota=nota,
        detenido_en=ahora,
    )


def aplicar_vencidos(*, ahora: datetime) -> int:
    """Aplica los que ya esperaron, comprobando de nuevo quién los pidió. Devuelve cuántos.

    El que ya no se puede (quien lo pidió se fue, el correo es de otra persona) se descarta y se dice por qué; el que
    ahora confirma otra persona se queda por decidir.
    """
    return sum(_aplicar_vencido(cambio, ahora) for cambio in CambioDeCuenta.objects.vencidos(ahora).order_by("pk"))


@transaction.atomic
def _aplicar_vencido(cambio: CambioDeCuenta, ahora: datetime) -> bool:
    cambio = _tomado(cambio)
    de_quien = afectado(cambio.afectado, en_bogota(ahora), cambio.rol)
    if cambio.estado != Estado.SOLICITADO or confirma_otra(cambio.operacion, de_quien):
        return False
    try:
        with transaction.atomic():
            exigir(problemas_de_quien_pidio(pide=_perfil(cambio.pedido_por_id, ahora), afectado=de_quien))
            _aplicar(cambio, verbo="aplicar", por=cambio.pedido_por, ahora=ahora)
    except (ReglaIncumplida, ValidationError) as error:
        _descartar(cambio, " ".join(getattr(error, "messages", None) or [str(error)]), ahora=ahora)
        return False
    return True


def _descartar(cambio: CambioDeCuenta, porque: str, *, ahora: datetime) -> None:
    cambio = tomar(
        CambioDeCuenta.objects.filter(pk=cambio.pk).select_related(*_CON),
        TRANSICIONES_DE_CAMBIO,
        a=Estado.FALLIDO,
        verbo="descartar",
        por=None,
        ahora=ahora,
        nota=porque[:300],
        fallido_en=ahora,
        respuesta=porque[:300],
    )
    get_adapter().avisar_cambio_de_cuenta(cambio=cambio, que="cerrado", ahora=ahora)
