"""El antivirus: se le pregunta con su protocolo, y sin su respuesta nada entra."""

import io
import socketserver
import threading

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from mipg import antivirus
from mipg.antivirus import AntivirusCaido
from mipg.formularios import ArchivoDeTablaForm, CampoArchivo
from tests.servicios import antivirus_de_mentira

VIRUS = b"virus de mentira"


class _Comparar(forms.Form):
    archivo = CampoArchivo(se_guarda=False)


def _formulario(contenido: bytes, clase: type = ArchivoDeTablaForm) -> forms.Form:
    return clase({}, {"archivo": SimpleUploadedFile("plan.csv", contenido)})


def test_revisa_el_archivo_entero_y_lo_deja_como_estaba():
    largo = io.BytesIO(b"a" * 200_000 + VIRUS)
    with antivirus_de_mentira(VIRUS) as direccion:
        assert antivirus.revisar(direccion, largo) == "Eicar-Signature"
        assert largo.read(1) == b"a"
        assert antivirus.revisar(f"tcp://{direccion}", io.BytesIO(b"acta")) == ""
        assert antivirus.version(direccion).startswith("ClamAV 1.4.2")


def test_tambien_por_su_enchufe(tmp_path):
    class Atiende(socketserver.StreamRequestHandler):
        def handle(self):
            assert self.rfile.read(9) == b"zVERSION\0"
            self.wfile.write(b"ClamAV 1\0")

    with socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd.ctl"), Atiende) as servidor:
        threading.Thread(target=servidor.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        assert antivirus.version(str(tmp_path / "clamd.ctl")) == "ClamAV 1"
        assert antivirus.version(f"unix://{tmp_path}/clamd.ctl") == "ClamAV 1"
        servidor.shutdown()


@pytest.mark.parametrize("contesta", [b"INSTREAM size limit exceeded. ERROR", b"stream: OK pero no", b"\xff"])
def test_lo_que_no_se_entiende_es_que_no_reviso(contesta):
    with antivirus_de_mentira(VIRUS, contesta=contesta) as direccion, pytest.raises(AntivirusCaido):
        antivirus.revisar(direccion, io.BytesIO(b"acta"))


@pytest.mark.parametrize("direccion", ["127.0.0.1:9", "/no/hay/enchufe", "sin puerto", "127.0.0.1:x"])
def test_si_no_contesta_se_sabe(direccion):
    with pytest.raises(AntivirusCaido):
        antivirus.revisar(direccion, io.BytesIO(b"acta"))


def test_en_un_formulario_no_pasa_lo_infectado_ni_lo_que_nadie_reviso(settings):
    with antivirus_de_mentira(VIRUS) as settings.CLAMD:
        assert _formulario(b"a;b").is_valid()
        infectado = _formulario(b"a;b" + VIRUS)
        assert "encontró «Eicar-Signature»" in str(infectado.errors)
    caido = _formulario(b"a;b")
    assert "ningún archivo entra sin que lo revise" in str(caido.errors)
    # Lo que se compara y se olvida no espera al antivirus; sin antivirus configurado, nadie pregunta.
    assert _formulario(VIRUS, _Comparar).is_valid()
    settings.CLAMD = ""
    assert _formulario(VIRUS).is_valid()


def test_lo_que_no_cabe_se_niega_sin_enviarselo_a_nadie(settings, monkeypatch):
    settings.CLAMD = "127.0.0.1:9"
    monkeypatch.setattr(CampoArchivo, "_exigir_sano", lambda *_: pytest.fail("se le envió"))
    assert "10 MB" in str(_formulario(b"a" * (10 * 2**20 + 1)).errors)
