"""La página en que se formulan todas las actividades de una hoja: la de un plan y la de una propuesta."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mipg.formularios import NEGATIVAS, en_una_linea
from mipg.reglas import ReglaIncumplida
from planes.acciones import planes as de_planes
from planes.acciones import propuestas as de_propuestas
from planes.acciones.actividades import Hoja, Linea, eliminar_actividades
from planes.acciones.hojas import ELIMINADA, Clave, FilaEscrita, guardar_filas
from planes.campos import EN_FORMULARIO, POR_NOMBRE
from planes.celdas import COLUMNAS, EN_LISTA
from planes.forms.hojas import (
    Envio,
    clave_nueva,
    lector_de_lo_recibido,
    leer_clave,
)
from planes.models import Plan, Propuesta
from planes.reglas import hojas as reglas
from planes.views import filas as de_filas
from planes.views.comunes import INVALIDO, cargar_plan, desvio_si_no_se_formula, exigir_formular
from planes.views.hojas import url_de
from planes.views.propuestas import cargar_propuesta
from planes.views.respuestas import Respuesta

_SIN_ELEGIR = "Elija primero una actividad, con el círculo que está junto a su número."


@require_http_methods(["GET", "HEAD", "POST"])
def plan_formular(request, pk: int):
    """Formula todas las actividades de un plan en una sola página."""
    return _formular(request, cargar_plan(request, pk), "planes/plan_formular.html")


@require_http_methods(["GET", "HEAD", "POST"])
def propuesta_formular(request, pk: int):
    """Formula todas las actividades de una modificación en una sola página."""
    return _formular(request, cargar_propuesta(request, pk), "planes/propuesta_formular.html")


def _formular(request, hoja: Hoja, plantilla: str):
    exigir_formular(request, hoja)
    pagina = _Pagina(request, hoja, plantilla)
    if request.method == "POST":
        return pagina.recibir()
    if desvio := desvio_si_no_se_formula(request, hoja):
        return desvio
    if clave := leer_clave(request.GET.get("textos", "")):
        return pagina.textos(clave)
    return pagina.pintar()


class _Pagina(Respuesta):
    """Lo que llega de la hoja: se guarda lo que se puede y se hace lo que se pidió."""

    def recibir(self):
        """Guarda lo que llegó y hace lo que se pidió; lo que no se pudo vuelve a la página, con lo demás guardado."""
        self.lector = lector_de_lo_recibido(self.hoja, self.request.hoy)
        envio = Envio(self.request.POST, self.lector)
        self.recibidas = {recibida.clave: recibida for recibida in envio.recibidas}
        try:
            self._guardar(envio.filas, envio.orden)
            self._eliminar(envio.eliminar)
            self._conservar(envio.conservar)
            if self.completo:
                self._hacer(envio.hacer, envio.elegida)
        except NEGATIVAS as error:
            self.dice = en_una_linea(error)
        if self.es_autoguardado:
            return self._responder()
        if self.dice or not self.completo:
            return self.pintar(INVALIDO)
        return self._seguir(envio)

    def _guardar(self, filas: Iterable[FilaEscrita], orden: Iterable[Clave] = ()) -> None:
        filas, orden = list(filas), list(orden)
        if filas or orden:
            hechas = guardar_filas(
                hoja=self.hoja, filas=filas, orden=orden, por=self.request.user, ahora=timezone.now()
            )
            self.guardadas |= {fila.clave: fila for fila in hechas.filas}

    def _actividad(self, clave: Clave | None) -> Linea:
        """La actividad de la hoja que la página llama así. Lanza `ReglaIncumplida` si no está."""
        if clave is None:
            raise ReglaIncumplida(_SIN_ELEGIR)
        cual = Q(clave=clave) if isinstance(clave, UUID) else Q(pk=clave)
        actividad = self.hoja.actividades.vigentes().filter(cual).first()
        if actividad is None:
            raise ReglaIncumplida(ELIMINADA)
        return actividad

    def _eliminar(self, claves: Iterable[Clave]) -> None:
        claves = set(claves)
        if not claves:
            return
        nacidas = {clave for clave in claves if isinstance(clave, UUID)}
        cuales = self.hoja.actividades.vigentes().filter(Q(clave__in=nacidas) | Q(pk__in=claves - nacidas))
        lineas = list(cuales.prefetch_related(*EN_LISTA))
        for linea in lineas:
            se_retira = isinstance(self.hoja, Propuesta) and linea.actividad_id
            clave = linea.clave if linea.clave in nacidas else linea.pk
            self.eliminadas[clave] = {"se_retira": True} if se_retira else self._textos_sueltos(linea)
        # Las que ya no están no se dicen: el segundo de un doble clic no es un error.
        eliminar_actividades(
            hoja=self.hoja, claves=[linea.pk for linea in lineas], por=self.request.user, ahora=timezone.now()
        )

    def _textos_sueltos(self, actividad: Linea) -> dict[str, str | list[str]]:
        """Lo que no tiene columna, para poder deshacer que se eliminó."""
        return {
            campo.nombre: [str(una.pk) for una in getattr(actividad, campo.nombre).all()]
            if campo.nombre in EN_LISTA
            else self.lector.escribir(campo.nombre, getattr(actividad, campo.nombre))
            for campo in EN_FORMULARIO
            if campo.nombre not in COLUMNAS
        }

    def _hacer(self, que: str, elegida: Clave | None) -> None:
        """Lo que pidió un botón sobre la fila elegida o sobre toda la hoja."""
        if que == "repartir":
            filas = de_filas.filas_de(self.hoja)
            pesos = [fila.ponderacion for fila in filas]
            nuevos = zip(filas, reglas.repartir(pesos), strict=True)
            lados = {fila.pk: (fila.ponderacion, peso) for fila, peso in nuevos if fila.ponderacion != peso}
            self._guardar(FilaEscrita(pk, {"ponderacion": par}) for pk, par in lados.items())
        elif que == "eliminar":
            self._actividad(elegida)
            self._eliminar([elegida])
        elif que in ("subir", "bajar", "duplicar"):
            actividad = self._actividad(elegida)
            orden = list(self.hoja.actividades.vigentes().order_by("orden", "pk").values_list("pk", flat=True))
            puesto = orden.index(actividad.pk)
            if que == "duplicar":
                self._duplicar(actividad, orden, puesto)
            else:
                otro = max(puesto - 1, 0) if que == "subir" else puesto + 1
                orden.insert(otro, orden.pop(puesto))
                self._guardar([], orden)

    def _duplicar(self, actividad: Linea, orden: list, puesto: int) -> None:
        copia = clave_nueva()
        campos = [campo for campo in COLUMNAS if campo != "numero"]
        dichos = {campo: (None, getattr(actividad, POR_NOMBRE[campo].atributo)) for campo in campos}
        orden.insert(puesto + 1, copia)
        self._guardar([FilaEscrita(copia, dichos, copia=actividad.pk)], orden)

    def _seguir(self, envio: Envio):
        """A dónde se va cuando todo quedó guardado."""
        if envio.hacer == "enviar":
            return self._enviar()
        if envio.hacer == "textos":
            try:
                actividad = self._actividad(envio.elegida)
                cual = "actividad" if isinstance(self.hoja, Plan) else "linea"
                return redirect(f"planes:{cual}_editar", actividad.pk)
            except ReglaIncumplida as error:
                self.dice = str(error)
                return self.pintar(INVALIDO)
        messages.success(self.request, "Guardado.")
        return redirect(url_de(self.hoja, "formular"))

    def _enviar(self):
        """Envía a revisión o, si falta algo, lo dice. El motivo de una modificación se escribe en su página."""
        if isinstance(self.hoja, Propuesta):
            return redirect(f"{url_de(self.hoja, 'detalle')}#falta")
        try:
            de_planes.enviar(plan=self.hoja, por=self.request.user, ahora=timezone.now())
        except ReglaIncumplida as error:
            # Lo de las actividades está en la lista, con sus celdas; lo demás —la ventana— sólo aquí se dice.
            falta = self._faltan(de_filas.filas_de(self.hoja))
            self.dice = f"Todavía no se envió: {'falta lo que se ve en la lista.' if falta else error}"
            return self.pintar(INVALIDO)
        messages.success(self.request, f"Se envió «{self.hoja.nombre}» a revisión de Planeación.")
        return redirect(url_de(self.hoja, "detalle"))

    def _conservar(self, claves: Iterable[Clave]) -> None:
        """Deshace que se retire una actividad que rige."""
        for clave in claves if isinstance(self.hoja, Propuesta) else ():
            linea = get_object_or_404(self.hoja.actividades, pk=clave)
            de_propuestas.conservar(linea=linea, por=self.request.user, ahora=timezone.now())
