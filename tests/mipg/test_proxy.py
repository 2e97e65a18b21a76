"""El proxy que se entrega (nginx de verdad, con `despliegue/`): clientes lentos, enormes, torcidos o mentirosos."""

import json
import re
import socketserver
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.conf import settings
from django.core import signing

from mipg.portal.bench.clientes import conectar, lentas
from mipg.servidores import DESPLIEGUE, DOMINIO, proxy_desechable
from tests.crudo import ANFITRION, aparece, get, pedir

pytestmark = pytest.mark.servicios
NUMERO = re.compile(r'<strong class="largo">[0-9a-f]{32}</strong>')
TESTIGO = "d1-czxkqm-8d4f2a7be0c5d1e6f3a9b2c4d8e7f601"


def _pide(primera: str, *cabeceras: str, cuerpo: str = "") -> str:
    return "\r\n".join([primera, f"Host: {DOMINIO}", "Connection: close", *cabeceras, "", cuerpo])


TROZOS = "Transfer-Encoding: chunked"
TORCIDAS = {
    "cabecera gigante": (431, _pide("GET / HTTP/1.1", f"A: {'x' * 9000}")),
    "muchas cabeceras": (431, _pide("GET / HTTP/1.1", *(f"A{n}: {n:500}" for n in range(100)))),
    "dirección de 100 KB": (414, _pide(f"GET /{'x' * 100_000} HTTP/1.1")),
    "TRACE": (405, _pide("TRACE / HTTP/1.1")),
    "CONNECT": (400, _pide("CONNECT interno:5432 HTTP/1.1")),
    "método raro": (405, _pide("BREW / HTTP/1.1")),
    "largo y trozos": (400, _pide("POST / HTTP/1.1", "Content-Length: 4", TROZOS, cuerpo="0\r\n\r\n")),
    "dos largos": (400, _pide("POST / HTTP/1.1", "Content-Length: 4", "Content-Length: 5", cuerpo="abcde")),
    "largo con signo": (400, _pide("POST / HTTP/1.1", "Content-Length: +4", cuerpo="abcd")),
    "trozos disfrazados": (501, _pide("POST / HTTP/1.1", "Transfer-Encoding: xchunked", cuerpo="0\r\n\r\n")),
    "sin anfitrión": (400, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"),
    "otro anfitrión": (421, "GET / HTTP/1.1\r\nHost: malo.test\r\nConnection: close\r\n\r\n"),
    "dos anfitriones": (400, _pide("GET / HTTP/1.1", "Host: malo.test")),
    "un byte nulo": (400, _pide("GET /planes/%00/ HTTP/1.1")),
    "fuera de la raíz": (400, _pide("GET /../../etc/passwd HTTP/1.1")),
    "otra versión": (505, _pide("GET / HTTP/7.0")),
    "ni siquiera HTTP": (400, "\x00\x01\x02\x03\r\n\r\n"),
    "página interna": (404, _pide("GET /errores/413.html HTTP/1.1")),
    "estático que no existe": (404, _pide("GET /static/no-existe.css HTTP/1.1")),
}


class _Eco(BaseHTTPRequestHandler):
    """Devuelve las cabeceras que recibió; en `/grande`, lo que no cabe en ningún búfer."""

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        cuerpo = b"x" * 16_000_000 if self.path == "/grande" else json.dumps(self.headers.items()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(cuerpo)))
        self.end_headers()
        self.wfile.write(cuerpo)

    do_POST = do_GET

    def log_message(self, *args):
        """En silencio."""


class _Manco(HTTPServer):
    """Atiende de a una: si alguien la entretiene, calla para todos."""

    def handle_error(self, request, client_address):
        """Que cuelguen no es noticia."""


@pytest.fixture(scope="module")
def web():
    """Una web con una sola mano."""
    servidor = _Manco(("127.0.0.1", 0), _Eco)
    hilo = Thread(target=servidor.serve_forever, daemon=True)
    hilo.start()
    yield servidor.server_port
    servidor.shutdown()
    servidor.server_close()


@pytest.fixture(scope="module")
def proxy(web):
    """El que se entrega, delante de ella."""
    with proxy_desechable(web) as delante:
        yield delante


def test_una_sola_conexion_lenta_calla_a_una_web_sin_proxy(web):
    with conectar(web, tls=False) as lenta:
        lenta.sendall(f"GET / HTTP/1.1\r\n{ANFITRION}X-Lenta: s".encode())
        with pytest.raises(TimeoutError):
            get(web, "/", tls=False, espera=0.5)


def test_cuarenta_conexiones_lentas_no_callan_el_sitio(proxy):
    with lentas(proxy.puerto, 40, pesada="/grande") as abiertas:
        assert [get(proxy.puerto, "/").estado for _ in range(5)] == [200] * 5
        for n, conexion in enumerate(abiertas):  # siguen ahí: nadie contestó porque las echaran
            conexion.sendall(b"i") if n % 8 else conexion.recv(100)
        assert get(proxy.puerto, "/").estado == 200


def test_lo_que_no_cabe_recibe_su_413_antes_de_mandarlo(proxy):
    respuesta = pedir(proxy.puerto, _pide("POST / HTTP/1.1", "Content-Length: 3221225472"))
    assert respuesta.estado == 413
    assert respuesta.segundos < 1
    assert "El archivo pesa demasiado" in respuesta.texto and NUMERO.search(respuesta.texto)


def test_el_tope_del_proxy_es_el_del_sistema():
    [megas] = re.findall(r"client_max_body_size (\d+)m;", (DESPLIEGUE / "nginx.conf.plantilla").read_text())
    assert int(megas) * 1024 * 1024 == settings.PETICION_MAXIMA


def test_la_direccion_y_el_protocolo_los_dice_el_proxy_y_no_el_cliente(proxy):
    mentiras = "".join(
        f"{cabecera}: {valor}\r\n"
        for cabecera, valor in {
            "X-Forwarded-For": "1.2.3.4",
            "x_forwarded_for": "1.2.3.4",
            "X-Forwarded-Proto": "http",
            "X-Forwarded-Host": "malo.test",
            "X-Forwarded-Port": "1234",
            "X-Real-IP": "1.2.3.4",
            "Forwarded": "for=1.2.3.4;host=malo.test",
            "Proxy": "http://malo.test",
            "X-Request-ID": "mentira",
        }.items()
    )
    recibidas = {nombre.lower(): valor for nombre, valor in json.loads(get(proxy.puerto, "/", mentiras).texto)}
    numero = recibidas.pop("x-request-id")
    assert re.fullmatch("[0-9a-f]{32}", numero)
    assert recibidas == {
        "host": DOMINIO, "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https", "connection": "close",
    }  # fmt: skip


@pytest.mark.parametrize(("estado", "peticion"), TORCIDAS.values(), ids=TORCIDAS)
def test_lo_torcido_recibe_su_error_en_espanol_con_numero_y_no_llega_a_la_web(proxy, estado, peticion):
    respuesta = pedir(proxy.puerto, peticion)
    assert respuesta.estado == estado
    assert "No entendimos la petición" in respuesta.texto and NUMERO.search(respuesta.texto)
    assert "default-src 'none'" in respuesta.cabeceras and "nginx/" not in respuesta.cabeceras


def test_sin_tls_solo_se_llega_al_dominio_propio_por_https(proxy):
    respuesta = pedir(
        proxy.sin_tls, "GET /planes/?a=1 HTTP/1.1\r\nHost: malo.test\r\nConnection: close\r\n\r\n", tls=False
    )
    assert respuesta.estado == 301
    assert f"Location: https://{DOMINIO}/planes/?a=1" in respuesta.cabeceras.splitlines()


def test_los_estaticos_salen_del_proxy_y_los_de_huella_no_se_vuelven_a_pedir(proxy):
    for nombre, cache in {"base.0123456789ab.css": "immutable", "base.css": "max-age=60"}.items():
        (proxy.carpeta / "estaticos" / nombre).write_text("a{}")
        respuesta = get(proxy.puerto, f"/static/{nombre}")
        assert (respuesta.estado, respuesta.texto) == (200, "a{}")
        assert cache in respuesta.cabeceras and "nosniff" in respuesta.cabeceras


def test_el_registro_no_guarda_testigos_consultas_ni_procedencia(proxy):
    get(proxy.puerto, f"/cuenta/password/reset/key/{TESTIGO}/?clave={TESTIGO}", f"Referer: https://x/{TESTIGO}\r\n")
    assert aparece(proxy, '"GET /cuenta/password/reset/key/[testigo]" ')
    firmado = signing.dumps({"cambio": 1})
    get(proxy.puerto, f"/personas/cambios/detener/{firmado}/")
    assert aparece(proxy, '"GET /personas/cambios/detener/[testigo]" ')
    assert firmado not in proxy.registro
    assert TESTIGO not in proxy.registro


@pytest.fixture(scope="module")
def sin_web():
    """El proxy delante de nadie: la web se cayó."""
    with socketserver.TCPServer(("127.0.0.1", 0), None) as ocupado:
        puerto = ocupado.server_address[1]
    with proxy_desechable(puerto) as delante:
        yield delante


def test_si_la_web_no_responde_se_dice_en_espanol_y_con_numero(sin_web):
    respuesta = get(sin_web.puerto, f"/planes/{TESTIGO}/")
    assert respuesta.estado == 502
    assert "El portal no responde por ahora" in respuesta.texto and NUMERO.search(respuesta.texto)
    assert aparece(sin_web, " 502 ") and TESTIGO not in sin_web.registro  # tampoco en el de errores


def test_mil_peticiones_de_golpe_caben_y_a_quien_no_para_se_le_dice(sin_web):
    def pedidas(cuantas: int) -> str:
        with conectar(sin_web.puerto) as conexion:
            conexion.sendall(f"HEAD / HTTP/1.1\r\n{ANFITRION}\r\n".encode() * (cuantas - 1))
            conexion.sendall(_pide("GET / HTTP/1.1").encode())
            return b"".join(iter(lambda: conexion.recv(65536), b"")).decode()

    assert " 429 " not in pedidas(490) + pedidas(490)  # un edificio entero
    negadas = "".join(pedidas(500) for _ in range(4))
    assert " 429 " in negadas and "Demasiados intentos" in negadas and NUMERO.search(negadas)
