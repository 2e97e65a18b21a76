"""Pedir un informe en PDF."""

from datetime import date
from functools import partial

from django import forms
from django.db import transaction
from django.db.models import Q, QuerySet
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mipg.expediente.acciones import pedir_emision
from mipg.usuarios.models import Dependencia
from mipg.usuarios.permisos import requiere
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.models import Plan
from politicas.models import Politica, Vigencia
from seguimiento import tasks
from seguimiento.informes import plan_de_accion
from seguimiento.models import Corte

ALCANCES = (("entidad", "Toda la entidad"), ("politica", "Una política"), ("dependencia", "Una dependencia"))


class InformeForm(forms.Form):
    """De qué es el plan de acción y con qué corte, dentro de una vigencia."""

    alcance = forms.ChoiceField(label="De qué", choices=ALCANCES, widget=forms.RadioSelect)
    politica = forms.ModelChoiceField(
        Politica.objects.none(),
        label="Política",
        required=False,
        empty_label="Elija una",
        help_text="Sólo si pide una política. Aparecen las que tienen plan de acción aprobado.",
    )
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.none(),
        label="Dependencia",
        required=False,
        empty_label="Elija una",
        help_text="Sólo si pide una dependencia. Reúne sus actividades en todos los planes.",
    )
    corte = forms.ModelChoiceField(
        Corte.objects.none(),
        label="Corte",
        required=False,
        empty_label="Sin corte: sólo la formulación",
        help_text="Las cifras de un corte cerrado no cambian; las de uno abierto salen como provisionales.",
    )

    def __init__(self, *args, vigencia: Vigencia, perfil: Perfil, **kwargs):
        super().__init__(*args, **kwargs)
        self.vigencia = vigencia
        self.fields["politica"].queryset = _politicas(vigencia)
        self.fields["dependencia"].queryset = _dependencias(vigencia, perfil)
        self.fields["corte"].queryset = _cortes(vigencia)

    def clean(self):
        datos = super().clean()
        for nombre, falta in (("politica", "Elija la política."), ("dependencia", "Elija la dependencia.")):
            if datos.get("alcance") != nombre:
                datos[nombre] = None
            elif not datos.get(nombre) and nombre not in self.errors:
                self.add_error(nombre, falta)
        return datos

    def pedido(self) -> plan_de_accion.Pedido:
        """Lo que se pidió, ya validado."""
        datos = {nombre: self.cleaned_data[nombre] for nombre in ("politica", "dependencia", "corte")}
        return plan_de_accion.Pedido(vigencia=self.vigencia, **datos)


@requiere(Permiso.INFORME_EMITIR)
@require_http_methods(["GET", "HEAD", "POST"])
def informe_pedir(request):
    """Pide el plan de acción en PDF; `?politica=`, `?dependencia=`, `?corte=` y `?vigencia=` lo proponen."""
    vigencia = _vigencia(request.GET, request.hoy)
    if vigencia is None:
        return render(request, "seguimiento/informe_pedir.html", {"form": None, "migas": _MIGAS})
    opciones = {"vigencia": vigencia, "perfil": request.perfil}
    form = InformeForm(request.POST, **opciones) if request.method == "POST" else None
    if form and form.is_valid():
        pedido = form.pedido()
        emision = pedir_emision(
            informe=plan_de_accion.INFORME,
            titulo=pedido.titulo,
            parametros=pedido.parametros(),
            dependencia=pedido.dependencia,
            por=request.user,
            ahora=timezone.now(),
        )
        transaction.on_commit(partial(tasks.publicar, emision.pk))
        return redirect("expediente:emision_detalle", emision.pk)
    contexto = {
        "form": form or InformeForm(initial=_propuesta(request.GET, vigencia), **opciones),
        "vigencia": vigencia,
        "boton": "Generar el PDF",
        "migas": _MIGAS,
    }
    return render(request, "seguimiento/informe_pedir.html", contexto, status=422 if form else 200)


_MIGAS = [("Pedir un informe", None)]


def _vigencia(consulta, hoy: date) -> Vigencia | None:
    """La del corte propuesto, la propuesta o la actual."""
    vigencias = Vigencia.objects.filter(abierta_en__isnull=False).select_related("version")
    for filtro, valor in (("cortes", consulta.get("corte", "")), ("anio", consulta.get("vigencia", ""))):
        if valor.isdecimal() and len(valor) < 10 and (una := vigencias.filter(**{filtro: valor}).first()):
            return una
    return Vigencia.objects.select_related("version").actual(hoy)


def _propuesta(consulta, vigencia: Vigencia) -> dict[str, str | int | None]:
    alcance = next((nombre for nombre in ("politica", "dependencia") if consulta.get(nombre)), "entidad")
    corte = consulta.get("corte")
    if corte is None:
        # Lo que más se pide: el último corte con algo que decir.
        ultimo = _cortes(vigencia).order_by("-trimestre").first()
        corte = ultimo.pk if ultimo else None
    return {
        "alcance": alcance,
        "politica": consulta.get("politica"),
        "dependencia": consulta.get("dependencia"),
        "corte": corte,
    }


def _politicas(vigencia: Vigencia) -> QuerySet[Politica]:
    con_plan = Plan.objects.de_vigencia(vigencia).aprobados().filter(clase=Plan.Clase.ACCION_POLITICA)
    return Politica.objects.filter(pk__in=con_plan.values("politica"))


def _dependencias(vigencia: Vigencia, perfil: Perfil) -> QuerySet[Dependencia]:
    """Las suyas; quien ve todo, las que responden por actividades de la vigencia."""
    if not perfil.puede(Permiso.TODO_VER):
        return Dependencia.objects.filter(pk__in=perfil.dependencias(Permiso.INFORME_EMITIR))
    aprobados = Plan.objects.de_vigencia(vigencia).aprobados()
    return Dependencia.objects.filter(Q(actividades__plan__in=aprobados.values("pk"))).distinct()


def _cortes(vigencia: Vigencia) -> QuerySet[Corte]:
    return Corte.objects.de_vigencia(vigencia).exclude(estado=Corte.Estado.PROGRAMADO).select_related("vigencia")
