"""Páginas de la captura: escribir un reporte, adjuntarle soportes, enviarlo, recuperarlo y adelantarlo."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mipg.avisos.acciones import asuetos
from mipg.bitacora.models import Suceso
from mipg.consultas import armada_una_vez
from mipg.fechas import habiles_entre
from mipg.formularios import NEGATIVAS, anotar, escribir_decimal
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.reglas import Perfil
from planes.models import Actividad
from seguimiento.acciones import avances as acciones
from seguimiento.acciones.avances import ConflictoDeEdicion
from seguimiento.forms import AvanceForm, SoporteForm
from seguimiento.insignias import CLASES_DE_AVANCE
from seguimiento.medidas import Medida, aceptado_de, del_periodo, medir_una_en
from seguimiento.models import Ampliacion, Avance, Corte
from seguimiento.querysets import AvanceQuerySet
from seguimiento.reglas import avances as reglas
from seguimiento.reglas import hechos
from seguimiento.views.avances import (
    acumulado,
    anterior_de,
    cargar,
    del_anio,
    migas_de,
    pintar_detalle,
    trimestres_de,
    usos_de,
    valor_anterior,
    valor_legible,
)
from seguimiento.views.piezas import la_de

FORMULARIO = ["GET", "HEAD", "POST"]
_PAGINAS_RECORDADAS = 20


def _cargar(request, pk: int) -> Avance:
    return la_de(_visto(request.perfil, pk))


@armada_una_vez
def _visto(perfil: Perfil, pk: int) -> AvanceQuerySet:
    return Avance.objects.visibles_para(perfil).con_actividad().filter(pk=pk).order_by()


def _cargar_propio(request, pk: int) -> Avance:
    """El reporte si la persona lo ve (404) y le toca escribirlo (403)."""
    avance = _cargar(request, pk)
    if not reglas.puede_reportar(request.perfil, avance.actividad):
        raise PermissionDenied
    return avance


# --- Escribir ------------------------------------------------------------------------------------------------


class _Memoria:
    """Lo último que guardó cada página abierta, en la sesión.

    El autoguardado no recarga la página: su «lo que vi» se queda en lo que había al abrirla. Sin esta memoria, el
    segundo autoguardado chocaría con el primero; con ella, dos pestañas siguen chocando entre sí, como deben.
    """

    def __init__(self, request):
        self._sesion = request.session
        recibido = request.POST.get("pagina", "")
        self.pagina = recibido if len(recibido) == 32 and recibido.isalnum() else uuid.uuid4().hex
        self.guardado: Mapping[str, str] = {}

    def aplicar(self, datos) -> Mapping:
        """Los datos recibidos, con lo que esta página ya guardó como «lo que vio»."""
        recordado = self._sesion.get("avance_paginas", {}).get(self.pagina, {})
        datos = datos.copy()
        for llave, valor in recordado.items():
            datos[llave] = valor
        return datos

    def recordar(self, form: AvanceForm, campos) -> None:
        """Anota que esta página guardó esos campos tal como los envió."""
        paginas = self._sesion.get("avance_paginas", {})
        propia = paginas.pop(self.pagina, {})
        self.guardado = {form.add_initial_prefix(c): form.data.get(form.add_prefix(c), "") for c in campos}
        paginas[self.pagina] = propia | self.guardado
        self._sesion["avance_paginas"] = dict(list(paginas.items())[-_PAGINAS_RECORDADAS:])

    def olvidar(self) -> None:
        """Empieza de nuevo: la página que se pinta lleva otro número y lo que se ve en ella es lo guardado."""
        self.pagina = uuid.uuid4().hex


class _Captura:
    """Lo que llega de la página de captura —los campos y, si acaso, un soporte— y cómo se pinta de vuelta."""

    def __init__(self, request, avance: Avance):
        self.request, self.avance = request, avance
        self.memoria = _Memoria(request)
        self.abiertos = acciones.campos_abiertos(avance)
        self.conflictos: Mapping[str, tuple] = {}
        self.ya_estaba: Exception | None = None
        self.medida, self.propone = self._medir()
        self.trae_campos = any(campo in request.POST for campo in ("pagina", *reglas.CAMPOS))
        self.form = self._form(self._recibido() if self.trae_campos else None)
        self.soporte = self._soporte()

    def _medir(self) -> tuple[Medida | None, Decimal | None]:
        """Lo que el sistema mide de la estrategia a la fecha del corte y la cantidad que propone para el trimestre."""
        avance, actividad = self.avance, self.avance.actividad
        if not actividad.estrategia:
            return None, None
        medida = medir_una_en(avance.corte, actividad.estrategia)
        antes = aceptado_de([actividad], avance.corte.trimestre - 1).get(actividad.pk, Decimal(0))
        return medida, del_periodo(actividad, medida, antes)

    def _recibido(self) -> Mapping:
        """Lo que llegó; si se pidió usar lo que mide el sistema, con esa cantidad."""
        datos = self.memoria.aplicar(self.request.POST)
        if "usar_medida" in datos and self.propone:
            datos["cantidad"] = escribir_decimal(self.propone)
            datos["situacion"] = Avance.Situacion.AVANCE
        return datos

    def _form(self, datos) -> AvanceForm:
        return AvanceForm(datos, avance=self.avance, abiertos=self.abiertos)

    def _soporte(self, *datos) -> SoporteForm:
        return SoporteForm(*datos, dependencia=self.avance.actividad.dependencia_id)

    def reportar(self, *, enviar: bool = False, parcial: bool = False, adjunta: bool | None = None) -> bool:
        """Guarda lo escrito, adjunta lo elegido y, si se pide, envía; dice si todo quedó bien.

        `parcial`: lo válido se guarda aunque otro campo esté mal. `adjunta`: el soporte es obligatorio (`True`), no se
        mira (`False`) o va si se eligió.
        """
        valido = not self.trae_campos or self.form.is_valid()
        if not valido and not parcial:
            return self._no_se_puede_escribir()
        cambios = self.form.cambios() if self.trae_campos else {}
        soporte = self._soporte(self.request.POST, self.request.FILES)
        trae_soporte = adjunta is not False and (adjunta or soporte.trae_algo)
        if trae_soporte:
            self.soporte = soporte
            valido = soporte.is_valid()
        try:
            hecho = acciones.reportar(
                avance=self.avance,
                cambios=cambios,
                soporte=soporte.argumentos() if trae_soporte and valido else None,
                vistos=self._vistos(cambios) if enviar and valido else None,
                por=self.request.user,
                ahora=timezone.now(),
            )
        except ConflictoDeEdicion as choque:
            return self.chocar(choque)
        except NEGATIVAS as error:
            return self.negar(error)
        self.avance, self.ya_estaba = hecho.avance, hecho.ya_estaba
        if self.ya_estaba:
            messages.info(self.request, f"«{self.avance.actividad}»: {self.ya_estaba}")
        if cambios:
            self.memoria.recordar(self.form, cambios)
        if hecho.negado_el_soporte:
            anotar(self.soporte, hecho.negado_el_soporte)
            return False
        if trae_soporte and valido:
            # Ya está guardado: si el envío falla, la página lo muestra y no lo vuelve a pedir.
            self.soporte = self._soporte()
        if isinstance(hecho.negado_el_envio, ConflictoDeEdicion):
            return self.chocar(hecho.negado_el_envio)
        return self.negar(hecho.negado_el_envio) if hecho.negado_el_envio else valido

    def _no_se_puede_escribir(self) -> bool:
        """Lo mal escrito se dice en su campo; si además ya no se puede escribir, eso va primero."""
        if problemas := acciones.problemas_para_escribir(self.avance, self.request.user, self.request.hoy):
            self.negar(ReglaIncumplida(problemas))
        return False

    def _vistos(self, cambios: Mapping[str, tuple]) -> dict[str, object]:
        """Lo que la persona da por enviado: lo que acaba de guardar y, en lo demás, lo que tenía delante."""
        if not self.trae_campos:
            return {}
        return self.form.vistos() | {campo: escrito for campo, (_, escrito) in cambios.items()}

    def chocar(self, choque: ConflictoDeEdicion) -> bool:
        """Deja en la página lo que otra persona guardó, al lado de lo propio."""
        self.conflictos = choque.campos
        anotar(self.form, choque)
        return False

    def negar(self, error: Exception) -> bool:
        """Lleva a la página por qué no se pudo; si no traía campos, los llena con lo guardado."""
        if not self.form.is_bound:
            datos = QueryDict(mutable=True)
            datos.update({campo: _escrito(self.avance, campo) for campo in self.form.fields})
            self.form = self._form(datos)
        anotar(self.form, error)
        return False

    def _sin_guardar(self) -> list[tuple[str, str]]:
        """Lo escrito en campos que ya no se pueden cambiar: se muestra para que la persona lo copie."""
        return [
            (str(AvanceForm.base_fields[campo].label), self.request.POST[campo])
            for campo in reglas.CAMPOS
            if campo not in self.form.fields
            and self.request.POST.get(campo, "").replace("\r\n", "\n") not in ("", _escrito(self.avance, campo))
        ]

    def pintar(self, status: int = 200):
        """La página, con todo lo escrito todavía en su campo y lo que otra persona guardó al lado."""
        return render(self.request, "seguimiento/avance_editar.html", self._contexto(), status=status)

    def _contexto(self) -> dict:
        request = self.request
        # Al sólo mirarlo ya está cargado; al escribir, se muestra lo que quedó.
        avance = _cargar(request, self.avance.pk) if request.method == "POST" else self.avance
        hoy = request.hoy
        ampliacion = acciones.plazo_ampliado(avance)
        problemas = reglas.problemas_para_escribir(avance, request.perfil, hoy=hoy, ampliacion=ampliacion)
        if self.conflictos:
            self.form.con_lo_visto({campo: guardado for campo, (guardado, _) in self.conflictos.items()})
            self.memoria.olvidar()
        reportes = del_anio(avance)
        anterior = anterior_de(avance, reportes)
        if anterior:
            self.form.con_pistas(_pistas(anterior))
        trimestres = trimestres_de(avance, reportes)
        vence = avance.vence(ampliacion)
        usos = usos_de(avance)
        self.soporte.sin(usos)
        return {
            "avance": avance,
            "actividad": avance.actividad,
            "corte": avance.corte,
            "clase": CLASES_DE_AVANCE[avance.estado],
            "form": self.form,
            "soporte": self.soporte,
            "soportes_abiertos": "soportes" in self.abiertos and not problemas,
            "escribible": not problemas,
            "problemas": problemas,
            "sin_guardar": self._sin_guardar(),
            "campos": _campos(avance, self.form, problemas, self.conflictos),
            "de_soportes": [o for o in _abiertas(avance) if o.campo == "soportes"],
            "pagina": self.memoria.pagina,
            "usos": usos,
            "anterior": anterior,
            "trimestres": trimestres,
            "acumulado": acumulado(trimestres),
            "medida": self.medida,
            "propone": self.propone if "cantidad" in self.form.fields else None,
            "programado": avance.actividad.programacion[avance.corte.trimestre - 1],
            "vence": vence,
            "dias": habiles_entre(hoy, vence, asuetos()),
            "ampliada": ampliacion is not None and ampliacion > avance.corte.cierra,
            "advertencias": reglas.advertencias_para_enviar(avance, len(usos)),
            "migas": migas_de(avance, "Reportar"),
        }


def _pistas(anterior: Avance) -> dict[str, str]:
    """Lo que se reportó el trimestre pasado, al lado de cada campo."""
    valores = {campo: valor_anterior(anterior, campo) for campo in reglas.CAMPOS}
    return {campo: f"En {anterior.corte}: {valor}" for campo, valor in valores.items() if valor}


def _abiertas(avance: Avance) -> list:
    if not hechos.DEVUELTO(avance):
        return []
    return list(avance.observaciones.filter(resuelta_en=None).select_related("creada_por"))


@dataclass(frozen=True)
class Campo:
    """Un campo de la captura: si se puede escribir, su control; si no, su valor como texto."""

    nombre: str
    rotulo: str
    control: object | None
    valor: str
    observaciones: list
    conflicto: str | None
    guardo: str


def _escrito(avance: Avance, nombre: str) -> str:
    """El valor de un campo como viaja en el formulario."""
    return avance.situacion if nombre == "situacion" else valor_legible(avance, nombre)


def _campos(avance: Avance, form: AvanceForm, problemas, conflictos: Mapping) -> list[Campo]:
    observaciones = _abiertas(avance)
    return [
        Campo(
            nombre=nombre,
            rotulo=str(AvanceForm.base_fields[nombre].label),
            # Si el plazo venció mientras escribía, el control se conserva con lo escrito, para que pueda copiarlo.
            control=form[nombre] if nombre in form.fields and (form.is_bound or not problemas) else None,
            valor=valor_legible(avance, nombre),
            observaciones=[o for o in observaciones if o.campo == nombre],
            conflicto=(valor_legible(avance, nombre) or "(vacío)") if nombre in conflictos else None,
            guardo=_quien_guardo(avance, nombre) if nombre in conflictos else "",
        )
        for nombre in AvanceForm.base_fields
    ]


def _quien_guardo(avance: Avance, campo: str) -> str:
    """Quién guardó el campo por última vez y cuándo: «Ana Pérez, 06/07/2026 10:05»."""
    suceso = Suceso.objects.de(avance).filter(verbo="guardar", changes__has_key=campo).first()
    if suceso is None:
        return ""
    return f"{suceso.actor}, {timezone.localtime(suceso.timestamp):%d/%m/%Y %H:%M}"


@require_http_methods(FORMULARIO)
def avance_editar(request, pk: int):
    """La página del enlace: la actividad, lo del trimestre anterior y el reporte, con autoguardado por campo."""
    avance = _cargar_propio(request, pk)
    if request.method != "POST":
        if not avance.es_editable:
            return redirect("seguimiento:avance_detalle", pk)
        return _Captura(request, avance).pintar()
    captura = _Captura(request, avance)
    if request.headers.get("X-Requested-With") == "mipg-autoguardado":
        return _autoguardar(captura)
    if captura.reportar():
        messages.success(request, "Borrador guardado.")
        return redirect("seguimiento:avance_editar", pk)
    return captura.pintar(422)


def _autoguardar(captura: _Captura) -> JsonResponse:
    """Guarda lo válido y lo dice; lo demás sigue en la página de quien escribe.

    Devuelve también lo que la página debe tener por visto: si la sesión termina antes del próximo envío, su memoria se
    va con ella y lo autoguardado parecería de otra persona.
    """
    if captura.reportar(parcial=True, adjunta=False):
        return JsonResponse({"mensaje": "Guardado.", "vistos": captura.memoria.guardado})
    if captura.conflictos:
        return JsonResponse(
            {"mensaje": "Otra persona guardó este campo mientras usted escribía: pulse «Guardar borrador» y compare."},
            status=409,
        )
    frases = [
        f"{captura.form.fields[campo].label}: {errores[0]}" if campo in captura.form.fields else str(errores[0])
        for campo, errores in captura.form.errors.items()
    ]
    return JsonResponse({"mensaje": " ".join(frases), "vistos": captura.memoria.guardado}, status=422)


@require_POST
def avance_enviar(request, pk: int):
    """Guarda lo que venga en la página, adjunta lo elegido y envía el reporte."""
    captura = _Captura(request, _cargar_propio(request, pk))
    if not captura.reportar(enviar=True):
        return captura.pintar(422)
    enviado = captura.avance
    nota = f" {enviado.sin_aval}" if enviado.sin_aval else ""
    siguiente = _siguiente_por_reportar(request, enviado)
    messages.success(request, f"Envió el reporte de «{enviado.actividad}».{nota}")
    if siguiente:
        return redirect("seguimiento:avance_editar", siguiente)
    return redirect("seguimiento:avance_detalle", pk)


def propios(perfil, corte):
    """Reportes del corte que la persona puede tener que escribir; `puede_reportar` decide sobre cada uno."""
    return Avance.objects.visibles_para(perfil).del_corte(corte).debidos().con_actividad()


def ampliaciones_de(corte: int) -> dict[int, date]:
    """Dependencia → hasta cuándo se le amplió la captura del corte (su clave primaria)."""
    return dict(Ampliacion.objects.filter(corte=corte).values_list("dependencia", "cierra"))


def _siguiente_por_reportar(request, enviado: Avance) -> int | None:
    """El primer reporte del mismo corte que la persona debe y todavía puede escribir."""
    # A tiempo, ninguna ampliación hace falta.
    ampliaciones = ampliaciones_de(enviado.corte_id) if request.hoy > enviado.corte.cierra else {}
    for avance in propios(request.perfil, enviado.corte_id):
        if not reglas.problemas_para_escribir(
            avance, request.perfil, hoy=request.hoy, ampliacion=ampliaciones.get(avance.actividad.dependencia_id)
        ):
            return avance.pk
    return None


@require_POST
def soporte_adjuntar(request, pk: int):
    """Adjunta un soporte al reporte, sin perder lo que esté escrito en la página."""
    captura = _Captura(request, _cargar_propio(request, pk))
    if not captura.reportar(adjunta=True):
        return captura.pintar(422)
    if not captura.ya_estaba:
        messages.success(request, "Soporte adjunto.")
    return redirect(f"{reverse('seguimiento:avance_editar', args=[pk])}#soportes")


@require_POST
def soporte_quitar(request, pk: int, uso: int):
    """Quita un soporte del reporte; el documento sigue en el expediente."""
    avance = _cargar_propio(request, pk)
    captura = _Captura(request, avance)
    if not captura.reportar(adjunta=False):
        return captura.pintar(422)
    try:
        acciones.desadjuntar(avance=avance, uso=uso, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as error:
        captura.negar(error)
        return captura.pintar(422)
    messages.success(request, "Soporte retirado del reporte; el documento sigue en el expediente.")
    return redirect(f"{reverse('seguimiento:avance_editar', args=[pk])}#soportes")


@require_POST
def avance_recuperar(request, pk: int):
    """Recupera un envío que nadie ha tocado, para corregirlo."""
    avance = _cargar_propio(request, pk)
    try:
        acciones.recuperar(avance=avance, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as error:
        return pintar_detalle(request, cargar(request, pk), error.problemas, status=422)
    messages.success(request, "Recuperó el reporte: corríjalo y vuelva a enviarlo.")
    return redirect("seguimiento:avance_editar", pk)


@require_POST
def avance_adelantar(request, pk: int):
    """Crea el reporte de una actividad que no tenía nada programado en el corte abierto."""
    actividad = get_object_or_404(
        Actividad.objects.visibles_para(request.perfil).select_related("plan__vigencia", "dependencia"), pk=pk
    )
    if not reglas.puede_reportar(request.perfil, actividad):
        raise PermissionDenied
    corte = Corte.objects.abierto()
    try:
        if corte is None:
            raise ReglaIncumplida("No hay un corte abierto en el que adelantar.")
        avance = acciones.adelantar(actividad=actividad, corte=corte, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as error:
        messages.error(request, str(error))
        return redirect("seguimiento:actividad_avance", pk)
    return redirect("seguimiento:avance_editar", avance.pk)
