"""Anotar un compromiso con su responsable."""

from planes.models import Compromiso


def test_anota_y_pide_un_solo_responsable(quien, reunion):
    url = f"/planes/puntos/{reunion.tema.pk}/comprometer/"
    sin = {"texto": "Enviar el informe", "persona": "", "dependencia": "", "fecha": ""}
    assert "una persona o una dependencia" in quien.cliente.planeacion.post(url, sin).content.decode()
    antes = quien.cliente.planeacion.post(url, sin | {"persona": quien.jefe.pk, "fecha": "2026-01-01"})
    assert "anterior a la sesión" in antes.content.decode()
    # El mismo día de la sesión se puede.
    ese_dia = {"dependencia": quien.propia.pk, "fecha": reunion.sesion.fecha.isoformat()}
    assert quien.cliente.planeacion.post(url, sin | ese_dia).status_code == 302
    assert Compromiso.objects.get().responsable == "Secretaría de Hacienda"
    assert quien.cliente.jefe.post(url, sin).status_code == 403


def test_enviarlo_dos_veces_deja_uno_y_lo_dice(quien, reunion):
    compromiso = {"texto": "Enviar el informe", "persona": "", "dependencia": quien.propia.pk, "fecha": ""}
    de_sesion, de_tema = (
        f"/planes/{que}/{uno.pk}" for que, uno in (("sesiones", reunion.sesion), ("puntos", reunion.tema))
    )
    for url, datos in (
        (f"{de_tema}/comprometer/", compromiso),
        (f"{de_tema}/informar/", {"texto": "Se presentó el avance"}),
        (f"{de_sesion}/puntos/crear/", {"texto": "Riesgos"}),
    ):
        assert quien.cliente.planeacion.post(url, datos).status_code == 302
        otra = quien.cliente.planeacion.post(url, datos)
        assert (otra.status_code, "hace un momento: no se repitió" in otra.text) == (422, True)
    assert (reunion.tema.resultados.count(), reunion.sesion.puntos.filter(titulo="Riesgos").count()) == (2, 1)
    # A otro responsable no es lo mismo.
    otro = compromiso | {"dependencia": quien.ajena.pk}
    assert quien.cliente.planeacion.post(f"{de_tema}/comprometer/", otro).status_code == 302
