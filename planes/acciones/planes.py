"""Verbos sobre planes: crear, eliminar, enviar, recuperar, devolver, aprobar, publicar y cerrar."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.dispatch import Signal

from mipg.bitacora.acciones import registrar, registrar_en_lote, tomar
from mipg.consultas import armada_una_vez
from mipg.expediente.acciones import descartar_importacion
from mipg.expediente.models import Importacion
from mipg.fechas import en_bogota, fin_de_trimestre
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, exigir
from mipg.usuarios.acciones.dependencias import exigir_que_existan
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from mipg.usuarios.querysets import nombre_de
from mipg.usuarios.roles import Permiso
from planes import reglas
from planes.acciones.actividades import exigir_vigencia_abierta, tomar_fila, tomar_formulable
from planes.acciones.implementacion import estrategias_de, llenar, quien_lo_coordina
from planes.acciones.seguimientos import copiar as copiar_seguimientos
from planes.acciones.tardias import mover, por_decidir
from planes.campos import EN_FOTO
from planes.models import Actividad, Observacion, Plan, Punto, VentanaFormulacion, VersionPlan
from planes.reglas import ventanas as de_ventanas
from planes.reglas.salidas import problemas_para_publicar
from planes.reglas.tardias import problemas_para_decidir
from politicas.acciones import tomar_vigencia
from politicas.models import Politica, ResponsabilidadPolitica, TipoPlan, Vigencia

# `Importacion.destino` de los archivos de actividades.
DESTINO = "planes.actividades"
# Con `version`, ya guardada y dentro de su transacción: otra app deja lo suyo sin que los planes sepan de ella.
version_congelada = Signal()
# Con `plan` y sus `actividades` vigentes: quien contesta da los problemas que, por lo suyo, impiden enviarlo.
que_mas_le_falta = Signal()


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
    """Crea un plan en borrador; el institucional, con los seguimientos propios del año anterior.

    Lanza `ReglaIncumplida` si no le toca a quien lo crea o la política es de otra versión del modelo, y
    `ValidationError` si ya existe o le falta lo de su clase.
    """
    hoy = en_bogota(ahora)
    # Tomada: mientras se crea, ni se cierra el año ni se suprime la dependencia.
    vigencia = tomar_vigencia(vigencia.pk)
    exigir_vigencia_abierta(vigencia)
    exigir_que_existan([dependencia.pk], hoy)
    exigir(
        reglas.problemas_para_crear(
            por.perfil(ahora),
            clase=clase,
            dependencia=dependencia.pk,
            responsables=responsables_de(vigencia.anio, hoy, politica=politica, tipo=tipo),
        )
    )
    if politica and politica.dimension.version_id != vigencia.version_id:
        raise ReglaIncumplida(
            [Problema(f"Esa política no es de la versión del modelo que rige en {vigencia}.", "politica")]
        )
    plan = _nuevo(
        clase=clase,
        vigencia=vigencia,
        politica=politica,
        tipo=tipo,
        vigencia_medida=vigencia_medida,
        dependencia=dependencia,
        nombre=nombre.strip(),
        fecha_limite=fecha_limite,
        creado_en=ahora,
        creado_por=por,
    )
    plan.full_clean()
    plan.save()
    registrar(plan, verbo="crear", por=por, ahora=ahora)
    _traer_lo_del_anio_pasado(plan, por, ahora)
    return plan


def _nuevo(**campos) -> Plan:
    """Un plan sin guardar, con el nombre y la fecha límite de su clase si no se dicen."""
    plan = Plan(**campos)
    plan.nombre = plan.nombre or _nombre_de_plan(plan.clase, plan.vigencia, plan.politica, plan.tipo)
    plan.fecha_limite = plan.fecha_limite or _limite(plan.clase, plan.vigencia)
    return plan


def _traer_lo_del_anio_pasado(plan: Plan, por: Usuario, ahora: datetime) -> None:
    if plan.clase == Plan.Clase.IMPLEMENTACION:
        llenar(plan=plan, por=por, ahora=ahora)
    elif plan.clase == Plan.Clase.INSTITUCIONAL:
        copiar_seguimientos(plan=plan, por=por, ahora=ahora)


def responsables_de(
    anio: int, hoy: date, *, politica: Politica | None = None, tipo: TipoPlan | None = None
) -> set[int]:
    """Dependencias (claves primarias) que responden ese año por la política o por el tipo de plan.

    Por la que se suprimió, quien la sucedió.
    """
    if tipo:
        return {una.pk} if (una := tipo.dependencia.de_hoy(hoy)) else set()
    suyas = (
        ResponsabilidadPolitica.objects.que_rigen(anio)
        .de_hoy(hoy)
        .filter(politica=politica, rol__in=ResponsabilidadPolitica.QUE_RESPONDEN)
    )
    return set(suyas.values_list("responde", flat=True)) if politica else set()


@transaction.atomic
def eliminar_plan(*, plan: Plan, por: Usuario, ahora: datetime) -> None:
    """Elimina un borrador vacío que nunca se envió; la bitácora conserva su suceso.

    Lanza `ReglaIncumplida` si ya tiene historia que guardar.
    """
    plan = tomar_fila(Plan.objects.filter(pk=plan.pk))
    exigir(
        reglas.problemas_para_eliminar(
            estado=plan.estado,
            enviado=plan.enviado_en is not None,
            actividades=plan.actividades.count(),
            con_historia=tiene_historia_propia(plan),
        )
    )
    descartar_archivos(plan=plan, por=por, ahora=ahora)
    plan.seguimientos_propios.all().delete()
    registrar(plan, verbo="eliminar", por=por, ahora=ahora, cambios={"nombre": (plan.nombre, None)})
    plan.delete()


def tiene_historia_propia(plan: Plan) -> bool:
    """Se registró un documento suyo, o alguien decidió algo de un seguimiento propio: no se borra."""
    return plan.clase == Plan.Clase.INSTITUCIONAL and (
        plan.publicaciones.exists() or plan.seguimientos_propios.exclude(estado="PENDIENTE").exists()
    )


def archivos_por_confirmar(planes: Iterable[int] | QuerySet) -> QuerySet[Importacion]:
    """Los archivos de actividades que alguien subió a esos planes (claves primarias) y no ha confirmado."""
    por_confirmar = Importacion.objects.filter(destino=DESTINO, estado=Importacion.Estado.SUBIDA)
    return por_confirmar.filter(objeto_id__in=planes).order_by("pk")


def descartar_archivos(*, plan: Plan, por: Usuario, ahora: datetime) -> None:
    """Descarta los archivos de actividades que esperan revisión en un plan que ya no se formula."""
    for importacion in archivos_por_confirmar([plan.pk]):
        descartar_importacion(importacion=importacion, por=por, ahora=ahora)


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
        # Los nueve empiezan con los institucionales: se formula con ellos.
        Plan.Clase.IMPLEMENTACION: vigencia.fecha_limite_institucionales,
        Plan.Clase.ACCION_POLITICA: vigencia.fecha_limite_politicas,
    }.get(clase, fin_de_trimestre(vigencia.anio, 4))


def lideres_de_politica(vigencia: Vigencia, hoy: date) -> dict[int, Dependencia]:
    """Política (clave primaria) → primera dependencia que la lidera en la fuente que ese año reparte el trabajo.

    Si se suprimió, la que la sucedió, en cadena; si nadie la sucedió, la siguiente de las que rigen.
    """
    lideres: dict[int, Dependencia] = {}
    for responsabilidad in (
        ResponsabilidadPolitica.objects.que_rigen(vigencia.anio)
        .filter(dependencia__isnull=False, politica__dimension__version=vigencia.version_id)
        .filter(rol__in=ResponsabilidadPolitica.QUE_RESPONDEN)
        .order_by("-reparte", "fuente__orden", "orden")
        .select_related("dependencia__heredera")
    ):
        if existe := responsabilidad.dependencia.de_hoy(hoy):
            lideres.setdefault(responsabilidad.politica_id, existe)
    return lideres


def por_crear(
    vigencia: Vigencia, hoy: date
) -> tuple[list[tuple[TipoPlan, Dependencia]], list[tuple[Politica, Dependencia]], Dependencia | None]:
    """Los planes institucionales y los de política que la vigencia todavía no tiene, con quien hoy responde por ellos,
    y quien coordina el de implementación si falta.

    No está el que hoy no es de nadie: lo respondía una instancia, o una dependencia que nadie sucedió.
    """
    creados = {(plan.clase, plan.politica_id or plan.tipo_id) for plan in _creados(vigencia.pk)}
    tipos = [tipo for tipo in _tipos(vigencia.anio) if (Plan.Clase.INSTITUCIONAL, tipo.pk) not in creados]
    politicas = [p for p in _politicas(vigencia.version_id) if (Plan.Clase.ACCION_POLITICA, p.pk) not in creados]
    lideres = lideres_de_politica(vigencia, hoy) if politicas else {}
    return (
        [(tipo, existe) for tipo in tipos if (existe := tipo.dependencia.de_hoy(hoy))],
        [(politica, lideres[politica.pk]) for politica in politicas if politica.pk in lideres],
        None if (Plan.Clase.IMPLEMENTACION, None) in creados else quien_lo_coordina(vigencia, hoy),
    )


@armada_una_vez
def _creados(vigencia: int) -> QuerySet[Plan]:
    return Plan.objects.de_vigencia(vigencia).en_pie().order_by().only("clase", "politica", "tipo")


@armada_una_vez
def _tipos(anio: int) -> QuerySet[TipoPlan]:
    return TipoPlan.objects.que_se_piden(anio).select_related("dependencia__heredera")


@armada_una_vez
def _politicas(version: int) -> QuerySet[Politica]:
    return Politica.objects.filter(dimension__version=version)


@transaction.atomic
def crear_planes_de_vigencia(*, vigencia: Vigencia, por: Usuario, ahora: datetime) -> list[Plan]:
    """Crea los planes institucionales, los de política y el de implementación que falten, con su responsable y su
    fecha límite; el de implementación, con sus nueve actividades.

    El responsable de una política es la primera dependencia que la lidera en la fuente que ese año reparte el trabajo.
    La política que responde una instancia (la 19) queda sin plan hasta que Planeación designe quién la ejecuta; lo que
    respondía una dependencia suprimida es de quien la sucedió o, si no la sucedió ninguna, de nadie hasta que lo diga.
    """
    vigencia, perfil = tomar_vigencia(vigencia.pk), por.perfil(ahora)
    exigir_vigencia_abierta(vigencia)
    tipos, politicas, coordina = por_crear(vigencia, en_bogota(ahora))
    prefetch_related_objects([politica for politica, _ in politicas], "dimension")
    comunes = {"vigencia": vigencia, "creado_por": por, "creado_en": ahora}
    nuevos = [
        *(_nuevo(clase=Plan.Clase.INSTITUCIONAL, tipo=tipo, dependencia=suya, **comunes) for tipo, suya in tipos),
        *(
            _nuevo(clase=Plan.Clase.ACCION_POLITICA, politica=una, dependencia=suya, **comunes)
            for una, suya in politicas
        ),
        *([_nuevo(clase=Plan.Clase.IMPLEMENTACION, dependencia=coordina, **comunes)] if coordina else []),
    ]
    for plan in nuevos:
        suya = plan.dependencia_id
        exigir(reglas.problemas_para_crear(perfil, clase=plan.clase, dependencia=suya, responsables={suya}))
    # En lote: son del catálogo y no de un formulario; lo que no cumplan lo rechaza la base.
    Plan.objects.bulk_create(nuevos)
    registrar_en_lote([(plan, "", {}) for plan in nuevos], por=por, ahora=ahora)
    for plan in nuevos:
        _traer_lo_del_anio_pasado(plan, por, ahora)
    return nuevos


def problemas_para_enviar(plan: Plan, actividades: Sequence[Actividad]) -> list[Problema]:
    """Lo que le falta al plan para enviarlo, con sus actividades vigentes ya leídas, y lo que otra app añada."""
    esperadas = estrategias_de(plan)
    return [
        *reglas.problemas_para_enviar(actividades, plan.vigencia.anio, plan.clase, esperadas=esperadas),
        *problemas_de_otra_app(plan, actividades),
    ]


def problemas_de_otra_app(plan: Plan, actividades: Sequence) -> list[Problema]:
    """Lo que contestan a `que_mas_le_falta`: lo mismo en la página del plan, en la hoja y al enviar."""
    contestan = que_mas_le_falta.send(Plan, plan=plan, actividades=actividades)
    return [problema for _, suyos in contestan for problema in suyos]


@transaction.atomic
def enviar(*, plan: Plan, por: Usuario, ahora: datetime) -> Plan:
    """Envía el plan a revisión; resuelve las observaciones abiertas.

    El primer envío mira su ventana de formulación: el que la entidad debe tener queda marcado si es fuera de ella, y el
    que no, espera.
    """
    plan = tomar_formulable(plan, por)
    exigir(problemas_para_enviar(plan, list(plan.actividades.vigentes())))
    hoy, ventanas = en_bogota(ahora), _ventanas_del_primer_envio(plan)
    amplian = () if de_ventanas.en_ventana(ventanas, hoy) else quienes_deciden(hoy).values()
    exigir(de_ventanas.problemas_de_ventana(ventanas, hoy, clase=plan.clase, amplian=amplian))
    enviado = tomar(
        Plan.objects.filter(pk=plan.pk),
        reglas.TRANSICIONES,
        a=Plan.Estado.EN_REVISION,
        por=por,
        verbo="enviar",
        ahora=ahora,
        enviado_en=ahora,
        enviado_por=por,
        extemporaneo=plan.extemporaneo or de_ventanas.es_extemporaneo(ventanas, hoy, clase=plan.clase),
    )
    plan.observaciones.filter(resuelta_en=None).update(resuelta_en=ahora, resuelta_por=por)
    return enviado


def _ventanas_del_primer_envio(plan: Plan) -> list[VentanaFormulacion]:
    return [] if plan.enviado_en else list(VentanaFormulacion.objects.del_plan(plan))


@transaction.atomic
def recuperar(*, plan: Plan, por: Usuario, ahora: datetime) -> Plan:
    """Recupera un plan enviado que nadie ha decidido, para corregirlo; reabre lo que ese envío dio por atendido."""
    recuperado = tomar(
        Plan.objects.filter(pk=plan.pk),
        reglas.TRANSICIONES,
        a=Plan.Estado.BORRADOR,
        por=por,
        verbo="recuperar",
        ahora=ahora,
    )
    recuperado.autores.add(por)
    recuperado.observaciones.filter(resuelta_en=recuperado.enviado_en).update(resuelta_en=None, resuelta_por=None)
    return recuperado


@transaction.atomic
def devolver(
    *,
    plan: Plan,
    observaciones: Iterable[Mapping],
    version: int,
    por: Usuario,
    ahora: datetime,
    punto: Punto | None = None,
) -> Plan:
    """Devuelve el plan con observaciones: dicts con `texto`, y opcionales `campo` y `actividad` (clave primaria).

    `punto`: el de la sesión en que se decidió, que la historia cita.
    """
    observaciones = [o for o in observaciones if o["texto"].strip()]
    if not observaciones:
        raise ReglaIncumplida("Escriba al menos una observación: quien formula debe saber qué corregir.")
    devuelto = tomar(
        Plan.objects.filter(pk=plan.pk),
        reglas.TRANSICIONES,
        a=Plan.Estado.DEVUELTO,
        por=por,
        verbo="devolver",
        ahora=ahora,
        version=version,
        nota="; ".join([*([punto.cita] if punto else []), *(o["texto"].strip() for o in observaciones)])[:2000],
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


def autores_de(plan: Plan) -> set[int]:
    """Claves primarias de quienes enviaron el plan, lo recuperaron o escribieron en él."""
    return {*_autores(plan.pk), plan.enviado_por_id} - {None}


@armada_una_vez
def _autores(plan: int) -> QuerySet:
    return Plan.autores.through.objects.filter(plan=plan).values_list("usuario", flat=True)


def quienes_deciden(hoy: date) -> dict[int, str]:
    """Las personas vivas que deciden sobre planes en la fecha: vinculadas y con un rol vigente que se lo permite."""
    return dict(_deciden(hoy))


@armada_una_vez
def _deciden(hoy: date) -> QuerySet:
    deciden = Asignacion.objects.vigentes(hoy).con_permiso(Permiso.PLAN_DECIDIR)
    return deciden.order_by().values_list("persona", nombre_de("persona")).distinct()


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
    punto: Punto | None = None,
    tardia: str = "",
    tardia_motivo: str = "",
    trimestre_cerrado: int | None = None,
) -> Plan:
    """Aprueba la versión leída y congela su foto; no quien lo formuló, salvo que no haya otra persona, y queda dicho.

    `version` es el número de cambio que quien aprueba tenía a la vista: si el plan cambió, no se aprueba. `punto`: el
    de la sesión en que se decidió, cuya acta todavía no tiene número. Si tiene cantidades en cortes que ya cerraron,
    `tardia` dice qué se hace con ellas (`VersionPlan.Tardia`) y `tardia_motivo`, por qué; `trimestre_cerrado`, hasta
    cuál se había cerrado cuando se decidió.
    """
    acto_numero, acto_fecha = exigir_acto(plan, acto, acto_numero, acto_fecha, ahora)
    vigencia = tomar_vigencia(plan.vigencia_id)
    # Se toma antes de mirar quién escribió en él: quien escribe también lo toma.
    plan = tomar_fila(Plan.objects.filter(pk=plan.pk).select_related("vigencia"))
    autores = autores_de(plan)
    exigir(reglas.problemas_para_aprobar(por.perfil(ahora), autores=autores, deciden=quienes_deciden(en_bogota(ahora))))
    # Se revisa otra vez: entre el envío y la aprobación pudo cambiar la vigencia.
    exigir_vigencia_abierta(vigencia)
    actividades = list(plan.actividades.vigentes())
    exigir(problemas_para_enviar(plan, actividades))
    if trimestre_cerrado not in (None, vigencia.trimestre_cerrado):
        raise EstadoCambiado("Se cerró un corte mientras usted lo miraba: decida otra vez qué se hace con lo cerrado.")
    tardias = por_decidir(actividades, vigencia, en_bogota(ahora))
    exigir(problemas_para_decidir(tardias, decision=tardia, motivo=tardia_motivo, cerrado=vigencia.trimestre_cerrado))
    if tardias and tardia == VersionPlan.Tardia.MOVER:
        mover(tardias, por=por, ahora=ahora)
    aprobado = tomar(
        Plan.objects.filter(pk=plan.pk),
        reglas.TRANSICIONES,
        a=Plan.Estado.APROBADO,
        por=por,
        verbo="aprobar",
        ahora=ahora,
        version=version,
        aprobado_en=ahora,
        aprobado_por=por,
        acto=acto,
        acto_numero=acto_numero,
        acto_fecha=acto_fecha,
        sin_segregacion=reglas.SIN_OTRA_PERSONA if por.pk in autores else "",
    )
    congelar(
        aprobado,
        acto=aprobado.acto_texto,
        acto_fecha=acto_fecha,
        punto=punto,
        por=por,
        ahora=ahora,
        rige_desde=en_bogota(ahora),
        tardia=tardia if tardias else "",
        tardia_motivo=tardia_motivo.strip() if tardias else "",
    )
    return aprobado


def congelar(plan: Plan, *, acto: str, por: Usuario, ahora: datetime, **dicho) -> VersionPlan:
    """Guarda la foto del plan como acaba de quedar, con su huella: es su siguiente versión.

    `acto`: como se cita; `dicho`: los demás campos de la versión. El plan debe estar tomado.
    """
    foto = tomar_foto(plan, acto=acto)
    version = VersionPlan.objects.create(
        plan=plan,
        numero=plan.versiones.count() + 1,
        foto=foto,
        sha256=reglas.huella(foto),
        acto=acto,
        trimestre_cerrado=plan.vigencia.trimestre_cerrado,
        aprobado_en=ahora,
        aprobado_por=por,
        **dicho,
    )
    version_congelada.send(VersionPlan, version=version)
    return version


def exigir_acto(
    plan: Plan, acto: str, acto_numero: str, acto_fecha: date | None, ahora: datetime
) -> tuple[str, date | None]:
    """El número y la fecha con que queda el acto: ninguno si queda pendiente. Lanza si no se puede citar así."""
    if acto == Plan.Acto.PENDIENTE:
        return "", None
    exigir(
        reglas.problemas_de_acto(
            acto_numero=acto_numero, acto_fecha=acto_fecha, anio=plan.vigencia.anio, hoy=en_bogota(ahora)
        )
    )
    return acto_numero.strip(), acto_fecha


@transaction.atomic
def publicar(*, plan: Plan, por: Usuario, ahora: datetime) -> Plan:
    """Publica un plan aprobado, también si se había retirado, con actividades; el cerrado sigue cerrado."""
    plan = tomar_fila(Plan.objects.filter(pk=plan.pk))
    vaciado = Plan.objects.vaciados().filter(pk=plan.pk).exists()
    exigir(problemas_para_publicar(estado=plan.estado, publicado=plan.publicado_en is not None, vaciado=vaciado))
    return tomar(
        Plan.objects.filter(pk=plan.pk),
        reglas.TRANSICIONES,
        a=Plan.Estado.CERRADO if plan.estado == Plan.Estado.CERRADO else Plan.Estado.PUBLICADO,
        por=por,
        verbo="publicar",
        ahora=ahora,
        publicado_en=ahora,
        publicado_por=por,
        retirado_en=None,
        retirado_por=None,
        retirado_motivo="",
    )


def tomar_foto(plan: Plan, *, acto: str = "", actividades: Iterable[Actividad] | None = None) -> dict:
    """Foto íntegra del plan: sus datos y los de cada actividad vigente, con los nombres tal como son hoy.

    `acto`: con el que se aprueba lo que se fotografía, si no es el del plan; `actividades`: las vigentes, si ya se
    leyeron con lo suyo.
    """
    if actividades is None:
        actividades = plan.actividades.vigentes().con_apoyos().prefetch_related("indices")
    return {
        "nombre": plan.nombre,
        "clase": plan.clase,
        "vigencia": plan.vigencia.anio,
        "politica": str(plan.politica or ""),
        "tipo": str(plan.tipo or ""),
        "vigencia_medida": plan.vigencia_medida,
        "fecha_limite": plan.fecha_limite.isoformat() if plan.fecha_limite else None,
        "dependencia": plan.dependencia.nombre,
        "acto": acto or plan.acto_texto,
        "actividades": [
            {
                "id": actividad.pk,
                "orden": actividad.orden,
                **{campo.nombre: campo.fotografiar(actividad) for campo in EN_FOTO},
            }
            for actividad in actividades
        ],
    }
