"""El sistema se niega a arrancar fuera de desarrollo si algo lo haría inseguro, y dice todo lo que falta."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

RAIZ = Path(__file__).resolve().parents[2]
PRODUCCION = {
    "MIPG_ENTORNO": "produccion",
    "SECRET_KEY": "k7Qv2-Zr9_mT4xWc8LbN3pYd6HsJ1fGa5UeRoIiVtXwBzMnPqSy0D",
    "ALLOWED_HOSTS": "mipg.example.gov.co",
    "MIPG_BASE_URL": "https://mipg.example.gov.co",
    "DATABASE_URL": "postgres://mipg:mipg@127.0.0.1:1/mipg",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://mipg:mipg@127.0.0.1:1",
}
OIDC = {"MIPG_OIDC_CLIENTE": "x", "MIPG_OIDC_SECRETO": "y", "MIPG_OIDC_DOMINIOS": "example.gov.co"}
# Frase que debe aparecer cuando falta o está mal cada cosa.
FALTAS = {
    "SECRET_KEY": "SECRET_KEY debe ser propia",
    "ALLOWED_HOSTS": "ALLOWED_HOSTS debe nombrar los dominios",
    "MIPG_BASE_URL": "MIPG_BASE_URL debe ser la dirección https",
    "DATABASE_URL": "Falta DATABASE_URL",
    "REDIS_URL": "Falta REDIS_URL",
    "EMAIL_URL": "Falta EMAIL_URL",
}


@pytest.fixture
def cargar(tmp_path):
    """Carga los ajustes en otro proceso, lejos del `.env` de quien desarrolla, sólo con el entorno dado."""
    (tmp_path / "mipg").mkdir()
    (tmp_path / "mipg" / "__init__.py").touch()
    shutil.copy(RAIZ / "mipg" / "settings.py", tmp_path / "mipg")

    def correr(
        entorno: dict[str, str], ajustes: str = "a.ENTORNO, a.SECURE_SSL_REDIRECT, a.DEBUG"
    ) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-c", f"import mipg.settings as a; print({ajustes})"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **entorno},
            capture_output=True,
            text=True,
            check=False,
        )

    return correr


@pytest.mark.parametrize("entorno", [{}, {"ALLOWED_HOSTS": "mipg.example.gov.co"}, {"MIPG_ENTORNO": ""}])
def test_sin_decir_el_entorno_no_arranca_y_dice_como(cargar, entorno):
    arranque = cargar(entorno)
    assert arranque.returncode != 0
    assert "Falta MIPG_ENTORNO" in arranque.stderr
    assert "export MIPG_ENTORNO=desarrollo" in arranque.stderr


def test_el_desarrollo_se_pide(cargar):
    arranque = cargar({"MIPG_ENTORNO": "desarrollo"})
    assert arranque.stdout.split() == ["desarrollo", "False", "False"], arranque.stderr


@pytest.mark.parametrize("de_quien", ["MIPG_VAR", "MIPG_EXPEDIENTE"])
def test_las_carpetas_de_antes_se_cierran_a_los_demas(cargar, tmp_path, de_quien):
    carpeta = tmp_path / "de_antes"
    carpeta.mkdir(mode=0o755)
    assert cargar({"MIPG_ENTORNO": "desarrollo", de_quien: str(carpeta)}).returncode == 0
    assert carpeta.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("anfitrion", ["mipg.example.gov.co", "*", "localhost,.example.gov.co", "0.0.0.0", "10.0.0.5"])
def test_en_desarrollo_no_arranca_con_un_anfitrion_publico(cargar, anfitrion):
    arranque = cargar({"MIPG_ENTORNO": "desarrollo", "ALLOWED_HOSTS": anfitrion})
    assert arranque.returncode != 0
    assert "sólo nombra esta máquina" in arranque.stderr


def test_las_ordenes_piden_el_desarrollo_salvo_que_el_env_diga_otra_cosa(tmp_path):
    shutil.copy(RAIZ / "Makefile", tmp_path)
    limpio = {k: v for k, v in os.environ.items() if not k.startswith(("MIPG_", "MAKE"))}

    def entorno() -> str:
        orden = ["make", "-s", "--eval=ver:; @echo $${MIPG_ENTORNO:-}", "ver"]
        return subprocess.check_output(orden, cwd=tmp_path, env=limpio, text=True).strip()

    assert entorno() == "desarrollo"
    (tmp_path / ".env").write_text("MIPG_ENTORNO=produccion\n")
    assert entorno() == ""


def test_una_variable_vacia_es_como_si_no_estuviera(cargar):
    variables = re.findall(r"^#?\s?([A-Z_]+)=", (RAIZ / ".env.ejemplo").read_text(), flags=re.MULTILINE)
    assert {"DATABASE_URL", "EMAIL_URL", "MIPG_PROXIES"} <= set(variables)
    arranque = cargar(dict.fromkeys(variables, "") | {"MIPG_ENTORNO": "desarrollo"})
    assert arranque.stdout.split() == ["desarrollo", "False", "False"], arranque.stderr


def test_en_produccion_sin_nada_dice_todas_las_faltas(cargar):
    arranque = cargar({"MIPG_ENTORNO": "produccion"})
    assert arranque.returncode != 0
    assert "El sistema no arranca así" in arranque.stderr
    assert [frase for frase in FALTAS.values() if frase not in arranque.stderr] == []


@pytest.mark.parametrize("variable", FALTAS)
def test_en_produccion_basta_una_falta_para_no_arrancar(cargar, variable):
    arranque = cargar({k: v for k, v in PRODUCCION.items() if k != variable})
    assert arranque.returncode != 0
    assert [v for v, frase in FALTAS.items() if frase in arranque.stderr] == [variable]


@pytest.mark.parametrize(
    ("cambio", "frase"),
    [
        ({"SECRET_KEY": "corta"}, FALTAS["SECRET_KEY"]),
        ({"SECRET_KEY": "abc" * 30}, FALTAS["SECRET_KEY"]),
        (
            {"SECRET_KEY": "solo-para-desarrollo-nunca-fuera-de-esta-maquina-0123456789"},
            FALTAS["SECRET_KEY"],
        ),
        ({"ALLOWED_HOSTS": "*"}, FALTAS["ALLOWED_HOSTS"]),
        ({"MIPG_BASE_URL": "http://mipg.example.gov.co"}, FALTAS["MIPG_BASE_URL"]),
        ({"MIPG_DEPURAR": "1"}, "MIPG_DEPURAR debe estar apagado"),
        ({"MIPG_DEMOSTRACION": "1"}, "MIPG_DEMOSTRACION siembra cuentas conocidas"),
        ({"MIPG_OIDC_EMISOR": "https://accounts.google.com", "MIPG_OIDC_CLIENTE": "x"}, "Para entrar con OIDC hacen"),
        ({**OIDC, "MIPG_OIDC_EMISOR": "http://sso.example.gov.co"}, "MIPG_OIDC_EMISOR debe ser una dirección https"),
        ({**OIDC, "MIPG_OIDC_EMISOR": "https://login.microsoftonline.com/common/v2.0"}, "con «common» entraría"),
        ({"MIPG_CLAVE_DE_FACTORES": "corta"}, "MIPG_CLAVE_DE_FACTORES debe tener al menos 32"),
        ({"MIPG_ENTORNO": "otro"}, "MIPG_ENTORNO debe ser «desarrollo» o «produccion»"),
    ],
)
def test_en_produccion_no_valen_los_valores_debiles(cargar, cambio, frase):
    arranque = cargar(PRODUCCION | cambio)
    assert arranque.returncode != 0
    assert frase in arranque.stderr


def test_en_produccion_toda_galleta_es_de_este_sitio_y_solo_por_https(cargar):
    nombres = "a.SESSION_COOKIE_NAME, a.CSRF_COOKIE_NAME, a.GALLETA_DE_RESCATE"
    seguras = "a.SESSION_COOKIE_SECURE, a.CSRF_COOKIE_SECURE, a.SESSION_COOKIE_HTTPONLY, a.CSRF_COOKIE_HTTPONLY"
    arranque = cargar(PRODUCCION, f"{nombres}, {seguras}")
    *suyos, sesion, csrf, sesion_oculta, csrf_oculta = arranque.stdout.split()
    assert len(suyos) == 3 and all(nombre.startswith("__Host-") for nombre in suyos), arranque.stderr
    assert {sesion, csrf, sesion_oculta, csrf_oculta} == {"True"}


@pytest.mark.parametrize(
    ("entorno", "desde"),
    [
        (PRODUCCION, "0001-01-01"),
        (PRODUCCION | {"MIPG_FACTOR_DESDE": "2027-02-01"}, "2027-02-01"),
        ({"MIPG_ENTORNO": "desarrollo"}, "None"),
        ({"MIPG_ENTORNO": "desarrollo", "MIPG_FACTOR_DESDE": "2027-02-01"}, "2027-02-01"),
    ],
)
def test_el_segundo_factor_se_exige_ya_si_en_servicio_no_se_dice_desde_cuando(cargar, entorno, desde):
    arranque = cargar(entorno, "a.FACTOR_DESDE")
    assert arranque.stdout.split() == [desde], arranque.stderr


@pytest.mark.parametrize("mala", ["2027-02-30", "1 de febrero", "01/02/2027", "nunca"])
def test_una_fecha_del_segundo_factor_mal_escrita_no_arranca(cargar, mala):
    for entorno in (PRODUCCION, {"MIPG_ENTORNO": "desarrollo"}):
        arranque = cargar(entorno | {"MIPG_FACTOR_DESDE": mala})
        assert arranque.returncode != 0
        assert (
            f"MIPG_FACTOR_DESDE debe ser una fecha que exista, escrita como 2026-12-31; dice «{mala}»"
            in arranque.stderr
        )


def test_con_todo_en_su_sitio_arranca_y_pasa_las_comprobaciones(cargar):
    arranque = cargar(PRODUCCION)
    assert arranque.stdout.split() == ["produccion", "True", "False"], arranque.stderr
    comprobacion = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=RAIZ,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **PRODUCCION},
        capture_output=True,
        text=True,
        check=False,
    )
    assert comprobacion.returncode == 0, comprobacion.stderr


def test_el_ejemplo_de_entorno_explica_cada_variable():
    leidas = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (RAIZ / "mipg" / "settings.py").read_text()))
    ejemplo = (RAIZ / ".env.ejemplo").read_text()
    explicadas = re.findall(r"(?m)^(?:#[^\n]*\n)+(?:#? ?[A-Z_]+=.*\n)+", ejemplo)
    nombradas = {n for grupo in explicadas for n in re.findall(r"(?m)^#? ?([A-Z_]+)=", grupo)}
    assert len(leidas) > 15
    assert leidas - nombradas == set()
