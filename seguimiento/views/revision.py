"""Páginas de quien decide: la bandeja, el reporte por revisar y cada decisión sobre la versión que se leyó."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from mipg.avisos.acciones import asuetos
from mipg.consultas import armada_una_vez
from mipg.etiquetas import cantidad
from mipg.expediente.models import Uso
from mipg.fechas import en_bogota, habiles_entre, inicio_de_trimestre
from mipg.formularios import NEGATIVAS, anotar
from mipg.orden import Orden
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from seguimiento.acciones import avances as acciones
from seguimiento.forms import COLUMNAS_DE_AVANCES, AceptacionForm, DecisionForm, DevolucionForm
from seguimiento.insignias import CLASES_DE_AVANCE
from seguimiento.medidas import Medida, aceptado_de, medir_una_en
from seguimiento.models import Avance, Corte, ObservacionAvance
from seguimiento.reglas import avances as reglas
from seguimiento.reglas import hechos
from seguimiento.sin_quien import sin_quien
from seguimiento.views.avances import (
    acumulado,
    anterior_de,
    cargar,
    del_anio,
    trimestres_de,
    usos_de,
    valor_anterior,
    valor_legible,
)
from seguimiento.views.piezas import historia, pagina_de

REVISAR, AVALAR = "revisar", "avalar"
_CAMPOS = ("situacion", "cantidad", "texto", "motivo", "dificultades", "reserva")


# --- Bandeja -------------------------------------------------------------------------------------------------


def colas(perfil) -> list[str]:
    """Las bandejas de la persona: revisar (Planeación) y avalar (jefes)."""
    return [
        cola
        for cola, permiso in ((REVISAR, Permiso.AVANCE_REVISAR), (AVALAR, Permiso.AVANCE_AVALAR))
        if perfil.puede(permiso)
    ]


def en_cola(perfil, corte: Corte, cola: str):
    """Los reportes de una bandeja, lo que ya se puede decidir primero y, dentro, lo más antiguo."""
    avances = corte.avances.visibles_para(perfil)
    avances = avances.por_avalar(perfil) if cola == AVALAR else avances.por_revisar()
    con_soporte = Uso.objects.filter(
        tipo=ContentType.objects.get_for_model(Avance), objeto_id=OuterRef("pk"), documento__retirado_en=None
    )
    return (
        avances.en_lista()
        .annotate(
            con_soporte=Exists(con_soporte),
            es_autor=Exists(Avance.autores.through.objects.filter(avance=OuterRef("pk"), usuario=perfil.persona)),
        )
        .decidibles_primero()
    )


@dataclass(frozen=True)
class EnBandeja:
    """Un reporte en la bandeja, con lo que conviene mirar en él."""

    avance: Avance
    clase: str
    notas: list[str]


def _en_bandeja(avance: Avance, perfil, hoy, locales) -> EnBandeja:
    notas = []
    if perfil.persona == avance.reportado_por_id or avance.es_autor:
        notas.append("Usted lo escribió: lo decide otra persona.")
    elif perfil.persona == avance.avalado_por_id:
        notas.append("Usted lo avaló: lo acepta otra persona.")
    if avance.espera_aval and perfil.puede(Permiso.AVANCE_REVISAR):
        habiles = habiles_entre(en_bogota(avance.reportado_en), hoy, locales)
        faltan = avance.corte.vigencia.dias_sin_aval - habiles
        notas.append(
            f"Espera el aval; sin él, en {faltan} {'día hábil' if faltan == 1 else 'días hábiles'}."
            if faltan > 0
            else "El aval no llegó a tiempo."
        )
    elif avance.sin_aval:
        notas.append(f"Sin aval. {avance.sin_aval}")
    if avance.exige_soporte and not avance.con_soporte:
        notas.append("Sin soporte.")
    return EnBandeja(avance, CLASES_DE_AVANCE[avance.estado], notas)


@requiere(Permiso.AVANCE_REVISAR, Permiso.AVANCE_AVALAR)
@require_safe
def revision_lista(request):
    """La bandeja: lo enviado o avalado (Planeación) y lo que espera el aval de la persona (jefes)."""
    propias = colas(request.perfil)
    cola = request.GET.get("cola") if request.GET.get("cola") in propias else propias[0]
    corte = Corte.objects.abierto()
    contexto = {
        "corte": corte,
        "cola": cola,
        "page_obj": None,
        "filas": [],
        "pestanas": [],
        "sin_quien": [],
        "migas": [("Revisión", None)],
    }
    if corte:
        orden = Orden(request.GET.get("orden", ""), COLUMNAS_DE_AVANCES)
        pagina = pagina_de(request, orden.ordenar(en_cola(request.perfil, corte, cola)))
        locales = asuetos()
        contexto |= {
            "orden": orden,
            "page_obj": pagina,
            "sin_quien": list(sin_quien(corte, request.hoy)) if cola == REVISAR else [],
            "encarga": request.perfil.puede(Permiso.PERSONAS_EDITAR),
            "filas": [_en_bandeja(avance, request.perfil, request.hoy, locales) for avance in pagina],
            "pestanas": [
                {
                    "texto": "Por aceptar" if una == REVISAR else "Por avalar",
                    "url": f"?cola={una}",
                    "actual": una == cola,
                    "cuenta": en_cola(request.perfil, corte, una).count(),
                }
                for una in propias
            ]
            if len(propias) > 1
            else [],
        }
    return render(request, "seguimiento/revision_lista.html", contexto)


# --- Un reporte ----------------------------------------------------------------------------------------------


def _cargar_decidible(request, pk: int, *, avala: bool = True, acepta: bool = True) -> Avance:
    """El reporte si la persona lo ve (404) y le toca decidir sobre él (403)."""
    avance = cargar(request, pk)
    puede_avalar = avala and reglas.puede_avalar(request.perfil, avance.actividad)
    if not puede_avalar and not (acepta and request.perfil.puede(Permiso.AVANCE_REVISAR)):
        raise PermissionDenied
    return avance


@dataclass(frozen=True)
class Comparado:
    """Un campo de este trimestre junto al del anterior, y lo que se le observó antes."""

    nombre: str
    rotulo: str
    valor: str
    anterior: str
    observado: list
    control: object | None


@dataclass(frozen=True)
class Soporte:
    """Un soporte y, si acaso, por qué mirarlo con cuidado."""

    uso: Uso
    alerta: str


def _soportes(avance: Avance) -> list[Soporte]:
    inicio = inicio_de_trimestre(avance.corte.vigencia.anio, avance.corte.trimestre)

    def alerta(uso: Uso) -> str:
        if uso.documento.retirado_en:
            return "Retirado del expediente."
        if uso.documento.fecha_documento < inicio:
            return "Su fecha es anterior al trimestre."
        if uso.documento.fecha_documento > avance.corte.fecha_corte:
            return "Su fecha es posterior al corte."
        return ""

    return [Soporte(uso, alerta(uso)) for uso in usos_de(avance)]


def _comparados(
    avance: Avance, anterior: Avance | None, observadas: list[ObservacionAvance], devolucion: DevolucionForm
) -> list[Comparado]:
    rotulos = {c.name: str(c.verbose_name) for c in Avance._meta.fields}
    return [
        Comparado(
            nombre=nombre,
            rotulo=rotulos[nombre],
            valor=valor_legible(avance, nombre),
            anterior=valor_anterior(anterior, nombre),
            observado=[o for o in observadas if o.campo == nombre],
            control=devolucion[nombre] if nombre in devolucion.fields else None,
        )
        for nombre in _CAMPOS
    ]


@armada_una_vez
def _observaciones(avance: int) -> QuerySet[ObservacionAvance]:
    # Son de un solo reporte.
    return ObservacionAvance.objects.filter(avance=avance).select_related("creada_por").order_by("pk")


@armada_una_vez
def _autores(avance: int) -> QuerySet:
    return Avance.autores.through.objects.filter(avance=avance).values_list("usuario", flat=True)


def _medido(avance: Avance) -> tuple[Medida | None, list[str]]:
    """Lo que el sistema mide de la estrategia a la fecha del corte y, si el año no daría lo mismo, la advertencia."""
    actividad = avance.actividad
    if not actividad.estrategia:
        return None, []
    medida = medir_una_en(avance.corte, actividad.estrategia)
    antes = aceptado_de([actividad], avance.corte.trimestre - 1).get(actividad.pk, Decimal(0))
    propia, quedaria = medida.cantidad(actividad.unidad), antes + (avance.cantidad or 0)
    if propia is None or propia == quedaria:
        return medida, []
    return medida, [f"Con este reporte el año va en {cantidad(quedaria)} y el sistema mide {cantidad(propia)}."]


@require_safe
def avance_revisar(request, pk: int):
    """Este trimestre junto al anterior y a los soportes, con las decisiones que la persona puede tomar."""
    return _pintar(request, _cargar_decidible(request, pk))


def _pintar(request, avance: Avance, *, aceptacion=None, devolucion=None, problemas=(), status: int = 200):
    perfil = request.perfil
    usos, reportes = _soportes(avance), del_anio(avance)
    anterior = anterior_de(avance, reportes)
    observadas, autores = _observaciones(avance.pk), {*_autores(avance.pk)}
    habiles = acciones.dias_desde_envio(avance, request.hoy)
    para_aceptar = reglas.problemas_para_aceptar(
        avance,
        perfil,
        autores=autores,
        soportes=sum(not s.uso.documento.retirado_en for s in usos),
        habiles=habiles,
        # El motivo se escribe en el formulario: que todavía falte no apaga el botón.
        motivo="por escribir",
    )
    version = {"version": avance.version}
    devolucion = devolucion or DevolucionForm(initial=version)
    trimestres = trimestres_de(avance, reportes)
    medida, difiere = _medido(avance)
    contexto = {
        "avance": avance,
        "actividad": avance.actividad,
        "corte": avance.corte,
        "clase": CLASES_DE_AVANCE[avance.estado],
        "anterior": anterior,
        "soportes": usos,
        "trimestres": trimestres,
        "acumulado": acumulado(trimestres),
        "comparados": _comparados(avance, anterior, observadas, devolucion),
        "de_soportes": devolucion["soportes"],
        "observado_en_soportes": [o for o in observadas if o.campo == ObservacionAvance.Campo.SOPORTES],
        "revisa": perfil.puede(Permiso.AVANCE_REVISAR),
        "avala": reglas.puede_avalar(perfil, avance.actividad),
        "para_avalar": reglas.problemas_para_avalar(avance, perfil, autores),
        "para_aceptar": para_aceptar,
        "para_devolver": reglas.problemas_para_devolver(avance, perfil),
        "misma_dependencia": avance.actividad.dependencia_id in perfil.dependencias(),
        "medida": medida,
        "alertas": [*reglas.alertas_de_cantidad(avance), *difiere],
        "aceptacion": aceptacion or AceptacionForm(avance=avance, initial=version),
        "devolucion": devolucion,
        "form": devolucion if devolucion.is_bound else aceptacion or devolucion,
        "problemas": problemas,
        "habiles": habiles,
        "eventos": historia(avance),
        "migas": [
            ("Revisión", reverse("seguimiento:revision_lista")),
            (f"Actividad {avance.actividad.numero}", None),
        ],
    }
    return render(request, "seguimiento/avance_revisar.html", contexto, status=status)


def _seguir(request, avance: Avance, cola: str):
    """Al siguiente de la bandeja, o a la bandeja vacía."""
    de_la_cola = en_cola(request.perfil, avance.corte, cola).exclude(pk=avance.pk)
    if cola == REVISAR:
        de_la_cola = de_la_cola.exclude(hechos.ESPERA_AVAL.q)
    siguiente = (
        de_la_cola.exclude(es_autor=True)
        .exclude(avalado_por=request.perfil.persona)
        .values_list("pk", flat=True)
        .first()
    )
    if siguiente:
        return redirect("seguimiento:avance_revisar", siguiente)
    return redirect(f"{reverse('seguimiento:revision_lista')}?cola={cola}")


@require_POST
def avance_avalar(request, pk: int):
    """El jefe avala la versión que leyó."""
    avance = _cargar_decidible(request, pk, acepta=False)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _pintar(request, avance, problemas=["Vuelva a mirar el reporte antes de avalarlo."], status=422)
    try:
        acciones.avalar(avance=avance, version=form.cleaned_data["version"], por=request.user, ahora=timezone.now())
    except ReglaIncumplida as error:
        return _pintar(request, cargar(request, pk), problemas=error.problemas, status=422)
    messages.success(request, f"Avaló el reporte de «{avance.actividad}».")
    return _seguir(request, avance, AVALAR)


def _negar(request, pk: int, form, error: Exception) -> None:
    """Lleva al formulario por qué no se pudo. Si el reporte cambió, la página ya lo muestra: se decide sobre él."""
    anotar(form, error)
    if isinstance(error, EstadoCambiado):
        form.data = form.data.copy()
        form.data["version"] = cargar(request, pk).version


@require_POST
def avance_aceptar(request, pk: int):
    """Planeación acepta la versión que leyó."""
    avance = _cargar_decidible(request, pk, avala=False)
    form = AceptacionForm(request.POST, avance=avance)
    if form.is_valid():
        try:
            aceptado = acciones.aceptar(avance=avance, **form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            _negar(request, pk, form, error)
        else:
            nota = " Quedó marcado «misma dependencia»." if aceptado.misma_dependencia else ""
            messages.success(request, f"Aceptó el reporte de «{avance.actividad}».{nota}")
            return _seguir(request, avance, REVISAR)
    return _pintar(request, cargar(request, pk), aceptacion=form, status=422)


@require_POST
def avance_devolver(request, pk: int):
    """Devuelve el reporte con un comentario en cada campo por corregir."""
    avance = _cargar_decidible(request, pk)
    form = DevolucionForm(request.POST)
    if form.is_valid():
        try:
            acciones.devolver(
                avance=avance,
                observaciones=form.observaciones(),
                version=form.cleaned_data["version"],
                por=request.user,
                ahora=timezone.now(),
            )
        except NEGATIVAS as error:
            _negar(request, pk, form, error)
        else:
            messages.success(request, f"Devolvió el reporte de «{avance.actividad}».")
            return _seguir(request, avance, REVISAR if request.perfil.puede(Permiso.AVANCE_REVISAR) else AVALAR)
    return _pintar(request, cargar(request, pk), devolucion=form, status=422)


@require_POST
def avance_revertir(request, pk: int):
    """Planeación deshace una aceptación antes del cierre."""
    avance = _cargar_decidible(request, pk, avala=False)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _pintar(request, avance, problemas=["Vuelva a mirar el reporte antes de deshacer."], status=422)
    try:
        acciones.revertir(avance=avance, **form.cleaned_data, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as error:
        return _pintar(request, cargar(request, pk), problemas=error.problemas, status=422)
    messages.success(request, "Deshizo la aceptación: el reporte vuelve a la bandeja.")
    return redirect("seguimiento:avance_revisar", pk)
