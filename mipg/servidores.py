"""La web y su proxy como se entregan (gunicorn y nginx), en 127.0.0.1, lo que dure un bloque `with`.

Usan la misma configuración de producción, `despliegue/`; sólo cambian los puertos y los certificados.
"""

import re
import subprocess  # nosec B404
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.core.management import call_command

from mipg.desechable import FaltaPrograma, esperar, lanzar, parar, programa, puerto_libre, responde

RAIZ = Path(__file__).resolve().parent.parent
DESPLIEGUE = RAIZ / "despliegue"
DOMINIO = "localhost"


@dataclass(frozen=True)
class Servidor:
    """Un servidor en marcha: su puerto, su número de proceso y el archivo donde escribe lo suyo."""

    puerto: int
    pid: int
    archivo: Path

    @property
    def registro(self) -> str:
        """Todo lo que ha escrito."""
        return self.archivo.read_text(errors="replace")


@contextmanager
def web_desechable(entorno: Mapping[str, str], *opciones: str, salud: str = "/salud/") -> Iterator[Servidor]:
    """Gunicorn con la configuración que se entrega y el entorno dado, ya atendiendo; `opciones` la cambian."""
    puerto = puerto_libre()
    with tempfile.TemporaryDirectory(prefix="mipg-web-") as carpeta:
        registro = Path(carpeta) / "registro.txt"
        orden = [sys.executable, "-m", "gunicorn", "--config", str(DESPLIEGUE / "gunicorn.conf.py")]
        proceso = lanzar(
            [*orden, "mipg.wsgi", "--bind", f"127.0.0.1:{puerto}", *opciones], registro, cwd=RAIZ, env=dict(entorno)
        )
        try:
            esperar(lambda: _atiende(puerto, salud), proceso, registro, "gunicorn")
            yield Servidor(puerto, proceso.pid, registro)
        finally:
            parar(proceso)


def _atiende(puerto: int, ruta: str) -> bool:
    """Los procesos ya cargaron la aplicación, no sólo el puerto está abierto."""
    conexion = HTTPConnection("127.0.0.1", puerto, timeout=20)
    try:
        conexion.request("GET", ruta)
        return conexion.getresponse().status == 200
    except (HTTPException, OSError):
        return False
    finally:
        conexion.close()


@dataclass(frozen=True)
class Proxy(Servidor):
    """El proxy en marcha; `puerto` es el de https y `sin_tls`, el que sólo lleva a él."""

    sin_tls: int
    carpeta: Path


def configuracion_del_proxy(**valores: str) -> str:
    """`nginx.conf` con sus variables puestas, como hace `envsubst`. Lanza `KeyError` si falta alguna."""
    plantilla = (DESPLIEGUE / "nginx.conf.plantilla").read_text(encoding="utf-8")
    return re.sub(r"\$\{(MIPG_\w+)\}", lambda hallada: valores[hallada[1]], plantilla)


@contextmanager
def proxy_desechable(web: int) -> Iterator[Proxy]:
    """Nginx con la configuración que se entrega delante de ese puerto y un certificado hecho para la ocasión."""
    nginx = programa("nginx", "nginx-light", Path("/usr/sbin"))
    http, https = puerto_libre(), puerto_libre()
    with tempfile.TemporaryDirectory(prefix="mipg-proxy-") as nombre:
        carpeta = Path(nombre)
        # Los procesos que atienden corren como otro usuario.
        carpeta.chmod(0o755)
        for suya in ("certificados", "estaticos", "errores", "desafios", "tmp"):
            (carpeta / suya).mkdir()
        _certificar(carpeta / "certificados")
        configuracion, registro = carpeta / "nginx.conf", carpeta / "registro.txt"
        configuracion.write_text(
            configuracion_del_proxy(
                MIPG_DOMINIO=DOMINIO, MIPG_WEB=f"127.0.0.1:{web}", MIPG_RESOLVEDOR="127.0.0.11",
                MIPG_PROXY_HTTP=f"127.0.0.1:{http}", MIPG_PROXY_HTTPS=f"127.0.0.1:{https}",
            ),
            encoding="utf-8",
        )  # fmt: skip
        call_command("paginas_del_proxy", carpeta / "errores")
        orden = [nginx, "-p", f"{carpeta}/", "-c", str(configuracion)]
        _ejecutar([*orden, "-t", "-q"])
        proceso = lanzar([*orden, "-g", "daemon off;"], registro)
        try:
            esperar(lambda: responde(https), proceso, registro, "nginx")
            yield Proxy(https, proceso.pid, registro, http, carpeta)
        finally:
            parar(proceso)


def _certificar(carpeta: Path) -> None:
    orden = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    orden += ["-days", "2", "-subj", f"/CN={DOMINIO}", "-addext", f"subjectAltName=DNS:{DOMINIO},IP:127.0.0.1"]
    programa("openssl", "openssl")
    _ejecutar([*orden, "-keyout", str(carpeta / "clave.pem"), "-out", str(carpeta / "certificado.pem")])


def _ejecutar(orden: list[str]) -> None:
    hecho = subprocess.run(orden, cwd=RAIZ, capture_output=True, text=True, check=False)  # nosec B603
    if hecho.returncode:
        raise FaltaPrograma(f"«{' '.join(orden)}» falló:\n{hecho.stdout}{hecho.stderr}")
