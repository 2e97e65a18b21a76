"""Las reglas de la casa que se pueden comprobar para todos los modelos, plantillas, URLs y módulos.

Cada regla es una función pura que devuelve faltas («dónde: qué»); su control, al lado, comprueba que ve una.
"""

import ast
import inspect
import io
import re
import socket
import textwrap
import tokenize
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path

import django
import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.template import engines
from django.urls import URLResolver, get_resolver
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from mipg.formularios import CampoArchivo
from mipg.restricciones import pares
from tests.mipg.matriz import es_nuestra, urls_del_sistema

RAIZ = Path(__file__).resolve().parents[2]
PAQUETES = ("mipg", "politicas", "planes", "furag", "seguimiento")
PLANTILLAS = RAIZ / "templates"


def _modulos() -> Iterator[Path]:
    """Los módulos de Python del sistema, sin migraciones."""
    for paquete in PAQUETES:
        for ruta in sorted((RAIZ / paquete).rglob("*.py")):
            if "migrations" not in ruta.parts:
                yield ruta


MODULOS = {ruta.relative_to(RAIZ).as_posix(): ruta.read_text(encoding="utf-8") for ruta in _modulos()}
FUENTES_DE_PLANTILLA = {
    ruta.relative_to(PLANTILLAS).as_posix(): ruta.read_text(encoding="utf-8")
    for ruta in sorted(PLANTILLAS.rglob("*"))
    if ruta.is_file()
}
NUESTROS_MODELOS = [m for m in apps.get_models() if m.__module__.split(".")[0] in PAQUETES and not m._meta.proxy]


# --- Modelos ------------------------------------------------------------------------------------------------


def cambios_sin_migracion(estado: ProjectState) -> dict[str, list]:
    """Operaciones que faltan en las migraciones para llegar al estado de los modelos, por app."""
    nuestras = {m._meta.app_label for m in NUESTROS_MODELOS}
    cargador = MigrationLoader(None)
    # Sin traducciones, como `makemigrations`: los rótulos de las bibliotecas cambian con el idioma.
    with translation.override(None):
        cambios = MigrationAutodetector(cargador.project_state(), estado).changes(graph=cargador.graph)
    return {
        app: [operacion.describe() for migracion in migraciones for operacion in migracion.operations]
        for app, migraciones in cambios.items()
        if app in nuestras
    }


def test_las_migraciones_estan_al_dia():
    assert cambios_sin_migracion(ProjectState.from_apps(apps)) == {}


def test_control_de_las_migraciones():
    estado = ProjectState.from_apps(apps)
    estado.add_field("usuarios", "dependencia", "inventado", models.IntegerField(null=True), preserve_default=True)
    assert list(cambios_sin_migracion(estado)) == ["usuarios"]


def parejas_sin_restriccion(modelo: type[models.Model]) -> list[str]:
    """Verbos con `<verbo>_en` y `<verbo>_por` cuya restricción de ir juntos falta o dice otra cosa."""
    campos = {campo.name for campo in modelo._meta.get_fields()}
    prefijo = f"{modelo._meta.app_label}_{modelo._meta.model_name}"
    restricciones = {r.name: r for r in modelo._meta.constraints}
    faltas = []
    for verbo in sorted(c.removesuffix("_en") for c in campos if c.endswith("_en")):
        if f"{verbo}_por" in campos:
            esperada = pares(prefijo, verbo, verbo)
            puesta = restricciones.get(esperada.name)
            if puesta is None or puesta.condition != esperada.condition:
                faltas.append(f"{modelo._meta.label}: {verbo}_en / {verbo}_por sin {esperada.name}")
    return faltas


@pytest.mark.parametrize("modelo", NUESTROS_MODELOS, ids=lambda m: m._meta.label)
def test_fecha_y_autor_van_juntos_en_la_base(modelo):
    assert parejas_sin_restriccion(modelo) == []


def test_control_de_las_parejas():
    planes = apps.get_model("planes", "Plan")
    con_pareja = [r for r in planes._meta.constraints if r.name == "planes_plan_aprobado_en_por"]
    assert con_pareja, "el control necesita una pareja de verdad"
    originales = planes._meta.constraints
    planes._meta.constraints = [r for r in originales if r not in con_pareja]
    try:
        assert parejas_sin_restriccion(planes) == [
            "planes.Plan: aprobado_en / aprobado_por sin planes_plan_aprobado_en_por"
        ]
    finally:
        planes._meta.constraints = originales


# --- Plantillas ---------------------------------------------------------------------------------------------

# Las que Django y allauth buscan por su nombre cuando algo sale mal.
PLANTILLAS_DE_ERROR = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
_REFERENCIA = re.compile(r"""\{%-?\s*(?:include|extends)\s+["']([^"'#]+)""")


def nombres_en_python(fuente: str) -> tuple[set[str], list[re.Pattern]]:
    """Cadenas de un módulo, y patrones de sus f-strings que nombran una ruta (`f"correos/{nombre}.txt"`)."""
    cadenas, patrones = set(), []
    for nodo in ast.walk(ast.parse(fuente)):
        if isinstance(nodo, ast.Constant) and isinstance(nodo.value, str):
            cadenas.add(nodo.value.partition("#")[0])
        elif isinstance(nodo, ast.JoinedStr):
            fijas = [p.value if isinstance(p, ast.Constant) else None for p in nodo.values]
            # Sólo si empieza por una carpeta: `f"{x}/{y}.html"` nombraría todas las plantillas.
            if isinstance(fijas[0], str) and re.match(r"[\w-]+/", fijas[0]):
                patron = "".join(".+" if p is None else re.escape(p) for p in fijas)
                patrones.append(re.compile(patron.partition(r"\#")[0]))
    return cadenas, patrones


def es_de_la_biblioteca(nombre: str) -> bool:
    """Reemplaza una plantilla de Django, allauth, el admin o import-export."""
    origenes = [
        Path(origen.name)
        for cargador in engines["django"].engine.template_loaders
        for origen in cargador.get_template_sources(nombre)
    ]
    # Los formularios de Django traen las suyas sin ser una app instalada.
    origenes.append(Path(django.__file__).parent / "forms" / "templates" / nombre)
    return any(ruta.is_file() and not ruta.is_relative_to(PLANTILLAS) for ruta in origenes)


def plantillas_sin_uso(plantillas: dict[str, str], modulos: Iterable[str]) -> list[str]:
    """Plantillas que no nombra ningún módulo ni otra plantilla, ni reemplazan una de biblioteca."""
    usadas, patrones = set(PLANTILLAS_DE_ERROR), []
    for fuente in modulos:
        cadenas, propios = nombres_en_python(fuente)
        usadas |= cadenas
        patrones += propios
    for nombre, fuente in plantillas.items():
        usadas |= {referida for referida in _REFERENCIA.findall(fuente) if referida != nombre}
    return [
        nombre
        for nombre in plantillas
        if nombre not in usadas
        and not any(patron.fullmatch(nombre) for patron in patrones)
        and not es_de_la_biblioteca(nombre)
    ]


def test_toda_plantilla_se_usa():
    assert plantillas_sin_uso(FUENTES_DE_PLANTILLA, MODULOS.values()) == []


def test_control_de_las_plantillas_sin_uso():
    plantillas = {
        "planes/plan_lista.html": '{% extends "base.html" %}',
        "base.html": "{% include '_componentes/aviso.html' with a=1 only %}",
        "_componentes/aviso.html": "",
        "_componentes/huerfano.html": "{% include '_componentes/huerfano.html' %}",
        "correos/vencimiento.txt": "",
        "avisos/vencimiento.txt": "",
        "admin/base_site.html": "",
        "account/login.html": "",
        "django/forms/widgets/input.html": "",
        "404.html": "",
    }
    modulos = ['render(r, "planes/plan_lista.html#filas")', 'pintar(f"correos/{nombre}{sufijo}", f"{a}/{b}.txt")']
    assert plantillas_sin_uso(plantillas, modulos) == ["_componentes/huerfano.html", "avisos/vencimiento.txt"]


_COMENTARIO = re.compile(r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
_EN_LINEA = {
    "<style>": re.compile(r"<style\b", re.I),
    "<script> sin src": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "atributo style": re.compile(r"""<[^>]*?[\s"']style\s*=""", re.I),
    "atributo on…": re.compile(r"""<[^>]*?[\s"']on[a-z]+\s*=""", re.I),
    "hx-on (necesita eval)": re.compile(r"""<[^>]*?[\s"']hx-on[:=-]""", re.I),
    "javascript:": re.compile(r"""["']\s*javascript:""", re.I),
}
SIN_REGLAS_DE_CSP = ("informes/", "correos/", "account/email/")


def codigo_en_linea(fuente: str) -> list[str]:
    """Estilos, scripts y manejadores en línea, que nuestra CSP bloquea."""
    limpia = _COMENTARIO.sub("", fuente)
    return [que for que, patron in _EN_LINEA.items() if patron.search(limpia)]


def test_a_una_persona_se_la_pinta_entera_y_no_solo_su_nombre():
    """Sin nombre saldría en blanco: `{{ persona }}` y `nombre_de` dicen entonces su correo."""
    en_plantillas = re.compile(r"\{\{ *(?:\w+\.)*(?:persona|user|enlace|\w+_por)\.nombre\b")
    en_consultas = re.compile(
        r"""(?:\bF\(f?|\bvalues(?:_list)?\([^)]*)["'](?:\w+__)*(?:persona|enlace|actor|afectado|\w+_por)__nombre["']"""
        r"""|\b(?:persona|quien|afectado|actor|user|titular|\w+_por)\.nombre\b"""
    )
    fuentes = {n: en_plantillas.findall(f) for n, f in FUENTES_DE_PLANTILLA.items()}
    # Donde el nombre es un dato y no a quién se nombra: el que no vale en una contraseña y el que se importa.
    dato = {"mipg/usuarios/acceso.py", "mipg/usuarios/personas.py"}
    fuentes |= {n: en_consultas.findall(f) for n, f in MODULOS.items() if str(n) not in dato}
    assert {nombre: hallado for nombre, hallado in fuentes.items() if hallado} == {}


def test_ninguna_plantilla_lleva_estilos_ni_scripts_en_linea():
    faltas = {
        nombre: encontrado
        for nombre, fuente in FUENTES_DE_PLANTILLA.items()
        if not nombre.startswith(SIN_REGLAS_DE_CSP) and (encontrado := codigo_en_linea(fuente))
    }
    assert faltas == {}


@pytest.mark.parametrize(
    ("fuente", "faltas"),
    [
        ("<p>on click='x' style=</p>", []),
        ("{# <p style='x'> #}<p class='estilo' data-mipg-once='1'>", []),
        ("<script type='module' src='{% static 'js/x.js' %}'></script>", []),
        ("<STYLE>p{}</STYLE>", ["<style>"]),
        ("<script>alert()</script>", ["<script> sin src"]),
        ('<p class="a" style="color:red">', ["atributo style"]),
        ('<p class="a"style="color:red">', ["atributo style"]),
        ("<button\n  onclick = 'x()'>", ["atributo on…"]),
        ('<button hx-on:click="x()">', ["hx-on (necesita eval)"]),
        ('<a href="javascript:x()">', ["javascript:"]),
    ],
)
def test_control_del_codigo_en_linea(fuente, faltas):
    assert codigo_en_linea(fuente) == faltas


_SIN_ESCAPE_EN_PLANTILLA = re.compile(r"\|\s*(?:safe|safeseq)\b|\{%\s*autoescape\s+off")
_SIN_ESCAPE_EN_PYTHON = {"mark_safe", "SafeString", "SafeText", "__html__"}
# Escapa por su cuenta cientos de filas; lo prueba test_nada_de_lo_que_se_escribe_llega_como_html.
ESCAPA_POR_SU_CUENTA = {"planes/views/filas.py": ["__html__"]}


def escapes_de_plantilla(fuente: str) -> list[str]:
    """Filtros y etiquetas que apagan el escape automático."""
    return _SIN_ESCAPE_EN_PLANTILLA.findall(fuente)


def escapes_de_python(fuente: str) -> list[str]:
    """Nombres que marcan un texto como HTML de confianza."""
    if not any(nombre in fuente for nombre in _SIN_ESCAPE_EN_PYTHON):
        return []
    nodos = list(ast.walk(ast.parse(fuente)))
    nombres = {
        *(n.name for n in nodos if isinstance(n, ast.FunctionDef)),
        *(n.id for n in nodos if isinstance(n, ast.Name)),
        *(n.attr for n in nodos if isinstance(n, ast.Attribute)),
        *(a.name for n in nodos if isinstance(n, ast.ImportFrom) for a in n.names),
    }
    return sorted(nombres & _SIN_ESCAPE_EN_PYTHON)


def test_nadie_se_salta_el_escape_de_html():
    faltas = {n: e for n, f in FUENTES_DE_PLANTILLA.items() if (e := escapes_de_plantilla(f))}
    faltas |= {n: e for n, f in MODULOS.items() if (e := escapes_de_python(f))}
    assert faltas == ESCAPA_POR_SU_CUENTA


def test_control_del_escape_de_html():
    assert escapes_de_plantilla("{{ a|default:'safe' }}") == []
    assert escapes_de_plantilla("{{ a | safe }}{{ b|safeseq }}{% autoescape off %}") != []
    assert escapes_de_python("from django.utils.safestring import mark_safe as m") == ["mark_safe"]
    assert escapes_de_python("safestring.SafeString(x)") == ["SafeString"]
    assert escapes_de_python("class A:\n    def __html__(self):\n        return 1") == ["__html__"]


# --- Vistas -------------------------------------------------------------------------------------------------


def metodos_de(vista: Callable | None) -> set[str]:
    """Los métodos que una vista declara con `require_…`; vacío si no los declara."""
    while vista is not None:
        dentro = inspect.getclosurevars(vista).nonlocals if inspect.isfunction(vista) else {}
        if "request_method_list" in dentro:
            return set(dentro["request_method_list"])
        vista = getattr(vista, "__wrapped__", None)
    return set()


def sin_metodos(vistas: dict[str, Callable]) -> list[str]:
    """URLs cuya vista no dice con qué métodos se pide, o admite otros: DELETE y PUT harían lo que haga GET."""
    return [n for n, v in vistas.items() if not (m := metodos_de(v)) or m - {"GET", "HEAD", "POST"}]


def test_toda_vista_declara_sus_metodos():
    nuestras = {n: p.callback for n, p in urls_del_sistema().items() if es_nuestra(n)}
    assert len(nuestras) > 90
    assert sin_metodos(nuestras) == []


def test_control_de_los_metodos():
    @require_safe
    def con(request):
        return request

    @wraps(con)
    def envuelta(request):
        return con(request)

    def sin(request):
        return request

    vistas = {"con": con, "envuelta": envuelta, "sin": sin, "borra": require_http_methods(["GET", "DELETE"])(sin)}
    assert sin_metodos(vistas) == ["sin", "borra"]


# --- Código -------------------------------------------------------------------------------------------------

# Sólo estas piezas saben qué hora es; a las demás se les dice con `hoy=` o `ahora=`.
CON_RELOJ = re.compile(r"(^|/)(views(/\w+)?|tasks|middleware|acceso|cache|leidos|management/commands/\w+)\.py$")
_RELOJES = {("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today")}
_RELOJES |= {("datetime", "today"), ("timezone", "localdate"), ("timezone", "localtime"), ("time", "time")}
# Sin ninguna de estas palabras no hace falta leer el archivo entero.
_DICE_UN_RELOJ = re.compile(rf"\b(?:{'|'.join(sorted({nombre for _, nombre in _RELOJES}))})\b")


def lecturas_del_reloj(fuente: str) -> list[str]:
    """Usos del reloj («línea: nombre»). `localdate(x)` y `localtime(x)` no lo leen: convierten."""
    if not _DICE_UN_RELOJ.search(fuente):
        return []
    arbol = ast.parse(fuente)
    con_argumento = {id(n.func) for n in ast.walk(arbol) if isinstance(n, ast.Call) and n.args}
    faltas = []
    for nodo in ast.walk(arbol):
        if isinstance(nodo, ast.Attribute):
            dueno = getattr(nodo.value, "attr", None) or getattr(nodo.value, "id", "")
            convierte = nodo.attr in {"localdate", "localtime"} and id(nodo) in con_argumento
            if (dueno, nodo.attr) in _RELOJES and not convierte:
                faltas.append(f"{nodo.lineno}: {dueno}.{nodo.attr}")
        elif isinstance(nodo, ast.ImportFrom):
            # `from django.utils.timezone import now` escondería la lectura.
            modulo = (nodo.module or "").rpartition(".")[2]
            faltas += [f"{nodo.lineno}: {modulo}.{a.name}" for a in nodo.names if (modulo, a.name) in _RELOJES]
    return faltas


def test_solo_vistas_tareas_y_comandos_miran_el_reloj():
    faltas = {n: r for n, f in MODULOS.items() if not CON_RELOJ.search(n) and (r := lecturas_del_reloj(f))}
    assert faltas == {}


@pytest.mark.parametrize(
    ("fuente", "faltas"),
    [
        ("hoy = timezone.localdate(instante)", []),
        ("timezone.localtime(valor).date(); timezone.is_aware(valor)", []),
        ("timezone.now()", ["1: timezone.now"]),
        ("x = DateTimeField(default=timezone.now)", ["1: timezone.now"]),
        ("hoy = timezone.localdate()", ["1: timezone.localdate"]),
        ("import datetime\ndatetime.date.today()", ["2: date.today"]),
        ("datetime.now(tz=BOGOTA)", ["1: datetime.now"]),
        ("from django.utils.timezone import now as ya", ["1: timezone.now"]),
    ],
)
def test_control_del_reloj(fuente, faltas):
    assert lecturas_del_reloj(fuente) == faltas


@pytest.mark.parametrize(
    ("ruta", "puede"),
    [
        ("planes/views.py", True),
        ("seguimiento/views/avances.py", True),
        ("mipg/avisos/tasks.py", True),
        ("mipg/portal/management/commands/demo.py", True),
        ("mipg/usuarios/acceso.py", True),
        ("planes/acciones.py", False),
        ("planes/reviews.py", False),
        ("seguimiento/models/cortes.py", False),
    ],
)
def test_control_de_quien_mira_el_reloj(ruta, puede):
    assert bool(CON_RELOJ.search(ruta)) is puede


# Guardan con los decimales de la columna, no muestran.
_NO_MUESTRAN = {
    "mipg/libros/numeros.py",
    "planes/importacion/programacion.py",
    "seguimiento/cifras.py",
    "seguimiento/demostracion/reportes.py",
}


def redondeos_distintos(fuente: str) -> list[int]:
    """Líneas que redondean una cifra sin decir que la mitad va hacia arriba (Python la lleva al par)."""
    llamadas = [n for n in ast.walk(ast.parse(fuente)) if isinstance(n, ast.Call)] if "quantize" in fuente else []
    return [
        n.lineno
        for n in llamadas
        if getattr(n.func, "attr", "") == "quantize"
        and [getattr(k.value, "id", "") for k in n.keywords if k.arg == "rounding"] != ["ROUND_HALF_UP"]
    ]


def test_toda_cifra_que_se_muestra_redondea_la_mitad_hacia_arriba():
    faltas = {n: r for n, f in MODULOS.items() if n not in _NO_MUESTRAN and (r := redondeos_distintos(f))}
    assert faltas == {}


def test_control_del_redondeo():
    assert redondeos_distintos("x.quantize(c, rounding=ROUND_HALF_UP)") == []
    assert redondeos_distintos("x.quantize(c)\nx.quantize(c, rounding=ROUND_DOWN)\nx.quantize(c, rounding='a')") == [
        1,
        2,
        3,
    ]


# Ganchos que el marco nombra y documenta: repetir su documentación no dice nada.
GANCHOS = re.compile(
    r"add_arguments|clean(_\w+)?|(de)?compress|delete|dispatch|format_value|get_absolute_url|get_by_natural_key"
    r"|get_context_data|get_full_name|get_help_text|get_queryset|get_short_name|handle|has_\w*permission"
    r"|is_open_for_signup|natural_key|ready|save|to_python|validate(_\w+)?"
)
SIN_DOCSTRINGS = ("apps.py", "admin.py")


def sin_docstring(fuente: str) -> list[str]:
    """Clases, funciones y métodos públicos sin docstring («línea: nombre»)."""
    faltas = []

    def recorrer(nodo: ast.Module | ast.ClassDef, prefijo: str) -> None:
        for hijo in nodo.body:
            if not isinstance(hijo, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            es_clase = isinstance(hijo, ast.ClassDef)
            es_metodo = isinstance(nodo, ast.ClassDef) and not es_clase
            del_marco = (
                hijo.name in {"Meta", "Media", "Command"} if es_clase else es_metodo and GANCHOS.fullmatch(hijo.name)
            )
            if hijo.name.startswith("_"):
                continue
            if not del_marco and not ast.get_docstring(hijo):
                faltas.append(f"{hijo.lineno}: {prefijo}{hijo.name}")
            if es_clase and hijo.name not in {"Meta", "Media"}:
                recorrer(hijo, f"{prefijo}{hijo.name}.")

    recorrer(ast.parse(fuente), "")
    return faltas


def test_todo_lo_publico_dice_que_es():
    faltas = {n: d for n, f in MODULOS.items() if not n.endswith(SIN_DOCSTRINGS) and (d := sin_docstring(f))}
    assert faltas == {}


def test_control_de_los_docstrings():
    fuente = textwrap.dedent(
        '''
        def sumar(a): return a
        def _oculta(a): return a
        async def traer():
            """Trae."""
        class Plan:
            class Meta: pass
            class Estado: pass
            def __str__(self): return ""
            def natural_key(self): return ()
            def clean_nombre(self): return ""
            def vence(self): return 1
            @property
            def nombre(self):
                """Su nombre."""
        '''
    )
    assert sin_docstring(fuente) == ["2: sumar", "6: Plan", "8: Plan.Estado", "12: Plan.vence"]


def con_tildes(fuente: str) -> list[str]:
    """Identificadores con letras fuera de ASCII."""
    nombres = set()
    for nodo in ast.walk(ast.parse(fuente)):
        for campo in ("id", "attr", "arg", "name", "asname", "module"):
            valor = getattr(nodo, campo, None)
            if isinstance(valor, str):
                nombres.add(valor)
    return sorted(n for n in nombres if not n.isascii())


CARPETAS_PROPIAS = (*PAQUETES, "templates", "static", "fixtures", "tests")


def test_ni_identificadores_ni_rutas_llevan_tildes():
    pruebas = {
        ruta.relative_to(RAIZ).as_posix(): ruta.read_text(encoding="utf-8") for ruta in (RAIZ / "tests").rglob("*.py")
    }
    faltas = {nombre: malos for nombre, f in (MODULOS | pruebas).items() if (malos := con_tildes(f))}
    rutas = [ruta.relative_to(RAIZ).as_posix() for carpeta in CARPETAS_PROPIAS for ruta in (RAIZ / carpeta).rglob("*")]
    assert faltas == {}
    assert [ruta for ruta in rutas if not ruta.isascii()] == []
    assert [ruta for _, ruta, _ in urls_nuestras() if not ruta.isascii()] == []


def test_control_de_las_tildes():
    assert con_tildes("año = 1\ndef función(tamaño): return obj.módulo") == ["año", "función", "módulo", "tamaño"]
    assert con_tildes('anio = "año"  # comentario con tilde: sí') == []


# --- URLs ---------------------------------------------------------------------------------------------------


def urls_nuestras(raiz: URLResolver | None = None) -> list[tuple[str, str, object]]:
    """(`espacio:nombre`, ruta, vista) de cada URL cuyo código es nuestro. El admin nombra las suyas."""
    encontradas = []

    def recorrer(resolver: URLResolver, espacio: str, ruta: str) -> None:
        for entrada in resolver.url_patterns:
            completa = ruta + str(entrada.pattern)
            if isinstance(entrada, URLResolver):
                if entrada.namespace != "admin":
                    recorrer(entrada, entrada.namespace or espacio, completa)
            else:
                vista = inspect.unwrap(entrada.callback)
                if vista.__module__.split(".")[0] in PAQUETES:
                    encontradas.append((f"{espacio}:{entrada.name}", completa, vista))

    recorrer(raiz or get_resolver(), "", "/")
    return encontradas


def nombres_distintos(nombre: str, vista_nombre: str, fuente: str) -> list[str]:
    """Faltas a «un solo nombre»: el de la URL, el de la vista y el de la plantilla que pinta, si pinta alguna."""
    espacio, _, url = nombre.rpartition(":")
    faltas = []
    if not espacio or not url or url == "None":
        faltas.append(f"{nombre}: la URL no tiene nombre con espacio")
    if vista_nombre != url:
        faltas.append(f"{nombre}: la vista se llama {vista_nombre}")
    plantillas = {c for c in nombres_en_python(textwrap.dedent(fuente))[0] if c.endswith(".html")}
    if plantillas and f"{espacio}/{url}.html" not in plantillas:
        faltas.append(f"{nombre}: pinta {', '.join(sorted(plantillas))} y no {espacio}/{url}.html")
    return faltas


def test_url_vista_y_plantilla_tienen_un_solo_nombre():
    faltas = [
        falta
        for nombre, _, vista in urls_nuestras()
        for falta in nombres_distintos(nombre, vista.__name__, inspect.getsource(vista))
    ]
    assert faltas == []


def test_control_de_un_solo_nombre():
    pinta = 'def {}(r):\n    return render(r, "{}")'
    bien = pinta.format("plan_editar", "planes/plan_editar.html#filas")
    assert nombres_distintos("planes:plan_editar", "plan_editar", bien) == []
    assert nombres_distintos("planes:plan_enviar", "plan_enviar", "def plan_enviar(r): return redirect(r)") == []
    assert len(nombres_distintos("planes:plan_editar", "editar_plan", bien)) == 1
    assert len(nombres_distintos("planes:plan_editar", "plan_editar", pinta.format("x", "planes/otra.html"))) == 1
    assert len(nombres_distintos(":salud", "salud", "def salud(r): return HttpResponse()")) == 1


# --- El entorno de pruebas ----------------------------------------------------------------------------------


def test_las_pruebas_no_tocan_lo_de_quien_desarrolla():
    assert not settings.VAR.is_relative_to(RAIZ)
    assert Path(default_storage.location).is_relative_to(settings.VAR)
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"].startswith(str(settings.VAR))
    if connection.vendor == "sqlite":
        assert Path(connection.settings_dict["TEST"]["NAME"]).is_relative_to(settings.VAR)


def test_las_pruebas_no_salen_de_esta_maquina():
    for direccion in (("192.0.2.1", 80), ("example.com", 80)):
        with pytest.raises(RuntimeError, match="no salen de esta máquina"):
            socket.create_connection(direccion, timeout=1)
    with socket.create_server(("127.0.0.1", 0)) as servidor:
        socket.create_connection(servidor.getsockname(), timeout=1).close()


def test_una_variable_sin_definir_en_una_plantilla_nuestra_hace_fallar_la_prueba():
    motor = engines["django"]
    assert "Borrador" in motor.get_template("_componentes/tarjeta.html").render({"titulo": "Borrador", "valor": 1})
    with pytest.raises(AssertionError, match=r"«titulo» no está definida en templates/_componentes/tarjeta.html"):
        motor.get_template("_componentes/tarjeta.html").render({})
    # En las ajenas lo indefinido es vacío, como cuentan sus autores.
    assert motor.from_string("[{{ nada }}]").render({}) == "[]"


_SIN_TILDE = re.compile(
    r"\b(dimension|politica|version|accion|codigo|numero|descripcion|situacion|titulo|tamano|emision|importacion|"
    r"asignacion|aprobacion|invitacion|vinculo|pagina|indice|obligacion|publicacion)s?\b"
)


def test_ningun_nombre_de_campo_pierde_su_tilde():
    """Django nombra por el identificador, sin tildes, lo que no trae `verbose_name`."""
    nombres = {
        f"{modelo._meta.label}.{campo.name}": str(campo.verbose_name)
        for modelo in apps.get_models()
        if modelo.__module__.split(".")[0] in ("mipg", "politicas", "planes", "furag", "seguimiento")
        for campo in (*modelo._meta.concrete_fields, *modelo._meta.many_to_many)
    }
    assert {donde: nombre for donde, nombre in nombres.items() if _SIN_TILDE.search(nombre.lower())} == {}


# --- Los mensajes de los formularios hablan como aquí ------------------------------------------------------------


def _formularios(clase: type = forms.Form) -> Iterator[type]:
    for derivada in clase.__subclasses__():
        yield derivada
        yield from _formularios(derivada)


def _faltas_de_archivos(formularios: Iterable[type]) -> Iterator[str]:
    with translation.override(settings.LANGUAGE_CODE):
        for formulario in formularios:
            for nombre, campo in formulario.base_fields.items():
                if isinstance(campo, forms.FileField) and not isinstance(campo, CampoArchivo):
                    yield f"{formulario.__module__}.{formulario.__name__}.{nombre}: el antivirus no lo ve"
                if any("fichero" in str(mensaje) for mensaje in campo.error_messages.values()):
                    yield f"{formulario.__module__}.{formulario.__name__}.{nombre}: dice «fichero»"


def test_todo_archivo_entra_por_el_campo_que_lo_revisa_y_habla_como_aqui():
    get_resolver().url_patterns  # noqa: B018 - importa todas las vistas, y con ellas sus formularios
    propios = [formulario for formulario in _formularios() if formulario.__module__.startswith(PAQUETES)]
    de_archivo = [(f.__name__, c) for f in propios for c in f.base_fields.values() if isinstance(c, CampoArchivo)]
    assert {nombre for nombre, campo in de_archivo if not campo.se_guarda} == {"ComparacionForm"}
    assert list(_faltas_de_archivos(propios)) == []


def test_control_de_los_campos_de_archivo():
    class ArchivoForm(forms.Form):
        archivo = forms.FileField()

    assert len(list(_faltas_de_archivos([ArchivoForm]))) == 2


_ANIO_SIN_TILDE = re.compile(r"(?:^|_)anos?(?:_|$)", re.IGNORECASE)
_LO_DICE = re.compile(r"(?:\b|_)anos?(?:\b|_)", re.IGNORECASE)


def _identificadores(codigo: str) -> Iterator[str]:
    # Separar en fichas mil archivos cuesta medio minuto: sólo los que en algún lugar traen la palabra.
    if not _LO_DICE.search(codigo):
        return iter(())
    fichas = tokenize.generate_tokens(io.StringIO(codigo).readline)
    return (ficha.string for ficha in fichas if ficha.type == tokenize.NAME)


def test_el_anio_se_escribe_con_i_en_todo_identificador():
    """`vigencia` o `anio`, jamás `ano`."""
    fuentes = [ruta for carpeta in (*PAQUETES, "tests") for ruta in (RAIZ / carpeta).rglob("*.py")]
    assert len(fuentes) > 200
    malos = {
        f"{ruta.relative_to(RAIZ)}: {nombre}"
        for ruta in fuentes
        for nombre in _identificadores(ruta.read_text())
        if _ANIO_SIN_TILDE.search(nombre)
    }
    assert malos == set()
