"""Un mundo pequeño para probar quién puede qué: la dependencia propia, la ajena, y una persona de cada rol."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal as D

from django.core.files.base import ContentFile
from django.utils import timezone

from furag.acciones import diccionarios, entregas
from furag.acciones import resultados as acciones_de_resultados
from furag.models import AccionMejora
from mipg.avisos.models import Mensaje
from mipg.expediente import acciones as expediente
from mipg.expediente.acciones import corregir_importacion
from mipg.expediente.models import Uso
from mipg.usuarios.acciones.cambios import pedir_cambio
from mipg.usuarios.dependencias import DESTINO as DESTINO_DEPENDENCIAS
from mipg.usuarios.enlaces import enlace_para_detener
from mipg.usuarios.factor import acciones as factor
from mipg.usuarios.models import Usuario
from mipg.usuarios.personas import DESTINO as DESTINO_PERSONAS
from mipg.usuarios.roles import Operacion
from planes.acciones import (
    actividades,
    actuaciones,
    decisiones,
    importaciones,
    orden_del_dia,
    propuestas,
    requerimientos,
    sesiones,
    vencimientos,
)
from planes.models import Miembro, Plan, Propuesta
from politicas.acciones import decidir_contradiccion, terminar_fase
from politicas.acciones import jornadas as acciones_de_jornada
from politicas.contradicciones import de_vigencia
from politicas.fuentes import DESTINO as DESTINO_FUENTES
from politicas.models import EnlacePolitica
from seguimiento.informes import plan_publicado
from tests import fabricas as f
from tests.furag import fabricas as furag
from tests.furag.oficiales import NOMBRE, tabla, xlsx
from tests.planes import comite, ley

ROLES = (
    "anonimo",
    "enlace",
    "jefe",
    "ajeno",
    "planeacion",
    "secretaria_general",
    "comite",
    "control_interno",
    "administrador",
)


@dataclass
class Mundo:
    """Personas por rol (`ajeno` es enlace de otra dependencia) y argumentos de cada URL por nombre."""

    personas: dict[str, Usuario]
    argumentos: dict[str, dict] = field(default_factory=dict)


def crear() -> Mundo:
    """Crea el mundo. Los registros son de la dependencia del enlace y del jefe, y están en borrador o en curso."""
    propia, ajena, otra = f.dependencia("Propia"), f.dependencia("Ajena"), f.dependencia("Otra")
    personas = {rol: f.persona(rol, propia) for rol in ("enlace", "jefe")}
    personas["ajeno"] = f.persona("enlace", ajena)
    personas |= {rol: f.persona(rol, otra) for rol in ROLES if rol not in (*personas, "anonimo")}
    hoy = timezone.localdate()
    vigencia = f.vigencia(hoy.year)
    borrador = f.plan("BORRADOR", dependencia=propia, vigencia=vigencia)
    vigente = f.plan("APROBADO", dependencia=propia, vigencia=vigencia)
    suelta = f.actividad(borrador)
    # De qué copiar: el plan de la misma política, del año pasado.
    f.actividad(f.plan("APROBADO", dependencia=propia, politica=borrador.politica, vigencia=f.vigencia(hoy.year - 1)))
    corte = f.corte(
        2,
        de=vigencia,
        fecha_corte=hoy - timedelta(days=1),
        abre=hoy - timedelta(days=1),
        cierra=hoy + timedelta(days=5),
    )
    programado = f.corte(3, "PROGRAMADO", de=vigencia)
    avance = f.avance(f.actividad(vigente), corte, "ENVIADO", D(1), reportado_por=f.persona("enlace", propia))
    f.version(vigente)
    editable = f.avance(f.actividad(vigente), corte, "BORRADOR", D(1))
    f.version(vigente, 2)
    documento = expediente.adjuntar(
        objeto=editable,
        dependencia=propia,
        titulo="Soporte",
        fecha_documento=hoy,
        nombre="soporte.txt",
        contenido=b"Soporte de prueba",
        por=personas["enlace"],
        ahora=timezone.now(),
    )
    importacion = expediente.recibir_importacion(
        destino=importaciones.DESTINO,
        objeto_id=borrador.pk,
        nombre="plan.csv",
        contenido=b"Actividad;Meta;Unidad de medida;Fecha fin\nHacer;1;informe;30/06/2026\n",
        por=personas["jefe"],
        ahora=timezone.now(),
    )
    importaciones.leer_y_guardar(importacion=importacion, ahora=timezone.now())
    personas_por_importar = expediente.recibir_importacion(
        destino=DESTINO_PERSONAS,
        objeto_id=None,
        nombre="personas.csv",
        contenido=b"Nombre;Correo;Dependencia;Rol\nAna;ana@ejemplo.test;Propia;Enlace\n",
        por=personas["planeacion"],
        ahora=timezone.now(),
    )
    dependencias_por_importar = expediente.recibir_importacion(
        destino=DESTINO_DEPENDENCIAS,
        objeto_id=None,
        nombre="dependencias.csv",
        contenido=b"Dependencia;Superior;Alias\nAjena;Propia;La ajena\n",
        por=personas["planeacion"],
        ahora=timezone.now(),
    )
    fuentes_por_importar = expediente.recibir_importacion(
        destino=DESTINO_FUENTES,
        objeto_id=None,
        nombre="acto.csv",
        contenido=f"Política;Papel;Responsable\n{borrador.politica};Líder;Propia\n".encode(),
        por=personas["planeacion"],
        ahora=timezone.now(),
    )
    fuente = f.fuente("Acto cargado", cargada_en=f.AHORA, cargada_por=personas["planeacion"])
    fase = f.politica().responsabilidades.create(
        fuente=f.fuente(), dependencia=propia, rol="FASE", fase="Diseñar", texto="Diseñar"
    )
    falta = fase.politica.responsabilidades.create(
        fuente=fase.fuente, dependencia=propia, rol="FASE", fase="Rediseñar", texto="Rediseñar", orden=2
    )
    terminar_fase(responsabilidad=fase, vigencia=vigencia, por=personas["jefe"], ahora=timezone.now())
    emision = expediente.pedir_emision(
        informe="plan_de_accion", titulo="Plan", parametros={}, por=personas["jefe"], ahora=timezone.now()
    )
    expediente.emitir(emision=emision, generar=lambda _: (b"%PDF-1.7 de prueba", 1), ahora=timezone.now())
    publicado = publicar(f.plan("PUBLICADO", dependencia=propia, vigencia=vigencia))
    de_sesiones = _sesiones(personas, propia)
    modificado = publicar(f.plan("PUBLICADO", dependencia=propia, vigencia=vigencia))
    f.actividad(modificado)
    f.version(modificado, 2)
    institucional = f.institucional(dependencia=propia, vigencia=vigencia)
    propio = f.seguimiento(institucional)
    hecho = f.seguimiento(
        institucional,
        fecha=hoy.replace(month=3, day=31),
        estado="CUMPLIDO",
        cumplido_en=timezone.now(),
        cumplido_por=personas["jefe"],
        cumplido_nota="Sin novedad.",
    )
    mensaje = Mensaje.objects.create(
        clase="prueba",
        destino="a@ejemplo.test",
        asunto="a",
        texto="a",
        creado_en=timezone.now(),
        disponible_en=timezone.now(),
    )
    asignacion = personas["enlace"].asignaciones.get()
    factor.activar_aplicacion(semilla="JBSWY3DPEHPK3PXP", por=personas["comite"], ahora=timezone.now())
    factor.generar_codigos(por=personas["comite"], ahora=timezone.now())
    cambio = pedir_cambio(
        operacion=Operacion.DESACTIVAR,
        persona=f.persona("jefe", otra),
        motivo="Se retiró.",
        por=f.persona("planeacion", otra),
        ahora=timezone.now(),
    )
    return Mundo(
        personas,
        {
            "planes": {"pk": borrador.pk},
            "publicacion": {"pk": f.publicacion(institucional).pk},
            "planes:publicacion_crear": {"pk": institucional.pk},
            "planes:seguimiento_crear": {"pk": institucional.pk},
            "planes:seguimiento_copiar": {"pk": institucional.pk},
            "planes:seguimiento_cumplir": {"pk": propio.pk},
            "planes:seguimiento_corregir": {"pk": propio.pk},
            "planes:seguimiento_cancelar": {"pk": propio.pk},
            "planes:seguimiento_reabrir": {"pk": hecho.pk},
            "planes:plan_aprobar": {"pk": _en_revision(propia, vigencia)},
            "planes:actividad_corregir": {"pk": avance.actividad_id},
            "planes:plan_acto_corregir": {"pk": vigente.pk, "numero": 1},
            "planes:version_comparar": {"pk": vigente.pk},
            "seguimiento:version_pedir": {"pk": vigente.pk, "numero": 1},
            "seguimiento:diferencia_pedir": {"pk": vigente.pk},
            "planes:version_detalle": {"pk": vigente.pk, "numero": 1},
            "prorroga": {"pk": f.prorroga(avance.actividad).pk},
            "planes:prorroga_pedir": {"pk": editable.actividad_id},
            "actividad": {"pk": suelta.pk},
            "planes:plan_formular": {"pk": borrador.pk},
            "propuesta": {"pk": (propuesta := _propuesta(propia, vigencia, personas["jefe"])).pk},
            "linea": {"pk": propuesta.actividades.get().pk},
            "planes:propuesta_crear": {"pk": vigente.pk},
            "planes:propuesta_aprobar": {"pk": (enviada := _enviada(propia, vigencia, personas["jefe"])).pk},
            "planes:propuesta_devolver": {"pk": enviada.pk},
            "planes:propuesta_conciliar": {"pk": _que_choca(propia, vigencia, personas["jefe"]).pk},
            "importacion": {"pk": importacion.pk},
            "corte": {"pk": corte.pk},
            "vigencia": {"pk": vigencia.pk},
            "conforme": {"pk": f.coliderado(propia, ajena, vigencia=vigencia).pk},
            "ventana": {"pk": f.ventana(vigencia).pk},
            "seguimiento:corte_abrir": {"pk": programado.pk},
            "seguimiento:corte_editar": {"pk": programado.pk},
            "avance": {"pk": avance.pk},
            "seguimiento:avance_editar": {"pk": editable.pk},
            "seguimiento:avance_enviar": {"pk": editable.pk},
            "soporte": {"pk": editable.pk},
            "seguimiento:soporte_quitar": {"pk": editable.pk, "uso": Uso.objects.de(editable).get().pk},
            "seguimiento:avance_adelantar": {"pk": avance.actividad_id},
            "seguimiento:actividad_avance": {"pk": avance.actividad_id},
            "seguimiento:plan_cronograma": {"pk": vigente.pk},
            "seguimiento:plan_avance": {"pk": vigente.pk},
            "factor": {"pk": factor.de(personas["comite"]).get().pk},
            **de_sesiones,
            **_contradicciones(vigencia, personas["planeacion"]),
            **_de_ley(personas, propia, vigencia),
            **_recomendaciones(personas, propia),
            **_mejoramiento(propia, vigencia),
            "documento": {"pk": documento.pk},
            "emision": {"pk": emision.pk},
            "dependencia": {"pk": propia.pk},
            "persona": {"pk": personas["enlace"].pk},
            "asignacion": {"pk": asignacion.pk},
            "cambio": {"pk": cambio.pk},
            "usuarios:cambio_detener": {"testigo": enlace_para_detener(cambio.pk).rstrip("/").rpartition("/")[2]},
            "usuarios:asignacion_crear": {"pk": personas["enlace"].pk},
            "correo": {"pk": mensaje.pk},
            "dependencias": {"pk": dependencias_por_importar.pk},
            "fase": {"anio": vigencia.anio, "pk": fase.pk},
            "politicas:fase_terminar": {"anio": vigencia.anio, "pk": falta.pk},
            "fuente": {"pk": fuente.pk},
            **_mejora(propia, vigencia),
            **_jornadas(propia, vigencia, hoy, personas["planeacion"]),
            **_medicion(vigencia, personas["planeacion"]),
            "politicas:enlace_retirar": {"pk": _enlace(borrador.politica, propia, hoy)},
            "politicas:enlace_terminar": {"pk": _enlace(fase.politica, propia, hoy - timedelta(days=1))},
            "fuentes": {"pk": fuentes_por_importar.pk},
            "personas": {"pk": personas_por_importar.pk},
            "politica": {"pk": borrador.politica_id},
            "portal:dimension_publica": {"orden": 1},
            "portal:politica_publica": {"numero": publicado.politica.numero_plan},
            "portal:plan_publico": {"pk": publicado.pk},
            "portal:plan_publico_descargar": {"pk": publicado.pk},
            "portal:plan_publico_previo": {"pk": vigente.pk},
            "portal:plan_publico_version": {"pk": modificado.pk, "numero": 2},
            "portal:guia": {"rol": "enlace"},
        },
    )


def _mejora(dependencia, vigencia) -> dict[str, dict]:
    """Una acción de la dependencia propia que atiende una recomendación."""
    plan = f.plan(
        "APROBADO",
        clase="MEJORAMIENTO",
        vigencia_medida=vigencia.anio - 1,
        dependencia=dependencia,
        vigencia=vigencia,
    )
    medicion = furag.medicion(vigencia.anio - 1, version=vigencia.version)
    recomendacion = furag.recomendacion(politica=plan.politica, medicion=medicion)
    accion = furag.mejora(f.actividad(plan), recomendacion)
    return {
        "seguimiento:recomendacion_hilo": {"pk": recomendacion.pk},
        "seguimiento:mejora_avance": {"pk": accion.pk},
        "de_la_mejora": {"pk": accion.actividad_id},
        "ficha": {"pk": plan.politica_id},
    }


def _jornadas(dependencia, vigencia, hoy, por) -> dict[str, dict]:
    """Una por registrar, con su material, y una anulada."""
    datos = {"dependencia": dependencia, "vigencia": vigencia, "creada_por": por}
    jornada = f.jornada(fecha=hoy - timedelta(days=1), **datos)
    soporte = {"fecha_documento": hoy, "url": "https://ejemplo.test/lista"}
    acciones_de_jornada.adjuntar_material(
        jornada=jornada, titulo="Lista", soporte=soporte, por=por, ahora=timezone.now()
    )
    return {
        "jornada": {"pk": jornada.pk},
        "politicas:jornada_reabrir": {"pk": f.jornada("ANULADA", fecha=hoy, **datos).pk},
        "politicas:material_adjuntar": {"pk": jornada.pk},
        "politicas:material_retirar": {"pk": Uso.objects.de(jornada).get().pk},
    }


def _medicion(vigencia, por) -> dict[str, dict]:
    """La del año pasado, con sus resultados y el archivo de que salieron."""
    medicion = furag.medicion(vigencia.anio - 1, version=vigencia.version)
    resultados = furag.carga({n: {"IDI": 40, "D1": 50, "POL01": 60, "I01": None} for n in "ABCDE"}, de=medicion)
    resultados.importacion.archivo.save("resultados.xlsx", ContentFile(b"PK"))
    return {
        "resultado": {"anio": medicion.anio, "codigo": "IDI"},
        "portal:ficha_publica": {"codigo": "POL01"},
        "carga": {"pk": resultados.pk},
        **_por_confirmar(medicion, por),
    }


def _por_confirmar(medicion, por) -> dict[str, dict]:
    """Unos resultados y un diccionario por confirmar."""
    ahora = timezone.now()
    datos = {"medicion": medicion, "por": por, "ahora": ahora}
    subida = acciones_de_resultados.subir_resultados(nombre=NOMBRE, contenido=xlsx(tabla()), **datos)
    corregir_importacion(
        importacion=subida, elecciones={"faltan": True, "vigencia": True}, huella=subida.huella, por=por, ahora=ahora
    )
    acciones_de_resultados.leer_y_guardar(importacion=subida, ahora=ahora)
    filas = [["", f"Índice {n}", f"I{n:02}"] for n in range(1, 9)]
    diccionario = diccionarios.subir_diccionario(nombre="indices.xlsx", contenido=xlsx(filas, "Ind2025"), **datos)
    diccionarios.leer_y_guardar(importacion=diccionario, ahora=ahora)
    return {
        "medicion": {"anio": medicion.anio},
        "diccionario": {"anio": medicion.anio},
        "furag:resultado_importar": {"anio": medicion.anio},
        "furag:carga_confirmar": {"pk": subida.carga.pk},
        "furag:importacion_detalle": {"pk": subida.pk},
        "furag:importacion_descartar": {"pk": subida.pk},
        "furag:diccionario_confirmar": {"pk": diccionario.pk},
    }


def _mejoramiento(propia, vigencia) -> dict[str, dict]:
    """Acciones de mejora de la dependencia propia, en cada punto de su vida."""

    def plan(estado: str) -> Plan:
        medida = {"clase": "MEJORAMIENTO", "vigencia_medida": vigencia.anio - 1}
        creado = f.plan(estado, dependencia=propia, vigencia=vigencia, **medida)
        for _ in range(2):
            f.actividad(creado)
        furag.completar(creado)
        return creado

    borrador, por_firmar, firmado, verificado = plan("BORRADOR"), *(plan("APROBADO") for _ in range(3))
    f.version(por_firmar)
    casi = "Ordenar los archivos de gestión de la entidad con sus tablas"
    medicion = furag.medicion(vigencia.anio - 1)
    furag.recomendacion(f"{casi}.", "ACOGIDA", politica=borrador.politica, medicion=medicion)
    AccionMejora.objects.filter(actividad__plan=borrador).update(hallazgo=f"Falta {casi.lower()}")
    firma, _ = furag.suscripcion(firmado), furag.suscripcion(verificado)
    una, otra = AccionMejora.objects.filter(actividad__plan=verificado)
    furag.verificacion(otra)
    return {
        "mejora": {"pk": AccionMejora.objects.filter(actividad__plan=firmado).first().pk},
        "furag:mejora_editar": {"pk": AccionMejora.objects.filter(actividad__plan=borrador).first().pk},
        "furag:mejora_ligar": {"pk": borrador.pk},
        "furag:mejora_completar": {"pk": f.actividad(borrador).pk},
        "furag:mejora_lista": {"pk": por_firmar.pk},
        "furag:plan_suscribir": {"pk": por_firmar.pk},
        "suscripcion": {"pk": firma.pk},
        "firmado": {"pk": firmado.pk},
        "conceptuada": {"pk": otra.pk},
        "verificacion": {"pk": furag.verificacion(una).pk},
        "furag:mejora_conceptuar": {"pk": una.pk},
        "concepto": {"pk": furag.concepto(otra).pk},
    }


def _enlace(politica, dependencia, desde) -> int:
    persona = f.persona("enlace", dependencia)
    return EnlacePolitica.objects.create(politica=politica, dependencia=dependencia, persona=persona, desde=desde).pk


def _en_revision(dependencia, vigencia) -> int:
    plan = f.plan("EN_REVISION", dependencia=dependencia, vigencia=vigencia)
    f.actividad(plan)
    return plan.pk


def _propuesta(dependencia, vigencia, por) -> Propuesta:
    """Una modificación en borrador de un plan que rige, con una actividad corregida."""
    plan = f.plan("APROBADO", dependencia=dependencia, vigencia=vigencia)
    f.actividad(plan, (None, None, None, D(1)))
    f.version(plan)
    ahora = timezone.now()
    propuesta = propuestas.proponer(plan=plan, por=por, ahora=ahora)
    linea = propuesta.actividades.get()
    actividades.editar_actividad(actividad=linea, version=0, unidad="actas", por=por, ahora=ahora)
    return propuesta


def _enviada(dependencia, vigencia, por) -> Propuesta:
    propuesta = _propuesta(dependencia, vigencia, por)
    dicho = {"motivo": "Se contaba mal.", "frase": "Se cuenta por actas."}
    return propuestas.enviar(propuesta=propuesta, **dicho, por=por, ahora=timezone.now())


def _que_choca(dependencia, vigencia, por) -> Propuesta:
    """Una modificación cuya actividad cambió también en lo que rige."""
    propuesta = _propuesta(dependencia, vigencia, por)
    propuesta.plan.actividades.update(unidad="expedientes")
    return propuesta


def publicar(plan: Plan) -> Plan:
    """Un plan con una actividad, su versión aprobada y su PDF, tal como queda poco después de publicarlo."""
    f.actividad(plan)
    f.version(plan)
    emision = expediente.pedir_emision(
        informe=plan_publicado.INFORME,
        titulo=plan_publicado.titulo(plan, 1),
        parametros=plan_publicado.parametros(Plan.objects.con_version().get(pk=plan.pk)),
        por=plan.publicado_por,
        ahora=timezone.now(),
    )
    expediente.emitir(emision=emision, generar=lambda _: (b"%PDF-1.7 publicado", 1), ahora=timezone.now())
    return plan


def _contradicciones(vigencia, por) -> dict[str, dict]:
    """Dos políticas que dos documentos dan a dependencias distintas: una ya se decidió."""
    for politica in (f.politica(), f.politica()):
        for fuente in ("Una tabla", "Otra tabla"):
            politica.responsabilidades.create(
                fuente=f.fuente(fuente), dependencia=f.dependencia(), rol="LIDER", texto="Lidera."
            )
    una, otra = (c.contradiccion for c in de_vigencia(vigencia, timezone.localdate()))
    lo_dicho = {"clave": una.clave, "huella": una.huella, "opcion": una.opciones[0].clave, "fundamento": "Acta 1"}
    decision = decidir_contradiccion(vigencia=vigencia, **lo_dicho, por=por, ahora=timezone.now())
    return {"contradiccion": {"clave": otra.clave}, "decision": {"pk": decision.pk}}


def _sesiones(personas: dict[str, Usuario], propia) -> dict[str, dict]:
    """Una sesión convocada y otra en curso, con un punto de un plan de la dependencia propia y un compromiso suyo."""
    ahora, lleva = timezone.now(), personas["planeacion"]
    hoy = timezone.localdate()
    de = comite.instancia()
    en_curso = sesiones.iniciar(sesion=comite.convocada(de, lleva, dia=hoy, ahora=ahora), por=lleva, ahora=ahora)
    comite.llegan(en_curso, 9)
    tema = orden_del_dia.crear_punto(sesion=en_curso, titulo="Varios", por=lleva, ahora=ahora)
    suelto = orden_del_dia.crear_punto(sesion=en_curso, titulo="Otro asunto", por=lleva, ahora=ahora)
    quitado = orden_del_dia.crear_punto(sesion=en_curso, titulo="Aplazable", por=lleva, ahora=ahora)
    orden_del_dia.quitar_punto(punto=quitado, por=lleva, ahora=ahora)
    compromiso = decisiones.comprometer(punto=tema, texto="Informar", dependencia=propia, por=lleva, ahora=ahora)
    convocada = comite.convocada(de, lleva, dia=hoy + timedelta(days=9), ahora=ahora)
    return {
        "sesion": {"pk": en_curso.pk},
        "planes:sesion_editar": {"pk": convocada.pk},
        "planes:sesion_iniciar": {"pk": convocada.pk},
        "planes:sesion_cancelar": {"pk": convocada.pk},
        "planes:punto_crear": {"pk": en_curso.pk},
        "punto": {"pk": suelto.pk},
        "planes:punto_agregar": {"pk": quitado.pk},
        "compromiso": {"pk": compromiso.pk},
        "miembro": {"pk": Miembro.objects.first().pk},
    }


def _de_ley(personas: dict[str, Usuario], propia, vigencia) -> dict[str, dict]:
    """Un informe con una presentación pendiente y otra hecha; un requerimiento con una prórroga, y otro respondido."""
    ahora, hoy, lleva = timezone.now(), timezone.localdate(), personas["planeacion"]
    jefe = {"por": personas["jefe"], "ahora": ahora}
    salida = {"radicado": "EXT-1", "fecha": hoy, "nota": "Reposa en el archivo."}
    informe = ley.informe(lleva, propia, vigencia=vigencia, primero=hoy, periodicidad="SEMESTRAL", ahora=ahora)
    primero, segundo = informe.vencimientos.order_by("numero")
    soporte = {"titulo": "", "fecha_documento": hoy, "url": "https://ejemplo.test/informe"}
    vencimientos.presentar(vencimiento=primero, **salida, soporte=soporte, version=0, **jefe)
    pendiente = ley.requerimiento(lleva, propia, recibido=hoy, plazo=30, ahora=ahora)
    respondido = ley.requerimiento(lleva, propia, radicado="2026-002", recibido=hoy, ahora=ahora)
    requerimientos.responder(requerimiento=respondido, **salida, version=0, **jefe)
    prorroga = actuaciones.prorrogar(
        requerimiento=pendiente, vence=hoy + timedelta(days=99), radicado="OF-1", fecha=hoy, version=0, **jefe
    )
    return {
        "informe": {"pk": informe.pk},
        "vencimiento": {"pk": segundo.pk},
        "planes:vencimiento_corregir": {"pk": primero.pk},
        "planes:soporte_retirar": {"pk": Uso.objects.de(primero).get().pk},
        "planes:vencimiento_reabrir": {"pk": primero.pk},
        "requerimiento": {"pk": pendiente.pk},
        "planes:requerimiento_corregir": {"pk": respondido.pk},
        "planes:requerimiento_reabrir": {"pk": respondido.pk},
        "actuacion": {"pk": prorroga.pk},
    }


def _recomendaciones(personas: dict[str, Usuario], propia) -> dict[str, dict]:
    """Una recomendación de una política por la que la dependencia propia responde, y un archivo por revisar."""
    politica = f.politica()
    politica.responsabilidades.create(fuente=f.fuente(), dependencia=propia, rol="LIDER", texto="Lidera.")
    recomendacion = furag.recomendacion(politica=politica)
    entrega = entregas.subir_recomendaciones(
        medicion=recomendacion.medicion,
        nombre="recomendaciones.csv",
        contenido=f"Política;Recomendación\n{politica.nombre};Documentar.\n".encode(),
        por=personas["planeacion"],
        ahora=timezone.now(),
    )
    return {"recomendacion": {"pk": recomendacion.pk}, "entrega": {"pk": entrega.pk}}
