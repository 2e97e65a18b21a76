"""La página en que se formulan todas las actividades de una hoja: la de un plan y la de una propuesta."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from mipg.bitacora.models import Suceso
from mipg.formularios import NEGATIVAS, en_una_linea
from mipg.reglas import ReglaIncumplida
from planes.acciones import planes as de_planes
from planes.acciones import propuestas as de_propuestas
from planes.acciones.actividades import Hoja, Linea, eliminar_actividades
from planes.acciones.hojas import ELIMINADA, Clave, FilaEscrita, FilaGuardada, guardar_filas
from planes.campos import EN_FORMULARIO, POR_NOMBRE
from planes.celdas import COLUMNAS, EN_LISTA, Lector
from planes.forms.hojas import (
    SEPARADOR,
    Envio,
    FilaRecibida,
    TextosForm,
    clave_nueva,
    escribir_clave,
    lector_de,
    lector_de_lo_recibido,
    leer_clave,
)
from planes.models import Actividad, Plan, Propuesta
from planes.reglas import hojas as reglas
from planes.views import filas as de_filas
from planes.views.comunes import INVALIDO, cargar_plan, exigir_formular, migas_de
from planes.views.propuestas import cargar_propuesta, migas_de_propuesta

FALTAN_A_LA_VISTA = 50
CHOCA = 409
AUTOGUARDADO = "mipg-autoguardado"
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
    if not hoja.es_editable:
        messages.warning(request, f"Está {hoja.get_estado_display().lower()}: sus actividades no se cambian así.")
        return redirect(pagina.de_la_hoja("detalle"))
    if clave := leer_clave(request.GET.get("textos", "")):
        return pagina.textos(clave)
    return pagina.pintar()


class _Pagina:
    """La hoja que se mira, lo que llegó de ella y lo que pasó al guardarlo."""

    def __init__(self, request, hoja: Hoja, plantilla: str):
        self.request, self.hoja, self.plantilla = request, hoja, plantilla
        self.recibidas: dict[Clave, FilaRecibida] = {}
        self.guardadas: dict[Clave, FilaGuardada] = {}
        self.eliminadas: dict[Clave, dict] = {}
        self.dice = ""
        # Lo que ya se midió no se corrige: en un plan que aún no rige, nada.
        self.intocable = 0 if isinstance(hoja, Plan) else hoja.vigencia.trimestre_intocable(request.hoy)
        self.es_autoguardado = request.headers.get("X-Requested-With") == AUTOGUARDADO

    def de_la_hoja(self, que: str) -> str:
        """La dirección de otra página de la hoja: su detalle, su envío…"""
        cual = "plan" if isinstance(self.hoja, Plan) else "propuesta"
        return reverse(f"planes:{cual}_{que}", args=[self.hoja.pk])

    # --- Recibir -------------------------------------------------------------------------------------------------

    def recibir(self):
        """Guarda lo que llegó y hace lo que se pidió; lo que no se pudo vuelve a la página, con lo demás guardado."""
        envio = Envio(self.request.POST, lector_de_lo_recibido(self.hoja, self.request.hoy))
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

    @property
    def completo(self) -> bool:
        """Todo lo que llegó quedó guardado."""
        return not any(recibida.errores for recibida in self.recibidas.values()) and all(
            fila.actividad and not fila.choques and not fila.errores for fila in self.guardadas.values()
        )

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
        lector, _ = lector_de(self.hoja, self.request.hoy)
        lineas = list(cuales.prefetch_related(*EN_LISTA))
        for linea in lineas:
            se_retira = isinstance(self.hoja, Propuesta) and linea.actividad_id
            clave = linea.clave if linea.clave in nacidas else linea.pk
            self.eliminadas[clave] = {"se_retira": True} if se_retira else self._textos_sueltos(linea, lector)
        # Las que ya no están no se dicen: el segundo de un doble clic no es un error.
        eliminar_actividades(
            hoja=self.hoja, claves=[linea.pk for linea in lineas], por=self.request.user, ahora=timezone.now()
        )

    @staticmethod
    def _textos_sueltos(actividad: Linea, lector: Lector) -> dict[str, str | list[str]]:
        """Lo que no tiene columna, para poder deshacer que se eliminó."""
        return {
            campo.nombre: [str(una.pk) for una in getattr(actividad, campo.nombre).all()]
            if campo.nombre in EN_LISTA
            else lector.escribir(campo.nombre, getattr(actividad, campo.nombre))
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
                return redirect("planes:actividad_editar", self._actividad(envio.elegida).pk)
            except ReglaIncumplida as error:
                self.dice = str(error)
                return self.pintar(INVALIDO)
        messages.success(self.request, "Guardado.")
        return redirect(self.de_la_hoja("formular"))

    def _enviar(self):
        """Envía a revisión o, si falta algo, lo dice. El motivo de una modificación se escribe en su página."""
        if isinstance(self.hoja, Propuesta):
            return redirect(self.de_la_hoja("detalle"))
        try:
            de_planes.enviar(plan=self.hoja, por=self.request.user, ahora=timezone.now())
        except ReglaIncumplida:
            self.dice = "Todavía no se envió: falta lo que se ve en la lista."
            return self.pintar(INVALIDO)
        messages.success(self.request, f"Se envió «{self.hoja.nombre}» a revisión de Planeación.")
        return redirect(self.de_la_hoja("detalle"))

    def _conservar(self, claves: Iterable[Clave]) -> None:
        """Deshace que se retire una actividad que rige."""
        for clave in claves if isinstance(self.hoja, Propuesta) else ():
            linea = get_object_or_404(self.hoja.actividades, pk=clave)
            de_propuestas.conservar(linea=linea, por=self.request.user, ahora=timezone.now())

    # --- Pintar --------------------------------------------------------------------------------------------------

    def textos(self, clave: Clave):
        """Lo de una actividad que no tiene columna: la hoja lo trae a su panel."""
        cual = Q(clave=clave) if isinstance(clave, UUID) else Q(pk=clave)
        actividad = get_object_or_404(self.hoja.actividades.vigentes(), cual)
        form = TextosForm(instance=actividad, plan=self.hoja, hoy=self.request.hoy, prefix=escribir_clave(clave))
        contexto = {
            "form": form,
            "actividad": actividad,
            "clave": escribir_clave(clave),
            "listas": sorted(EN_LISTA & form.fields.keys()),
        }
        return render(self.request, "planes/_textos_de_actividad.html", contexto)

    def pintar(self, status: int = 200):
        """La página entera, con todo lo escrito todavía en su celda."""
        filas = de_filas.filas_de(self.hoja)
        self.lector, dependencias = lector_de(self.hoja, self.request.hoy)
        falta = self._faltan(filas)
        self.anclas = defaultdict(list)
        for pk, campo in (una["en"] for una in falta[:FALTAN_A_LA_VISTA] if "en" in una):
            self.anclas[pk].append(campo)
        contexto = {
            "hoja": self.hoja,
            "url": self.de_la_hoja("formular"),
            "url_pegar": self.de_la_hoja("pegar"),
            "titulos": COLUMNAS.values(),
            "filas": format_html("{}", de_filas.Html(self._pintadas(filas))),
            "falta": self._falta(falta),
            "pie": self._pie(filas),
            "dependencias": dependencias,
            "dice": self.dice,
            "migas": self._migas(),
        }
        return render(self.request, self.plantilla, contexto, status=status)

    def _migas(self) -> list:
        if isinstance(self.hoja, Plan):
            return migas_de(self.hoja, ("Formular", None))
        return migas_de_propuesta(self.hoja, ("Formular", None))

    def _pintadas(self, filas: Sequence[de_filas.Fila]) -> Iterable[str]:
        por_pk = {fila.actividad.pk: clave for clave, fila in self.guardadas.items() if fila.actividad}
        for fila, textos in zip(filas, de_filas.textos_de(filas, self.lector), strict=True):
            yield from self._pintada(str(fila.pk), textos, por_pk.get(fila.pk, fila.pk), fila)
        _, vacia = de_filas.fila_vacia()
        for clave in self.recibidas.keys() - self.guardadas.keys():
            if isinstance(clave, UUID) and any(self.recibidas[clave].textos.values()) and self._se_perderia(clave):
                yield from self._pintada(escribir_clave(clave), vacia, clave, None)
        for n in range(de_filas.FILAS_DE_MAS):
            clave, textos = de_filas.fila_vacia()
            yield de_filas.pintar_fila(clave, textos, clase="hoja-de-mas" if n else "")

    def _se_perderia(self, clave: UUID) -> bool:
        recibida = self.recibidas[clave]
        return bool(recibida.errores or (self.dice and recibida.escrita.cambios))

    def _pintada(self, nombre: str, textos: list[str], clave: Clave, fila: de_filas.Fila | None) -> Iterable[str]:
        recibida, guardada = self.recibidas.get(clave), self.guardadas.get(clave)
        malos = self._malos(recibida, guardada)
        anclas = self.anclas.get(fila.pk, ()) if fila else ()
        if not malos and not (self.dice and recibida):
            yield de_filas.pintar_fila(nombre, textos, anclas=anclas)
            if fila and fila.pk in self.problemas:
                yield self._aviso(nombre, None, None, fila).pintar()
            return
        escritos, vistos = list(textos), list(textos)
        for puesto, campo in enumerate(COLUMNAS):
            if campo in recibida.textos and (campo in malos or self.dice):
                escritos[puesto] = " ".join(recibida.textos[campo].split())
                if campo not in malos or (guardada and campo in guardada.choques):
                    vistos[puesto] = recibida.visto(campo)
        yield de_filas.pintar_fila(nombre, escritos, SEPARADOR.join(vistos), malos, anclas=anclas)
        yield self._aviso(nombre, recibida, guardada, fila).pintar()

    @staticmethod
    def _malos(recibida: FilaRecibida | None, guardada: FilaGuardada | None) -> dict[str, object]:
        """Los campos de una fila que no quedaron guardados."""
        de_la_base = {**guardada.errores, **guardada.choques} if guardada else {}
        return (recibida.errores if recibida else {}) | de_la_base

    def _aviso(self, nombre: str, recibida: FilaRecibida | None, guardada: FilaGuardada | None, fila):
        suyos = self.problemas.get(fila.pk) if fila else None
        aviso = de_filas.aviso_de(nombre, fila, self.lector, suyos) if suyos else de_filas.Aviso(nombre)
        errores = (recibida.errores if recibida else {}) | (guardada.errores if guardada else {})
        aviso.errores = [(_rotulo(campo), mensaje) for campo, mensaje in errores.items()]
        if guardada and guardada.choques:
            aviso.choques = [
                self._choque(nombre, guardada.actividad, campo, *lados) for campo, lados in guardada.choques.items()
            ]
        return aviso

    def _choque(self, nombre: str, actividad: Linea, campo: str, guardado, escrito) -> dict[str, str]:
        guardado, escrito = (self._legible(campo, valor) for valor in (guardado, escrito))
        return {
            "rotulo": _rotulo(campo),
            "quien": self._quien_guardo(actividad, campo),
            "guardado": guardado or "vacío",
            "escrito": escrito or "vacío",
            "suyo": f"suyo|{nombre}|{campo}",
            "mio": f"mio|{nombre}|{campo}|{guardado}",
        }

    def _legible(self, campo: str, valor) -> str:
        if campo in EN_LISTA:
            return ", ".join(self.lector.dependencias.get(pk, str(pk)) for pk in valor)
        return self.lector.escribir(campo, valor)

    def _quien_guardo(self, actividad: Linea, campo: str) -> str:
        sucesos = Suceso.objects.de(actividad).filter(changes__has_key=campo)
        ultimo = sucesos.select_related("actor").first()
        if ultimo is None or ultimo.actor is None:
            return "Otra persona"
        quien = "Usted, en otra pestaña," if ultimo.actor == self.request.user else str(ultimo.actor)
        return f"{quien} ({timezone.localtime(ultimo.timestamp):%H:%M})"

    def _faltan(self, filas: Sequence[de_filas.Fila]) -> list[dict]:
        self.problemas = de_filas.problemas_de(filas, self.hoja.vigencia.anio, self.intocable)
        return de_filas.falta_de(filas, self.problemas)

    def _falta(self, falta: list[dict]) -> str:
        return render_to_string("planes/_falta.html", {"falta": falta[:FALTAN_A_LA_VISTA], "n": len(falta)})

    def _pie(self, filas: list[de_filas.Fila]) -> str:
        return render_to_string("planes/_pie_de_hoja.html", {"cuentas": de_filas.cuentas_de(filas)})

    # --- Responder al autoguardado -------------------------------------------------------------------------------

    def _responder(self) -> JsonResponse:
        """Lo mismo que la página, en datos: qué quedó en cada fila que se mandó, lo que falta y cómo va la suma."""
        filas = de_filas.filas_de(self.hoja)
        self.lector, _ = lector_de(self.hoja, self.request.hoy)
        falta = self._faltan(filas)
        por_pk = {fila.pk: fila for fila in filas}
        claves = dict.fromkeys([*self.recibidas, *self.guardadas])
        vistos: dict[str, str] = {}
        cuerpo = {
            "mensaje": self._mensaje(),
            "filas": [self._dicha(clave, por_pk, vistos) for clave in claves if clave not in self.eliminadas],
            "eliminadas": {escribir_clave(clave): textos for clave, textos in self.eliminadas.items()},
            "vistos": vistos,
            "falta": self._falta(falta),
            "pie": self._pie(filas),
        }
        chocan = any(fila.choques for fila in self.guardadas.values())
        status = CHOCA if chocan else 200 if self.completo and not self.dice else INVALIDO
        return JsonResponse(cuerpo, status=status)

    def _mensaje(self) -> str:
        if self.dice:
            return self.dice
        if any(fila.choques for fila in self.guardadas.values()):
            return "Otra persona cambió lo mismo que usted: elija en la fila marcada."
        return "Guardado." if self.completo else "Hay celdas que no se pudieron guardar: mire las marcadas."

    def _dicha(self, clave: Clave, por_pk: dict, vistos: dict[str, str]) -> dict:
        nombre = escribir_clave(clave)
        recibida, guardada = self.recibidas.get(clave), self.guardadas.get(clave)
        actividad = guardada.actividad if guardada else None
        fila = por_pk.get(actividad.pk if actividad else clave)
        dicha = {"clave": nombre, "id": fila.pk if fila else None, "perdida": bool(guardada and not guardada.actividad)}
        dicha["malos"] = list(self._malos(recibida, guardada))
        dicha["aviso"] = self._aviso(nombre, recibida, guardada, fila).pintar()
        if fila:
            (textos,) = (dict(zip(COLUMNAS, una, strict=True)) for una in de_filas.textos_de([fila], self.lector))
            dicha["valores"] = {campo: texto for campo, texto in textos.items() if campo not in dicha["malos"]}
            choques = guardada.choques if guardada else {}
            vio = {campo: recibida.visto(campo) for campo in choques if recibida}
            vistos[f"visto-{nombre}"] = SEPARADOR.join(vio.get(campo, texto) for campo, texto in textos.items())
            for campo in recibida.escrita.cambios if recibida else ():
                if campo not in COLUMNAS and campo not in EN_LISTA and campo not in dicha["malos"]:
                    vistos[f"initial-{nombre}-{campo}"] = recibida.textos[campo]
        return dicha


def _rotulo(campo: str) -> str:
    return COLUMNAS.get(campo) or str(Actividad._meta.get_field(campo).verbose_name).capitalize()
