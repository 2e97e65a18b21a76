"""La medición de ejemplo: sus resultados y sus recomendaciones, importados de un archivo como lo hace Planeación."""

from datetime import date

from furag.acciones import entregas
from furag.acciones import recomendaciones as de_recomendaciones
from furag.acciones import resultados as de_resultados
from furag.acciones.mediciones import crear_medicion
from furag.entregas import entender
from furag.modelo import nombres_del_modelo
from furag.models import Medicion, Recomendacion
from politicas.models import Politica, SerieMetodologica, Vigencia
from seguimiento.demostracion import archivos
from seguimiento.demostracion.personas import Reloj, Reparto

_SE_DESCARTA = "Ya se hace, y su evidencia está en el expediente (ejemplo)."


def medir(vigencia: Vigencia, reparto: Reparto, reloj: Reloj, dia: date) -> Medicion:
    """Los resultados del año anterior, que se capturan y se conocen en la vigencia, y sus recomendaciones."""
    anio = vigencia.anio - 1
    series = SerieMetodologica.objects.filter(desde__lte=anio)
    medicion = crear_medicion(
        anio=anio,
        anio_captura=vigencia.anio,
        version=vigencia.version,
        serie=next((serie for serie in series if serie.hasta is None or anio <= serie.hasta), None),
        abre=date(vigencia.anio, 3, 3),
        cierra=date(vigencia.anio, 4, 17),
        fecha_publicacion=dia,
        por=reparto.planeacion,
        ahora=reloj.en(dia),
    )
    _importar_resultados(medicion, reparto, reloj, dia)
    _importar_recomendaciones(medicion, vigencia, reparto, reloj, dia)
    return medicion


def _importar_resultados(medicion: Medicion, reparto: Reparto, reloj: Reloj, dia: date) -> None:
    importacion = de_resultados.subir_resultados(
        medicion=medicion,
        nombre=f"Resultados_vig{medicion.anio}_territorio.xlsx",
        contenido=archivos.resultados(medicion.anio, nombres_del_modelo(medicion)),
        por=reparto.planeacion,
        ahora=reloj.en(dia),
    )
    de_resultados.leer_y_guardar(importacion=importacion, ahora=reloj.en(dia))
    importacion.refresh_from_db()
    carga = importacion.carga
    propia = carga.filas.get(nombre=archivos.PROPIA)
    de_resultados.confirmar(carga=carga, propia=propia, por=reparto.planeacion, ahora=reloj.en(dia))


def _importar_recomendaciones(
    medicion: Medicion, vigencia: Vigencia, reparto: Reparto, reloj: Reloj, dia: date
) -> None:
    quien = {"por": reparto.planeacion, "ahora": reloj.en(dia)}
    importacion = entregas.subir_recomendaciones(
        medicion=medicion,
        nombre=archivos.DE_LA_PROPIA,
        contenido=archivos.recomendaciones(medicion.anio, Politica.objects.de_vigencia(vigencia)),
        **quien,
    )
    entrega = entender(importacion, medicion).entrega
    entregas.importar_recomendaciones(
        importacion=importacion, huella=importacion.huella, diferencia=entrega.huella, **quien
    )


def decidir(medicion: Medicion, reparto: Reparto, reloj: Reloj, dia: date, *, todas: bool) -> None:
    """De cada política se acogen las primeras y se descarta la última; sin `todas`, sólo de las diez primeras.

    La primera queda con prioridad alta y ligada a un índice.
    """
    quien = {"por": reparto.planeacion}
    suyas = Recomendacion.objects.filter(medicion=medicion).select_related("politica").order_by("pk")
    por_politica: dict[Politica, list[Recomendacion]] = {}
    for una in suyas:
        por_politica.setdefault(una.politica, []).append(una)
    for politica, recomendaciones in list(por_politica.items())[: None if todas else 10]:
        primera, *_, ultima = recomendaciones
        acogidas = [una.pk for una in recomendaciones if una is not ultima]
        ahora = reloj.en(dia)
        de_recomendaciones.priorizar(recomendaciones=[primera.pk], prioridad="ALTA", ahora=ahora, **quien)
        de_recomendaciones.decidir(recomendaciones=acogidas, verbo="acoger", ahora=ahora, **quien)
        de_recomendaciones.decidir(
            recomendaciones=[ultima.pk], verbo="descartar", motivo=_SE_DESCARTA, ahora=ahora, **quien
        )
        if indices := politica.indices.all()[:1]:
            de_recomendaciones.ligar_indices(recomendacion=primera, indices=indices, ahora=ahora, **quien)
