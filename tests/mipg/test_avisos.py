"""Avisos: en qué tramo va cada plazo, uno por persona y día, y ningún correo a quien no corresponde."""

import tracemalloc
from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core import mail
from django.core.mail import BadHeaderError
from django.db import IntegrityError, transaction

from mipg import obligaciones
from mipg.avisos import acciones, tasks
from mipg.avisos.acciones import avisar_vencimientos, despachar, encolar, por_avisar, sin_aviso
from mipg.avisos.models import Aviso, DiaNoHabil, Mensaje
from mipg.avisos.reglas import espera, tramo
from mipg.bitacora import contexto
from mipg.fechas import fin_del_dia, habiles_entre, sumar_habiles
from mipg.obligaciones import Obligacion
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from planes.models import Actividad
from seguimiento.models import Ampliacion, Avance
from tests import fabricas

DIAS = (15, 5, 1)
CIERRE = date(2026, 7, 14)


# --- Tramos (sin base de datos) -------------------------------------------------------------------------------


def test_el_6_de_julio_de_2026_faltan_5_dias_habiles_para_el_14():
    # El lunes 13 es festivo (Chiquinquirá, Ley 2578 de 2026, trasladado): 7, 8, 9, 10 y 14.
    faltan = habiles_entre(date(2026, 7, 6), CIERRE)
    assert faltan == 5
    assert tramo(faltan, DIAS) == 5


@pytest.mark.parametrize(
    ("faltan", "esperado"),
    [
        (16, None), (15, 15), (14, 15), (6, 15), (5, 5), (2, 5), (1, 1), (0, 0),
        (-1, -1), (-2, -1), (-3, -3), (-4, -3), (-5, -5), (-9, -5), (-10, -10), (-14, -10), (-15, -15),
    ],
)  # fmt: skip
def test_el_tramo_es_el_ultimo_umbral_alcanzado(faltan, esperado):
    assert tramo(faltan, DIAS) == esperado


def test_los_tramos_nunca_retroceden_al_pasar_los_dias():
    recorrido = [t for faltan in range(20, -40, -1) if (t := tramo(faltan, DIAS)) is not None]
    assert recorrido == sorted(recorrido, reverse=True)


def test_la_espera_crece_hasta_seis_horas():
    esperas = [espera(n) for n in range(1, 9)]
    assert esperas[0] == timedelta(minutes=1)
    assert esperas == sorted(esperas) and esperas[-1] == timedelta(hours=6)


# --- Recordatorio diario --------------------------------------------------------------------------------------


@pytest.fixture
def corte(db):
    return fabricas.corte(cierra=CIERRE)


@pytest.fixture
def enlace(corte, dependencias):
    """Enlace de Hacienda que debe dos reportes."""
    plan = fabricas.plan("APROBADO", dependencia=dependencias.hacienda)
    plan.estado = "CERRADO"
    plan.publicado_en, plan.publicado_por = fabricas.AHORA, plan.aprobado_por
    plan.save()
    for _ in range(2):
        fabricas.avance(fabricas.actividad(plan), corte)
    return fabricas.persona("enlace", dependencias.hacienda, nombre="Ana Enlace")


def avisar(dia: date, ahora) -> int:
    return avisar_vencimientos(ahora=ahora.replace(month=dia.month, day=dia.day), hoy=dia)


def test_un_correo_por_persona_con_todo_lo_suyo(enlace, ahora, hoy):
    assert avisar(hoy, ahora) == 1
    mensaje = Mensaje.objects.get()
    assert (mensaje.persona, mensaje.destino) == (enlace, enlace.email)
    assert mensaje.texto.count("Reportar:") == mensaje.html.count("Reportar:") == 2
    assert "/seguimiento/avances/" in mensaje.texto
    assert set(Aviso.objects.values_list("tramo", flat=True)) == {5}


def test_repetirlo_el_mismo_dia_no_duplica(enlace, ahora, hoy):
    assert [avisar(hoy, ahora) for _ in range(3)] == [1, 0, 0]
    assert Mensaje.objects.count() == 1


def test_al_dia_siguiente_en_el_mismo_tramo_no_insiste(enlace, ahora, hoy):
    avisar(hoy, ahora)
    despachar(ahora=ahora)
    assert avisar(date(2026, 7, 7), ahora) == 0


def test_lo_nuevo_se_avisa_aunque_lo_demas_ya_se_haya_avisado(enlace, corte, dependencias, ahora, hoy):
    avisar(hoy, ahora)
    plan = fabricas.plan("APROBADO", dependencia=dependencias.hacienda)
    nuevo = fabricas.avance(fabricas.actividad(plan), corte)
    avisar(date(2026, 7, 7), ahora)
    assert Aviso.objects.filter(persona=enlace, obligacion=f"avance:{nuevo.pk}:reportar").exists()


def test_lo_que_le_toca_a_quien_se_fue_no_se_le_escribe_y_queda_a_la_vista(db, ahora, hoy, monkeypatch):
    se_fue = fabricas.persona("enlace", is_active=False)
    deber = Obligacion(vence=hoy, verbo="Corregir", asunto="x", clave="x:1", url="/x/", persona=se_fue.pk)
    monkeypatch.setattr(obligaciones, "pendientes", lambda _, personas=None: [deber] if personas is None else [])
    assert (list(por_avisar(hoy=hoy)), list(sin_aviso(hoy=hoy))) == ([], [deber])
    assert avisar(hoy, ahora) == 0


def test_un_dia_sin_correr_no_se_pierde(enlace, ahora):
    # El tramo de 5 caía el 6; la tarea no corrió y sale el 7.
    assert avisar(date(2026, 7, 7), ahora) == 1
    assert set(Aviso.objects.values_list("tramo", flat=True)) == {5}


def test_avisa_en_cada_tramo_y_despues_de_vencer(enlace, ahora, hoy):
    dias = [sumar_habiles(CIERRE, n) for n in range(-6, 6)]
    avisados = [dia for dia in dias if avisar(dia, ahora) and despachar(ahora=fin_del_dia(dia))]
    tramos = list(Aviso.objects.order_by("id").values_list("tramo", flat=True).distinct())
    assert list(dict.fromkeys(tramos)) == [15, 5, 1, 0, -1, -3, -5]
    assert len(avisados) == 7
    assert "VENCIDO" in Mensaje.objects.order_by("-id").first().texto


def test_una_ampliacion_vuelve_a_avisar_con_la_fecha_nueva(enlace, corte, dependencias, ahora):
    avisar(date(2026, 7, 10), ahora)
    Ampliacion.objects.create(
        corte=corte, dependencia=dependencias.hacienda, cierra=date(2026, 7, 24), motivo="x",
        creada_en=ahora, creada_por=fabricas.persona(),
    )  # fmt: skip
    assert avisar(date(2026, 7, 16), ahora) == 1
    assert date(2026, 7, 24) in Aviso.objects.values_list("vence", flat=True)


def test_un_asueto_local_mueve_el_tramo(enlace, ahora):
    DiaNoHabil.objects.create(fecha=date(2026, 7, 9), motivo="Fiesta local")
    avisar(date(2026, 7, 6), ahora)
    assert set(Aviso.objects.values_list("tramo", flat=True)) == {5}
    assert habiles_entre(date(2026, 7, 3), CIERRE, {date(2026, 7, 9)}) == 5


def test_el_resumen_que_no_alcanzo_a_salir_lo_reemplaza_el_de_hoy_con_lo_de_hoy(enlace, corte, ahora, hoy):
    avisar(hoy, ahora)
    atrasado = Mensaje.objects.get()
    assert avisar(hoy + timedelta(days=1), ahora) == 1
    atrasado.refresh_from_db()
    assert atrasado.estado == Mensaje.Estado.ANULADO
    nuevo = Mensaje.objects.get(estado="PENDIENTE")
    assert nuevo.avisos.count() == Aviso.objects.count() == 2
    corte.avances.update(estado="ENVIADO", reportado_en=ahora, reportado_por=enlace, situacion="SIN_DEMANDA")
    assert avisar(hoy + timedelta(days=2), ahora) == 0
    assert despachar(ahora=ahora + timedelta(days=2)) == 0
    assert mail.outbox == []


def test_el_resumen_va_al_correo_que_la_persona_tiene_hoy(enlace, ahora, hoy):
    avisar(hoy, ahora)
    enlace.email = "nuevo@alcaldia.test"
    enlace.save()
    assert despachar(ahora=ahora) == 1
    assert mail.outbox[0].to == ["nuevo@alcaldia.test"]
    assert Mensaje.objects.get().destino == "nuevo@alcaldia.test"


@pytest.mark.parametrize("cambio", [{"is_active": False}, {"vinculo_hasta": date(2026, 7, 1)}])
def test_a_quien_ya_no_esta_no_se_le_escribe(enlace, ahora, hoy, cambio):
    type(enlace).objects.filter(pk=enlace.pk).update(**cambio)
    assert avisar(hoy, ahora) == 0
    assert not Mensaje.objects.exists()


def test_lo_ya_enviado_no_se_recuerda(enlace, corte, ahora, hoy):
    corte.avances.update(
        estado="ACEPTADO", situacion="AVANCE", cantidad=1, reportado_en=ahora, reportado_por=enlace,
        sin_aval="prueba", aceptado_en=ahora, aceptado_por=fabricas.persona(),
    )  # fmt: skip
    assert avisar(hoy, ahora) == 0


def _con_deberes(corte, cuantas: int) -> None:
    """Otras tantas personas, cada una enlace de su dependencia y con cuatro reportes por enviar."""
    plan, modelo = fabricas.plan("APROBADO"), fabricas.persona()
    plan.estado = "CERRADO"
    plan.publicado_en, plan.publicado_por = fabricas.AHORA, plan.aprobado_por
    plan.save()
    previas = Dependencia.objects.count()
    dependencias = Dependencia.objects.bulk_create(Dependencia(nombre=f"D {previas + n}") for n in range(cuantas))
    personas = Usuario.objects.bulk_create(
        Usuario(email=f"p{d.pk}@alcaldia.test", nombre=f"Persona {d.pk}", password=modelo.password)
        for d in dependencias
    )
    Asignacion.objects.bulk_create(
        Asignacion(persona=p, rol="enlace", dependencia=d, desde=date(2020, 1, 1))
        for p, d in zip(personas, dependencias, strict=True)
    )
    campos = {c.attname: getattr(fabricas.actividad(plan), c.attname) for c in Actividad._meta.concrete_fields}
    actividades = Actividad.objects.bulk_create(
        Actividad(**campos | {"id": None, "numero": f"{d.pk}.{n}", "dependencia_id": d.pk})
        for d in dependencias
        for n in range(4)
    )
    Avance.objects.bulk_create(
        Avance(actividad=a, corte=corte, esperado=True, creado_en=fabricas.AHORA, creado_por=modelo)
        for a in actividades
    )


def _recorrer(hoy, consultas) -> tuple[int, int, int]:
    """Cuántos resúmenes salen, con cuántas consultas y con cuánta memoria a la vez."""
    with consultas() as hechas:
        cuantos = sum(1 for _ in por_avisar(hoy=hoy))
    tracemalloc.start()
    assert sum(1 for _ in por_avisar(hoy=hoy)) == cuantos
    assert next(sin_aviso(hoy=hoy), None) is None
    _, maxima = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return cuantos, len(hechas), maxima


@pytest.mark.una_base  # cuenta consultas y memoria de Python: lo mismo en las dos
def test_con_cinco_veces_mas_personas_usa_la_misma_memoria_y_las_mismas_consultas_por_lote(corte, consultas, hoy):
    # Alguien decide: si no, faltaría nombrarlo y nadie tendría ese deber.
    fabricas.persona("planeacion")
    _con_deberes(corte, 50)
    _recorrer(hoy, consultas)  # lo que se arma la primera vez no cuenta
    pocos, consultas_de_pocos, memoria_de_pocos = _recorrer(hoy, consultas)
    _con_deberes(corte, 200)
    muchos, consultas_de_muchos, memoria_de_muchos = _recorrer(hoy, consultas)
    assert (pocos, muchos) == (50, 250)
    lotes = 1 + 250 // acciones.PERSONAS_POR_LOTE
    # Lo que no crece con las actividades se lee una vez; por lote, sólo lo suyo.
    assert consultas_de_muchos <= consultas_de_pocos + 15 * lotes
    assert memoria_de_muchos < 2 * memoria_de_pocos


# --- Despacho -------------------------------------------------------------------------------------------------


def mensaje(ahora, **campos):
    base = {"destino": "a@ejemplo.test", "asunto": "A", "texto": "t", "clase": "resumen", "ahora": ahora}
    return encolar(**(base | campos))


def test_sale_una_sola_vez_con_su_identificador(db, ahora):
    enviado = mensaje(ahora, html="<p>t</p>")
    assert [despachar(ahora=ahora), despachar(ahora=ahora)] == [1, 0]
    enviado.refresh_from_db()
    assert (enviado.estado, enviado.enviado_en) == (Mensaje.Estado.ENVIADO, ahora)
    assert str(enviado.identificador) in mail.outbox[0].extra_headers["Message-ID"]


def test_lo_que_otro_esta_enviando_no_se_toma_hasta_que_venza_su_arriendo(db, ahora, monkeypatch):
    mensaje(ahora)
    enviados = []

    def mientras_se_envia(suyo, conexion, cuando):
        enviados.append(cuando)
        despues = cuando + acciones.ARRIENDO
        if len(enviados) == 1:
            # Otro trabajador pasa mientras este envía, y otro más cuando ya se le dio por caído.
            for momento in (cuando, despues - timedelta(seconds=1), despues):
                despachar(ahora=momento)
        return True

    monkeypatch.setattr(acciones, "_enviar", mientras_se_envia)
    despachar(ahora=ahora)
    assert enviados == [ahora, ahora + acciones.ARRIENDO]


def test_una_direccion_mala_no_frena_el_lote(db, ahora, monkeypatch):
    malo, bueno = mensaje(ahora, destino="malo@ejemplo.test"), mensaje(ahora)
    enviar = mail.EmailMultiAlternatives.send

    def con_tropiezo(correo, *args, **kwargs):
        if correo.to == ["malo@ejemplo.test"]:
            raise OSError("550 no existe")
        return enviar(correo, *args, **kwargs)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", con_tropiezo)
    assert despachar(ahora=ahora) == 1
    malo.refresh_from_db()
    bueno.refresh_from_db()
    assert (malo.estado, bueno.estado) == (Mensaje.Estado.PENDIENTE, Mensaje.Estado.ENVIADO)
    assert malo.disponible_en == ahora + timedelta(minutes=1)
    assert "550" in malo.error


@pytest.mark.parametrize(
    "destino",
    [" ", "sin arroba", "a@ejemplo.test\nBcc: b@ejemplo.test", "a@ejemplo.test, b@ejemplo.test",
     '"a\x01"@ejemplo.test', "a\u202e@ejemplo.test", "a@ejem\u200bplo.test"],
)  # fmt: skip
def test_lo_que_no_es_una_direccion_no_sale_ni_se_da_por_enviado(db, ahora, destino):
    bueno = mensaje(ahora)
    malo = mensaje(ahora)
    Mensaje.objects.filter(pk=malo.pk).update(destino=destino)
    assert despachar(ahora=ahora) == 1
    malo.refresh_from_db()
    bueno.refresh_from_db()
    assert (malo.estado, bueno.estado) == (Mensaje.Estado.FALLIDO, Mensaje.Estado.ENVIADO)
    assert "correo" in malo.error and malo.enviado_en is None
    assert [correo.to for correo in mail.outbox] == [["a@ejemplo.test"]]


def test_un_mensaje_sin_destinatario_no_se_encola(db, ahora):
    for vacio in ("", "  ", "\n"):
        with pytest.raises(ReglaIncumplida, match="no tiene correo"):
            mensaje(ahora, destino=vacio)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mensaje.objects.create(destino="", asunto="A", texto="t", clase="x", creado_en=ahora, disponible_en=ahora)


@pytest.mark.parametrize(
    ("rechazo", "estado"),
    [
        (SMTPRecipientsRefused({"a": (550, b"5.1.1 buz\xc3\xb3n inexistente")}), "FALLIDO"),
        (SMTPRecipientsRefused({"a": (550, b"no such user")}), "FALLIDO"),
        # Que el servidor no deje enviar a esa hora o desde aquí no es de la dirección: se vuelve a intentar.
        (SMTPRecipientsRefused({"a": (550, b"5.4.5 Daily quota exceeded")}), "PENDIENTE"),
        (SMTPRecipientsRefused({"a": (550, b"5.7.1 Relaying denied")}), "PENDIENTE"),
        (SMTPRecipientsRefused({"a": (450, b"4.2.0 greylisted")}), "PENDIENTE"),
        (BadHeaderError("Header values can't contain newlines"), "FALLIDO"),
    ],
)
def test_lo_que_nunca_va_a_salir_no_se_reintenta(db, ahora, monkeypatch, rechazo, estado):
    malo = mensaje(ahora)

    def rechazar(*args, **kwargs):
        raise rechazo

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", rechazar)
    despachar(ahora=ahora)
    malo.refresh_from_db()
    assert malo.estado == estado and malo.error


def test_despues_de_ocho_intentos_se_da_por_fallido(db, ahora, monkeypatch):
    malo = mensaje(ahora)

    def rechazar(*args, **kwargs):
        raise OSError("sin servidor")

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", rechazar)
    for n in range(10):
        despachar(ahora=ahora + timedelta(days=n))
    malo.refresh_from_db()
    assert (malo.estado, malo.intentos) == (Mensaje.Estado.FALLIDO, 8)


def test_un_mensaje_que_mata_a_quien_lo_envia_no_se_retoma_para_siempre(db, ahora, monkeypatch):
    mortal = mensaje(ahora)
    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", lambda *a, **k: (_ for _ in ()).throw(SystemExit))
    for n in range(8):
        with pytest.raises(SystemExit):
            despachar(ahora=ahora + timedelta(hours=n))
    assert despachar(ahora=ahora + timedelta(hours=9)) == 0
    mortal.refresh_from_db()
    assert (mortal.estado, mortal.intentos) == (Mensaje.Estado.FALLIDO, 8)


def test_un_arriendo_abandonado_lo_retoma_otro(db, ahora):
    colgado = mensaje(ahora)
    Mensaje.objects.filter(pk=colgado.pk).update(
        estado=Mensaje.Estado.ENVIANDO, disponible_en=ahora + timedelta(minutes=5)
    )
    assert despachar(ahora=ahora) == 0
    assert despachar(ahora=ahora + timedelta(minutes=6)) == 1


def test_quien_se_desvinculo_despues_de_encolar_no_recibe(db, ahora):
    persona = fabricas.persona(is_active=False)
    anulado = mensaje(ahora, persona=persona.pk)
    assert despachar(ahora=ahora) == 0
    anulado.refresh_from_db()
    assert anulado.estado == Mensaje.Estado.ANULADO
    assert mail.outbox == []


def test_un_lote_abre_una_sola_conexion(db, ahora, monkeypatch):
    for _ in range(3):
        mensaje(ahora)
    abiertas, conexion = [], mail.get_connection()
    monkeypatch.setattr(acciones, "get_connection", lambda: abiertas.append(1) or conexion)
    assert despachar(ahora=ahora) == 3
    assert len(abiertas) == 1


def test_con_el_servidor_caido_no_se_gastan_intentos_y_se_dice(db, ahora, monkeypatch):
    espera_turno = mensaje(ahora)

    def caido(self):
        raise OSError("sin servidor")

    monkeypatch.setattr(type(mail.get_connection()), "open", caido)
    assert despachar(ahora=ahora) == 0
    espera_turno.refresh_from_db()
    assert (espera_turno.estado, espera_turno.intentos, espera_turno.error) == ("PENDIENTE", 0, "sin servidor")


def test_el_limite_de_tiempo_de_la_tarea_no_es_un_fallo_del_mensaje(db, ahora, monkeypatch):
    mensaje(ahora)

    def sin_tiempo(*args, **kwargs):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", sin_tiempo)
    with pytest.raises(SoftTimeLimitExceeded):
        despachar(ahora=ahora)
    assert Mensaje.objects.get().estado == Mensaje.Estado.ENVIANDO


def test_la_tarea_despacha_por_lotes_y_dentro_de_su_contexto(db, ahora, time_machine, monkeypatch):
    time_machine.move_to(ahora)
    for _ in range(45):
        mensaje(ahora)
    origenes, de_verdad = [], acciones.despachar

    def contando(**opciones):
        origenes.append(contexto.actual().origen)
        return de_verdad(**opciones)

    monkeypatch.setattr(acciones, "despachar", contando)
    assert tasks.despachar_mensajes() == 45
    assert origenes == ["tarea"] * 4
