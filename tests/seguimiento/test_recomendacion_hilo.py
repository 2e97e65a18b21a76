"""Una recomendación hasta el índice: cada una con su propia constancia, y la serie que se parte no varía."""

import pytest
from django.urls import reverse

from furag.models import Atencion
from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.seguimiento import mejoramiento


@pytest.mark.django_db
def test_la_accion_cumplida_no_cumple_la_otra_recomendacion(en_t2, cliente_de):
    politica, medicion = f.politica(codigo_furag="POL01"), ff.medicion(2025)
    una, otra = mejoramiento.recomendadas(politica, medicion, 2)
    accion = mejoramiento.suscrita(politica, una, otra, estado="CUMPLIDA", indice="POL01")
    for anio, valor in ((2025, 60), (2026, 63.5)):
        ff.carga({"La nuestra": {"POL01": valor}}, de=ff.medicion(anio, serie=medicion.serie))
    quien = {"decidida_en": f.AHORA, "decidida_por": f.persona("planeacion")}
    Atencion.objects.filter(accion=accion, recomendacion=una).update(cumplida=True, **quien)
    enlace = cliente_de(f.persona("enlace"))
    paginas = [enlace.get(reverse("seguimiento:recomendacion_hilo", args=[r.pk])).content.decode() for r in (una, otra)]
    assert "Quedó cumplida" in paginas[0] and "Sin constancia" in paginas[1]
    for pagina in paginas:
        assert "Subió 3,5 puntos." in pagina and "Coincide con" in pagina and "63,50 en 2026" in pagina


@pytest.mark.django_db
def test_entre_dos_series_no_hay_variacion(en_t2, cliente_de):
    una = ff.recomendacion(medicion=ff.medicion(2021), politica=f.politica(codigo_furag="POL01"))
    for anio in (2021, 2022):
        ff.carga({"La nuestra": {"POL01": anio - 1960}}, de=ff.medicion(anio))
    pagina = (
        cliente_de(f.persona("enlace")).get(reverse("seguimiento:recomendacion_hilo", args=[una.pk])).content.decode()
    )
    assert "No comparable: cambió la metodología" in pagina and "Subió" not in pagina
