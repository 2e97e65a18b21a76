"""Páginas que sólo existen en desarrollo: galería de componentes y la bandeja de salida en el navegador."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import wraps
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mipg import graficas
from mipg.avisos.models import Mensaje
from mipg.formularios import CampoArchivo, CampoDecimal, CampoFecha, CampoFechaHora
from mipg.orden import Orden
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso

POR_PAGINA = 50
_ENLACE = re.compile(r"(https?://[^\s<>\"]+)")


def _solo_en_desarrollo(vista):
    """Fuera de desarrollo la página no existe."""

    @wraps(vista)
    def envuelta(request, *args, **kwargs):
        if not settings.DESARROLLO:
            raise Http404
        return vista(request, *args, **kwargs)

    return envuelta


@_solo_en_desarrollo
@requiere(Permiso.AVISOS_VER)
@require_safe
def correo_lista(request):
    """Los correos encolados, lo último primero: en desarrollo nadie los recibe y hay que poder leerlos."""
    mensajes = Mensaje.objects.select_related("persona").defer("texto", "html")
    contexto = {
        "page_obj": Paginator(mensajes, POR_PAGINA).get_page(request.GET.get("page")),
        "migas": [("Correos", None)],
    }
    return render(request, "portal/correo_lista.html", contexto)


@_solo_en_desarrollo
@requiere(Permiso.AVISOS_VER)
@require_safe
def correo_detalle(request, pk: int):
    """Un correo como lo leería quien lo recibe: texto con sus enlaces, y su HTML como código."""
    mensaje = get_object_or_404(Mensaje.objects.select_related("persona"), pk=pk)
    contexto = {
        "mensaje": mensaje,
        # Trozos pares: texto; impares: direcciones.
        "trozos": [(trozo, indice % 2 == 1) for indice, trozo in enumerate(_ENLACE.split(mensaje.texto))],
        "migas": [
            ("Correos", reverse("portal:correo_lista")),
            (mensaje.asunto, None),
        ],
    }
    return render(request, "portal/correo_detalle.html", contexto)


class _Filtro(forms.Form):
    q = forms.CharField(label="Buscar", required=False)
    estado = forms.ChoiceField(label="Estado", choices=[("", "Todos"), ("B", "Borrador")], required=False)
    dependencia = forms.ChoiceField(
        label="Dependencia", choices=[("", "Todas"), ("1", "Secretaría General")], required=False
    )
    vencidas = forms.BooleanField(label="Sólo vencidas", required=False)


class _Actividad(forms.Form):
    nombre = forms.CharField(
        label="Nombre de la actividad", help_text="Empiece con un verbo: «Actualizar», «Publicar»…"
    )
    tipo = forms.ChoiceField(
        label="Tipo de meta",
        choices=[("A", "Acumulada"), ("C", "Constante"), ("H", "Hito")],
        widget=forms.RadioSelect,
        help_text="Define cómo se calcula el cumplimiento.",
    )
    dependencia = forms.ChoiceField(
        label="Dependencia responsable", choices=[("", "Elija una"), ("1", "Secretaría de Planeación")]
    )
    cantidad = CampoDecimal(label="Cantidad ejecutada", min_value=0, decimal_places=4, max_digits=18)
    fecha_fin = CampoFecha(label="Fecha de terminación")
    reunion = CampoFechaHora(label="Sesión del Comité", required=False)
    apoyo = forms.MultipleChoiceField(
        label="Dependencias de apoyo",
        choices=[("1", "General"), ("2", "Hacienda")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    avance = forms.CharField(label="Avance cualitativo", widget=forms.Textarea, required=False)
    soporte = CampoArchivo(label="Soporte", required=False, help_text="PDF, Word o Excel de hasta 10 MB.")
    publico = forms.BooleanField(
        label="Se puede publicar", required=False, help_text="Revise que no tenga datos personales."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cantidad"].pista = "Trimestre anterior: 12 de 20 programadas"


def _filas() -> list[SimpleNamespace]:
    columnas = ["nombre", "dependencia", "vence", "programado", "ejecutado", "nivel", "cumplimiento", "estado", "clase"]
    talento = "Dirección Administrativa de Talento Humano"
    filas = [
        (
            "Actualizar la matriz de riesgos de gestión y de corrupción de los procesos misionales",
            "Secretaría de Planeación",
            date(2025, 6, 30),
            Decimal(1200),
            Decimal("1100.5"),
            "satisfactorio",
            Decimal("91.71"),
            "En ejecución",
            "info",
        ),
        ("Publicar el plan de vacantes", talento, date(2025, 7, 10), 1, 0, "minimo", Decimal(0), "Vencida", "error"),
        ("Capacitar a los enlaces", "Secretaría General", date(2025, 12, 31), 50, 42, "aceptable", 84, "Próxima", ""),
        ("Medir el clima laboral", talento, date(2025, 12, 31), None, None, "", None, "Por iniciar", "gris"),
    ]
    return [SimpleNamespace(**dict(zip(columnas, fila, strict=True))) for fila in filas]


def _graficas() -> list[graficas.Grafica]:
    """Las cuatro gráficas: con todas sus tramas y nombres largos, con un solo dato y sin ninguno."""
    niveles = [
        graficas.Nivel(trama, texto)
        for trama, texto in [
            ("satisfactorio", "Satisfactorio"),
            ("aceptable", "Aceptable"),
            ("minimo", "Mínimo"),
            ("gris", "Sin programación"),
        ]
    ]
    plazos = [*zip(("satisfactorio", "retraso", "aceptable", "minimo", "serie", "gris"), range(6), strict=True)]
    palabras = ["Cumplida", "Cumplida con retraso", "Próxima a vencer", "Vencida", "En ejecución", "Por iniciar"]
    valores = [Decimal("97.3"), Decimal("84.1"), Decimal(41), None]
    nombres = [
        "1. Gestión Estratégica del Talento Humano",
        "2. Integridad",
        "6. Fortalecimiento Organizacional y Simplificación de Procesos",
        "16. Transparencia, Acceso a la Información y lucha contra la Corrupción",
    ]
    columnas = [graficas.Columna(f"T{t}", nota) for t, nota in enumerate(("cerrado", "provisional", "sin cifras"), 1)]
    datos = list(zip(valores, niveles, strict=True))
    return [
        graficas.barras(
            [graficas.Barra(n, v, nivel, "#graficas") for n, (v, nivel) in zip(nombres, datos, strict=True)],
            id="galeria-barras",
            titulo="Barras con lo que se espera",
            meta=(90, "Satisfactorio desde 90,00 %"),
        ),
        graficas.calor(
            [
                graficas.Renglon(nombre, (*(graficas.Celda(*datos[(n + m) % 4], "#graficas") for m in (0, 1)), None))
                for n, nombre in enumerate(nombres)
            ],
            columnas,
            id="galeria-calor",
            titulo="Mapa de calor",
        ),
        graficas.tendencia(
            [
                graficas.Punto(f"T{1 + n % 4}", str(2025 + n // 4), *datos[n % 4], provisional=n == 6, url="#graficas")
                for n in range(7)
            ],
            id="galeria-tendencia",
            titulo="Tendencia de dos vigencias",
            meta=90,
        ),
        graficas.tendencia(
            [graficas.Punto("T1", "2026", *datos[0])], id="galeria-punto", titulo="Tendencia de un corte", meta=90
        ),
        graficas.cronograma(
            [
                graficas.Tarea(
                    f"{n + 1}. Formular, adoptar y publicar el plan de la política con todas sus dependencias",
                    date(2026, 1 + n, 5),
                    date(2026, 6 + n, 20),
                    graficas.Nivel(trama, palabras[n]),
                    "#graficas",
                )
                for trama, n in plazos
            ],
            anio=2026,
            hoy=date(2026, 8, 20),
            id="galeria-cronograma",
            titulo="Cronograma",
        ),
        graficas.barras([], id="galeria-vacia", titulo="Gráfica sin datos"),
    ]


@_solo_en_desarrollo
@require_safe
def galeria(request):
    """Cada pieza de la interfaz con sus variantes, en una sola página."""
    contexto = {
        "migas": [("Planes", "#"), ("Galería", None)],
        "problemas": ["Los pesos suman 95 y deben sumar 100.", "La actividad 1.3 no tiene responsable."],
        "pestanas": [
            SimpleNamespace(texto=texto, url="#", actual=actual, cuenta=cuenta)
            for texto, actual, cuenta in [("Actividades", True, 12), ("Versiones", False, 0), ("Bitácora", False, 0)]
        ],
        "filtro": _Filtro(auto_id="filtro_%s"),
        "filas": _filas(),
        "orden": Orden(
            request.GET.get("orden", "-vence"),
            {clave: (clave.capitalize(), clave) for clave in ("actividad", "vence", "programado")},
        ),
        "buscadas": ["direccion"],
        "page_obj": Paginator(range(1200), 50).page(10),
        "eventos": [
            SimpleNamespace(
                quien="Ana Pérez",
                verbo="devolvió el reporte",
                cuando=datetime(2025, 7, 3, 19, 5, tzinfo=UTC),
                detalle="El acta no está firmada.",
                cambios=[],
            ),
            SimpleNamespace(
                quien="Luis Gómez",
                verbo="cambió la actividad",
                cuando=datetime(2025, 7, 2, 14, 0, tzinfo=UTC),
                detalle="",
                cambios=[("Cantidad", "12", "14,5"), ("Fecha de terminación", "30/06/2025", "")],
            ),
        ],
        "graficas": _graficas(),
        "formulario": _Actividad(initial={"cantidad": Decimal("1234.5"), "fecha_fin": date(2025, 1, 31)}),
        "con_errores": _Actividad({"e-cantidad": "doce", "e-fecha_fin": "31/02/2025"}, {}, prefix="e"),
    }
    return render(request, "portal/galeria.html", contexto)
