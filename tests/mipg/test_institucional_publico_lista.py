"""«Los 12 planes del Decreto 612» para cualquiera: el documento, su fecha, su huella y si fue a tiempo."""

from datetime import date

from django.test import Client

from tests import fabricas as f

URL = "/micrositio/institucionales/"


def test_dice_que_hay_de_cada_uno_y_enlaza_lo_publicado(db):
    con, sin = f.institucional("PUBLICADO"), f.institucional("BORRADOR", nombre="Un borrador secreto")
    suya = f.publicacion(con, fecha_publicacion=date(2026, 1, 30))
    retirada = f.publicacion(f.institucional())
    type(retirada.documento).objects.filter(pk=retirada.documento_id).update(
        retirado_en=f.AHORA, retirado_por=f.persona(), motivo_retiro="Era otro."
    )
    f.seguimiento(con, nombre="De adentro")
    pagina = Client().get(URL).text
    assert f"/micrositio/publicaciones/{suya.pk}/descargar/" in pagina
    assert suya.documento.versiones.get().sha256 in pagina
    assert "Publicado el 30/01/2026" in pagina
    assert "A tiempo" in pagina
    assert "1</strong> de 3 con su documento publicado" in pagina
    assert f"/micrositio/planes/{con.pk}/" in pagina
    for ajeno in ("Un borrador secreto", "De adentro", f"/micrositio/planes/{sin.pk}/", f"{retirada.pk}/descargar/"):
        assert ajeno not in pagina
    assert f"/micrositio/publicaciones/{suya.pk}/descargar/" in Client().get(f"/micrositio/planes/{con.pk}/").text


def test_sin_vigencia_lo_dice(db):
    assert "Todavía no hay una vigencia abierta" in Client().get(URL).text
    for rara in ("x", "9" * 30):
        assert Client().get(f"{URL}?vigencia={rara}").status_code == 200


def test_cuesta_las_mismas_consultas_con_1_y_con_12(db, consultas):
    def medir() -> int:
        with consultas() as hechas:
            assert Client().get(URL).status_code == 200
        return len(hechas)

    f.publicacion(f.institucional("PUBLICADO"))
    medir()
    con_uno = medir()
    for _ in range(11):
        f.publicacion(f.institucional("PUBLICADO"))
    assert medir() == con_uno
