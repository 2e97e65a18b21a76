"""Cómo se contesta a la hoja en que se formula: la página entera o, al autoguardado, lo mismo en datos."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html

from mipg.bitacora.models import Suceso
from mipg.usuarios.models import Dependencia
from planes.acciones.actividades import Hoja, Linea
from planes.acciones.hojas import Clave, FilaGuardada
from planes.acciones.implementacion import estrategias_de
from planes.acciones.planes import problemas_de_otra_app
from planes.acciones.propuestas import mirar
from planes.celdas import COLUMNAS, EN_LISTA, Lector
from planes.forms.hojas import (
    SEPARADOR,
    FilaRecibida,
    TextosForm,
    escribir_clave,
    lector_de,
)
from planes.models import Actividad, Plan, Propuesta
from planes.reglas import problemas_para_enviar
from planes.reglas.tardias import cerrados_con_algo
from planes.views import filas as de_filas
from planes.views.comunes import INVALIDO
from planes.views.hojas import intocable_de, migas_de_hoja, url_de
from planes.views.observaciones import por_atender_en

FALTAN_A_LA_VISTA = 50
CHOCA = 409
AUTOGUARDADO = "mipg-autoguardado"
_SEGUIR = "Seguir: motivo y frase"
_DESPUES = "El motivo y la frase para el público se escriben después, al seguir."


class Respuesta:
    """Una hoja que se mira, lo que llegó de ella y lo que pasó al guardarlo, y cómo se contesta."""

    def __init__(self, request, hoja: Hoja, plantilla: str):
        self.request, self.hoja, self.plantilla = request, hoja, plantilla
        self.recibidas: dict[Clave, FilaRecibida] = {}
        self.guardadas: dict[Clave, FilaGuardada] = {}
        self.eliminadas: dict[Clave, dict] = {}
        self.dice = ""
        self.cerrados: list[int] = []
        self.intocable = intocable_de(hoja, request.hoy)
        self.es_autoguardado = request.headers.get("X-Requested-With") == AUTOGUARDADO

    @cached_property
    def lector(self) -> Lector:
        """Cómo se escriben sus celdas; si llegó algo de la hoja, el mismo con que se leyó."""
        return lector_de(self.hoja)

    @property
    def completo(self) -> bool:
        """Todo lo que llegó quedó guardado."""
        return not any(recibida.errores for recibida in self.recibidas.values()) and all(
            fila.actividad and not fila.choques and not fila.errores for fila in self.guardadas.values()
        )

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
        falta = self._faltan(filas)
        observaciones = por_atender_en(self.hoja, {fila.pk for fila in filas})
        self.anclas = defaultdict(set)
        celdas = (una["en"] for una in falta[:FALTAN_A_LA_VISTA] if "en" in una)
        for pk, campo in (*celdas, *(una.en for una in observaciones if una.en)):
            self.anclas[pk].add(campo)
        contexto = {
            "hoja": self.hoja,
            "url": url_de(self.hoja, "formular"),
            "boton": _SEGUIR if isinstance(self.hoja, Propuesta) else "Enviar a revisión",
            "url_pegar": url_de(self.hoja, "pegar"),
            "titulos": COLUMNAS.values(),
            "filas": format_html("{}", de_filas.Html(self._pintadas(filas))),
            "falta": self._falta(falta),
            "observaciones": observaciones,
            "pie": self._pie(filas),
            "dependencias": list(Dependencia.objects.vigentes(self.request.hoy).values_list("nombre", flat=True)),
            "dice": self.dice,
            "migas": migas_de_hoja(self.hoja, ("Formular", None)),
        }
        return render(self.request, self.plantilla, contexto, status=status)

    def _pintadas(self, filas: Sequence[de_filas.Fila]) -> Iterable[str]:
        por_pk = {fila.actividad.pk: clave for clave, fila in self.guardadas.items() if fila.actividad}
        for fila, textos in zip(filas, de_filas.textos_de(filas, self.lector), strict=True):
            clave = por_pk.get(fila.pk, fila.pk)
            if clave in self.recibidas or clave in self.guardadas or fila.pk in self.problemas:
                yield from self._pintada(str(fila.pk), textos, clave, fila)
            else:
                yield de_filas.pintar_fila(str(fila.pk), textos, anclas=self.anclas.get(fila.pk, ()))
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
        esperadas = estrategias_de(self.hoja)
        problemas = problemas_para_enviar(filas, self.hoja.vigencia.anio, self.hoja.clase, self.intocable, esperadas)
        self.problemas = de_filas.por_fila(problemas)
        if isinstance(self.hoja, Plan):
            problemas += problemas_de_otra_app(self.hoja, filas)
            self.cerrados = cerrados_con_algo(filas, self.hoja.vigencia.trimestre_cerrado)
        if isinstance(self.hoja, Propuesta):
            # Además de sus filas, lo que choca con lo que rige y lo que ya se midió: lo mismo que exige enviarla.
            problemas = mirar(self.hoja).problemas(self.request.hoy)
        return de_filas.falta_de(filas, problemas)

    def _falta(self, falta: list[dict]) -> str:
        return render_to_string(
            "planes/_falta.html",
            {
                "falta": falta[:FALTAN_A_LA_VISTA],
                "n": len(falta),
                "despues": _DESPUES if isinstance(self.hoja, Propuesta) else "",
                "cerrados": self.cerrados,
                "vigencia": self.hoja.vigencia,
            },
        )

    def _pie(self, filas: list[de_filas.Fila]) -> str:
        return render_to_string("planes/_pie_de_hoja.html", {"cuentas": de_filas.cuentas_de(filas)})

    # --- Responder al autoguardado -------------------------------------------------------------------------------

    def _responder(self) -> JsonResponse:
        """Lo mismo que la página, en datos: qué quedó en cada fila que se mandó, lo que falta y cómo va la suma."""
        filas = de_filas.filas_de(self.hoja)
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
