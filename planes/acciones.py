"""Verbos sobre planes y actividades. Atómicos, con autor y con su suceso en la bitácora."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from mipg.bitacora.acciones import registrar, tomar
from mipg.expediente.models import Importacion
from mipg.fechas import fin_de_trimestre
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, exigir
from mipg.texto import normalizar
from mipg.usuarios.models import AliasDependencia, Dependencia, Usuario
from planes import reglas
from planes.importacion import Elecciones, Lectura, interpretar, leer
from planes.models import Actividad, ColumnaRecordada, Observacion, Plan, VersionPlan
from politicas.models import Indice, Politica, ResponsabilidadPolitica, TipoPlan, Vigencia

DESTINO_ACTIVIDADES = "planes.actividades"


# --- Planes -------------------------------------------------------------------------------------------------


@transaction.atomic
def crear_plan(
    *,
    clase: str,
    vigencia: Vigencia,
    dependencia: Dependencia,
    por: Usuario,
    ahora: datetime,
    nombre: str = "",
    politica: Politica | None = None,
    tipo: TipoPlan | None = None,
    vigencia_medida: int | None = None,
    fecha_limite: date | None = None,
) -> Plan:
    """Crea un plan en borrador. Lanza `ValidationError` si ya existe o le falta lo de su clase."""
    plan = Plan(
        clase=clase,
        vigencia=vigencia,
        politica=politica,
        tipo=tipo,
        vigencia_medida=vigencia_medida,
        dependencia=dependencia,
        nombre=nombre.strip() or _nombre_de_plan(clase, vigencia, politica, tipo),
        fecha_limite=fecha_limite or _limite(clase, vigencia),
        creado_en=ahora,
        creado_por=por,
    )
    plan.full_clean()
    plan.save()
    registrar(plan, verbo="crear", por=por, ahora=ahora)
    return plan


def _nombre_de_plan(clase: str, vigencia: Vigencia, politica: Politica | None, tipo: TipoPlan | None) -> str:
    nombres = {
        Plan.Clase.INSTITUCIONAL: tipo.nombre if tipo else "",
        Plan.Clase.ACCION_POLITICA: f"Plan de acción · {politica.nombre}" if politica else "",
        Plan.Clase.MEJORAMIENTO: f"Plan de mejoramiento · {politica.nombre}" if politica else "",
        Plan.Clase.IMPLEMENTACION: f"Plan de acción de implementación MIPG {vigencia}",
    }
    return nombres.get(clase, "")


def _limite(clase: str, vigencia: Vigencia) -> date:
    return {
        Plan.Clase.INSTITUCIONAL: vigencia.fecha_limite_institucionales,
        Plan.Clase.ACCION_POLITICA: vigencia.fecha_limite_politicas,
    }.get(clase, fin_de_trimestre(vigencia.anio, 4))


@transaction.atomic
def crear_planes_de_vigencia(*, vigencia: Vigencia, por: Usuario, ahora: datetime) -> list[Plan]:
    """Crea los planes institucionales y de política que falten, con su responsable y su fecha límite.

    El responsable de una política es la primera dependencia líder de la tabla de políticas del documento; la que
    responde una instancia (política 19) queda en la dependencia que ejerce la secretaría técnica del plan.
    """
    existentes = set(Plan.objects.de_vigencia(vigencia).values_list("clase", "politica", "tipo"))
    creados = [
        crear_plan(
            clase=Plan.Clase.INSTITUCIONAL,
            vigencia=vigencia,
            tipo=tipo,
            dependencia=tipo.dependencia,
            por=por,
            ahora=ahora,
        )
        for tipo in TipoPlan.objects.select_related("dependencia")
        if (Plan.Clase.INSTITUCIONAL, None, tipo.pk) not in existentes
    ]
    lideres = {}
    for responsabilidad in (
        ResponsabilidadPolitica.objects.filter(
            dependencia__isnull=False, politica__dimension__version=vigencia.version_id
        )
        .exclude(rol=ResponsabilidadPolitica.Rol.OPERATIVIZA)
        .order_by("-fuente", "orden")
        .select_related("dependencia")
    ):
        lideres.setdefault(responsabilidad.politica_id, responsabilidad.dependencia)
    creados += [
        crear_plan(
            clase=Plan.Clase.ACCION_POLITICA,
            vigencia=vigencia,
            politica=politica,
            dependencia=lideres[politica.pk],
            por=por,
            ahora=ahora,
        )
        for politica in Politica.objects.de_vigencia(vigencia)
        if (Plan.Clase.ACCION_POLITICA, politica.pk, None) not in existentes and politica.pk in lideres
    ]
    return creados


def _formulable(plan: Plan) -> Plan:
    """Toma el plan para escribir en sus actividades; lanza `ReglaIncumplida` si ya no se formula."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("vigencia").get(pk=plan.pk)
    if not plan.es_editable:
        raise ReglaIncumplida(
            f"El plan está {plan.get_estado_display().lower()}: sus actividades no se cambian así."
        )
    return plan


def _tocar(plan: Plan) -> None:
    # Quien decide sobre el plan lo hace sobre lo que leyó: cualquier cambio mueve su número.
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1)


@transaction.atomic
def enviar(*, plan: Plan, por: Usuario, ahora: datetime) -> Plan:
    """Envía el plan a revisión; resuelve las observaciones abiertas."""
    plan = _formulable(plan)
    exigir(reglas.problemas_para_enviar(list(plan.actividades.vigentes()), plan.vigencia.anio))
    enviado = tomar(
        Plan.objects.filter(pk=plan.pk),
        de=reglas.desde("enviar"),
        a=Plan.Estado.EN_REVISION,
        por=por,
        verbo="enviar",
        ahora=ahora,
        enviado_en=ahora,
        enviado_por=por,
    )
    plan.observaciones.filter(resuelta_en=None).update(resuelta_en=ahora, resuelta_por=por)
    return enviado


def recuperar(*, plan: Plan, por: Usuario, ahora: datetime) -> Plan:
    """Recupera un plan enviado que nadie ha decidido, para corregirlo."""
    return tomar(
        Plan.objects.filter(pk=plan.pk),
        de=reglas.desde("recuperar"),
        a=Plan.Estado.BORRADOR,
        por=por,
        verbo="recuperar",
        ahora=ahora,
    )


@transaction.atomic
def devolver(
    *, plan: Plan, observaciones: Iterable[Mapping], version: int, por: Usuario, ahora: datetime
) -> Plan:
    """Devuelve el plan con observaciones: dicts con `texto`, y opcionales `campo` y `actividad` (clave primaria)."""
    observaciones = [o for o in observaciones if o["texto"].strip()]
    if not observaciones:
        raise ReglaIncumplida("Escriba al menos una observación: quien formula debe saber qué corregir.")
    devuelto = tomar(
        Plan.objects.filter(pk=plan.pk),
        de=reglas.desde("devolver"),
        a=Plan.Estado.DEVUELTO,
        por=por,
        verbo="devolver",
        ahora=ahora,
        version=version,
        nota="; ".join(o["texto"].strip() for o in observaciones)[:2000],
    )
    for observacion in observaciones:
        Observacion.objects.create(
            plan=devuelto,
            actividad_id=observacion.get("actividad"),
            campo=observacion.get("campo", ""),
            texto=observacion["texto"].strip(),
            creada_en=ahora,
            creada_por=por,
        )
    return devuelto


@transaction.atomic
def aprobar(
    *,
    plan: Plan,
    version: int,
    acto: str,
    por: Usuario,
    ahora: datetime,
    acto_numero: str = "",
    acto_fecha: date | None = None,
) -> Plan:
    """Aprueba la versión leída y congela su foto.

    `version` es el número de cambio que quien aprueba tenía a la vista: si el plan cambió, no se aprueba.
    """
    if acto != Plan.Acto.PENDIENTE and not acto_numero.strip():
        raise ReglaIncumplida(
            [Problema("Escriba el número del acto, o elija «Acta pendiente».", "acto_numero")]
        )
    # Se revisa otra vez: entre el envío y la aprobación pudo cambiar la vigencia.
    exigir(reglas.problemas_para_enviar(list(plan.actividades.vigentes()), plan.vigencia.anio))
    aprobado = tomar(
        Plan.objects.filter(pk=plan.pk),
        de=reglas.desde("aprobar"),
        a=Plan.Estado.APROBADO,
        por=por,
        verbo="aprobar",
        ahora=ahora,
        version=version,
        aprobado_en=ahora,
        aprobado_por=por,
        acto=acto,
        acto_numero=acto_numero.strip(),
        acto_fecha=acto_fecha,
    )
    foto = tomar_foto(aprobado)
    VersionPlan.objects.create(
        plan=aprobado,
        numero=aprobado.versiones.count() + 1,
        foto=foto,
        sha256=reglas.huella(foto),
        acto=aprobado.acto_texto,
        aprobado_en=ahora,
        aprobado_por=por,
    )
    return aprobado


@transaction.atomic
def completar_acto(
    *, plan: Plan, acto: str, acto_numero: str, acto_fecha: date | None, por: Usuario, ahora: datetime
) -> Plan:
    """Completa el acto de un plan aprobado con «acta pendiente»."""
    if acto == Plan.Acto.PENDIENTE or not acto_numero.strip():
        raise ReglaIncumplida([Problema("Escriba el número del acto.", "acto_numero")])
    return tomar(
        Plan.objects.filter(pk=plan.pk),
        de=Plan.Acto.PENDIENTE,
        a=acto,
        campo="acto",
        por=por,
        verbo="completar acto",
        ahora=ahora,
        acto_numero=acto_numero.strip(),
        acto_fecha=acto_fecha,
    )


def publicar(*, plan: Plan, por: Usuario, ahora: datetime) -> Plan:
    """Publica un plan aprobado."""
    return tomar(
        Plan.objects.filter(pk=plan.pk),
        de=reglas.desde("publicar"),
        a=Plan.Estado.PUBLICADO,
        por=por,
        verbo="publicar",
        ahora=ahora,
        publicado_en=ahora,
        publicado_por=por,
    )


def tomar_foto(plan: Plan) -> dict:
    """Foto íntegra del plan: sus datos y los de cada actividad vigente, con los nombres tal como son hoy."""
    return {
        "nombre": plan.nombre,
        "clase": plan.clase,
        "vigencia": plan.vigencia.anio,
        "politica": str(plan.politica or ""),
        "dependencia": plan.dependencia.nombre,
        "acto": plan.acto_texto,
        "actividades": [
            {
                "id": actividad.pk,
                "numero": actividad.numero,
                **{campo: getattr(actividad, campo) for campo in _CAMPOS_TEXTO},
                **{
                    campo: None
                    if (valor := getattr(actividad, campo)) is None
                    else format(valor.normalize(), "f")
                    for campo in _CAMPOS_NUMERO
                },
                **{
                    campo: fecha.isoformat() if (fecha := getattr(actividad, campo)) else None
                    for campo in ("fecha_inicio", "fecha_fin")
                },
                "dependencia": actividad.dependencia.nombre if actividad.dependencia else "",
                "apoyos": sorted(apoyo.nombre for apoyo in actividad.apoyos.all()),
                "enlace": actividad.enlace.nombre if actividad.enlace else "",
            }
            for actividad in plan.actividades.vigentes().con_apoyos()
        ],
    }


_CAMPOS_TEXTO = (
    "nombre",
    "producto",
    "indicador",
    "formula",
    "unidad",
    "tipo_meta",
    "sentido",
    "criterio",
    "fuente",
)
_CAMPOS_NUMERO = (
    "linea_base",
    "meta",
    "ponderacion",
    "programado_t1",
    "programado_t2",
    "programado_t3",
    "programado_t4",
)


# --- Actividades --------------------------------------------------------------------------------------------


@transaction.atomic
def crear_actividad(
    *, plan: Plan, por: Usuario, ahora: datetime, apoyos=(), indices=(), **campos
) -> Actividad:
    """Crea una actividad al final de un plan en formulación. Lanza `ValidationError` por campo."""
    plan = _formulable(plan)
    ultimo = plan.actividades.order_by("-orden").values_list("orden", flat=True).first() or 0
    actividad = Actividad(plan=plan, orden=ultimo + 1, **campos)
    actividad.full_clean()
    actividad.save()
    actividad.apoyos.set(apoyos)
    actividad.indices.set(indices)
    _tocar(plan)
    registrar(actividad, verbo="crear", por=por, ahora=ahora)
    return actividad


@transaction.atomic
def editar_actividad(
    *, actividad: Actividad, version: int, por: Usuario, ahora: datetime, apoyos=None, indices=None, **campos
) -> Actividad:
    """Cambia una actividad en formulación, sobre la versión que se leyó.

    Lanza `EstadoCambiado` si otra persona la guardó mientras tanto: no se pisa lo suyo.
    """
    plan = _formulable(actividad.plan)
    actividad = Actividad.objects.select_for_update().get(pk=actividad.pk)
    if actividad.version != version:
        raise EstadoCambiado(
            "Otra persona guardó esta actividad mientras usted la editaba. Compare antes de guardar."
        )
    antes = {campo: getattr(actividad, campo) for campo in campos}
    for campo, valor in campos.items():
        setattr(actividad, campo, valor)
    actividad.version += 1
    actividad.full_clean()
    actividad.save()
    if apoyos is not None:
        actividad.apoyos.set(apoyos)
    if indices is not None:
        actividad.indices.set(indices)
    _tocar(plan)
    cambios = {c: (antes[c], getattr(actividad, c)) for c in campos if antes[c] != getattr(actividad, c)}
    registrar(actividad, verbo="editar", por=por, ahora=ahora, cambios=cambios)
    return actividad


@transaction.atomic
def eliminar_actividad(*, actividad: Actividad, por: Usuario, ahora: datetime) -> None:
    """Elimina una actividad de un plan en formulación (la bitácora la conserva)."""
    plan = _formulable(actividad.plan)
    registrar(
        plan, verbo="eliminar actividad", por=por, ahora=ahora, cambios={"actividad": (str(actividad), None)}
    )
    actividad.observaciones.update(actividad=None)
    actividad.delete()
    _tocar(plan)


@transaction.atomic
def asignar_enlace(
    *, actividad: Actividad, enlace: Usuario | None, por: Usuario, ahora: datetime
) -> Actividad:
    """Cambia el enlace de una actividad: es un cambio menor, también en planes aprobados."""
    actividad = Actividad.objects.select_for_update().select_related("enlace").get(pk=actividad.pk)
    antes = actividad.enlace
    actividad.enlace = enlace
    actividad.version += 1
    actividad.save(update_fields=["enlace", "version"])
    registrar(
        actividad,
        verbo="asignar enlace",
        por=por,
        ahora=ahora,
        cambios={"enlace": (antes and antes.nombre, enlace and enlace.nombre)},
    )
    return actividad


# --- Importación --------------------------------------------------------------------------------------------


def leer_importacion(importacion: Importacion, plan: Plan) -> Lectura:
    """Interpreta el archivo guardado con las correcciones de la persona y lo recordado de otros archivos.

    Lanza `ArchivoInvalido` si no se puede abrir.
    """
    elecciones = importacion.elecciones
    with importacion.archivo.open("rb") as archivo:
        libro = leer(importacion.nombre, archivo.read())
    return interpretar(
        libro,
        vigencia=plan.vigencia.anio,
        dependencias=Dependencia.objects.vigentes(date(plan.vigencia.anio, 1, 1)).por_nombre(),
        columnas_recordadas=dict(ColumnaRecordada.objects.values_list("clave", "campo")),
        elecciones=Elecciones(
            hoja=elecciones.get("hoja"),
            columnas=elecciones.get("columnas", {}),
            dependencias=elecciones.get("dependencias", {}),
            omitir_ocultas=elecciones.get("omitir_ocultas", False),
        ),
    )


def comparar(plan: Plan, lectura: Lectura) -> reglas.Diferencia:
    """Qué haría la lectura sobre el plan tal como está."""
    campos = [c for c in reglas.CAMPOS_COMPARADOS if c != "apoyos"]
    existentes = []
    for actividad in plan.actividades.vigentes().prefetch_related("apoyos"):
        fila = {c: getattr(actividad, c) for c in campos if c != "dependencia"}
        fila |= {
            "pk": actividad.pk,
            "dependencia": actividad.dependencia_id,
            "apoyos": [apoyo.pk for apoyo in actividad.apoyos.all()],
        }
        existentes.append(fila)
    return reglas.diferencia(existentes, lectura.actividades)


@transaction.atomic
def corregir_importacion(
    *, importacion: Importacion, elecciones: Mapping, por: Usuario, ahora: datetime
) -> Importacion:
    """Guarda las correcciones de la persona (hoja, columnas, dependencias) sobre un archivo por revisar."""
    if not Importacion.objects.filter(pk=importacion.pk, estado=Importacion.Estado.SUBIDA).update(
        elecciones=elecciones
    ):
        raise EstadoCambiado("Este archivo ya se aplicó o se descartó.")
    importacion.refresh_from_db()
    registrar(importacion, verbo="corregir", por=por, ahora=ahora)
    return importacion


@transaction.atomic
def importar(
    *, importacion: Importacion, plan: Plan, version: int, por: Usuario, ahora: datetime
) -> reglas.Diferencia:
    """Aplica el archivo al plan: todo o nada, una sola vez, sobre la versión del plan que se vio.

    Lanza `ReglaIncumplida` con cada error por hoja, fila y columna; `EstadoCambiado` si ya se aplicó o si el plan
    cambió desde la vista previa.
    """
    plan = _formulable(plan)
    if plan.version != version:
        raise EstadoCambiado("El plan cambió desde la vista previa: revísela de nuevo antes de confirmar.")
    lectura = leer_importacion(importacion, plan)
    if lectura.errores or not lectura.actividades:
        raise ReglaIncumplida(
            [
                Problema(n.mensaje, donde=f"{n.hoja}, fila {n.fila}, columna {n.columna}")
                for n in lectura.errores
            ]
            or "El archivo no trae ninguna actividad."
        )
    cambia = comparar(plan, lectura)
    tomar(
        Importacion.objects.filter(pk=importacion.pk),
        de=Importacion.Estado.SUBIDA,
        a=Importacion.Estado.APLICADA,
        por=por,
        verbo="aplicar",
        ahora=ahora,
        aplicada_en=ahora,
        aplicada_por=por,
        resumen={"nuevas": len(cambia.nuevas), "cambiadas": len(cambia.cambios), "iguales": cambia.iguales},
    )
    _aplicar(plan, lectura, cambia)
    _recordar(importacion, lectura, por, ahora)
    _tocar(plan)
    registrar(
        plan,
        verbo="importar",
        por=por,
        ahora=ahora,
        nota=f"{importacion.nombre}: {len(cambia.nuevas)} nuevas, {len(cambia.cambios)} cambiadas.",
    )
    return cambia


def _aplicar(plan: Plan, lectura: Lectura, cambia: reglas.Diferencia) -> None:
    personas = {normalizar(nombre): pk for pk, nombre in Usuario.objects.values_list("pk", "nombre")}
    indices = dict(Indice.objects.filter(politica=plan.politica_id).values_list("codigo", "pk"))
    existentes = plan.actividades.in_bulk([cambio.pk for cambio in cambia.cambios])
    orden = {leida.fila: posicion for posicion, leida in enumerate(lectura.actividades, start=1)}
    # Los números se liberan antes: renumerar no debe chocar con la actividad que todavía no se ha movido.
    for cambio in cambia.cambios:
        if "numero" in cambio.campos:
            plan.actividades.filter(pk=cambio.pk).update(numero=f"~{cambio.pk}")
    for pk, leida in [*((c.pk, c.leida) for c in cambia.cambios), *((None, n) for n in cambia.nuevas)]:
        actividad = existentes.get(pk) or Actividad(plan=plan)
        for campo in reglas.CAMPOS_COMPARADOS:
            if campo == "dependencia":
                actividad.dependencia_id = leida.dependencia
            elif campo != "apoyos":
                setattr(actividad, campo, getattr(leida, campo))
        actividad.enlace_id = (
            personas.get(normalizar(leida.enlace), actividad.enlace_id)
            if leida.enlace
            else actividad.enlace_id
        )
        actividad.orden = orden[leida.fila]
        actividad.version += 1
        try:
            actividad.full_clean()
        except ValidationError as error:
            raise ReglaIncumplida(
                [Problema(m, donde=f"{lectura.hoja}, fila {leida.fila}") for m in error.messages]
            ) from error
        actividad.save()
        actividad.apoyos.set(leida.apoyos)
        actividad.indices.set(indices[codigo] for codigo in leida.indices if codigo in indices)


def _recordar(importacion: Importacion, lectura: Lectura, por: Usuario, ahora: datetime) -> None:
    """Guarda lo que la persona eligió para que el siguiente archivo lo reconozca solo."""
    for columna in lectura.columnas:
        clave = normalizar(columna.titulo)
        if columna.origen == "elegida" and clave:
            ColumnaRecordada.objects.update_or_create(
                clave=clave[:200],
                defaults={
                    "titulo": columna.titulo[:200],
                    "campo": columna.campo or "",
                    "creada_en": ahora,
                    "creada_por": por,
                },
            )
    conocidas = Dependencia.objects.por_nombre()
    for texto, pk in importacion.elecciones.get("dependencias", {}).items():
        if pk and texto not in conocidas:
            AliasDependencia.objects.create(
                dependencia_id=pk, nombre=texto[:200], fuente=f"Importación de {importacion.nombre}"[:200]
            )
