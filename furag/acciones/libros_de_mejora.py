"""Lo que un libro de plan de mejoramiento añade a sus actividades: cómo se lee, qué dicen hoy y cómo se guarda."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.conf import settings

from furag.acciones.mejoras import codigos_libres, tomar_acogidas
from furag.lectura.libros_de_mejora import CAMPOS, LectorDeMejora, RecomendacionConocida
from furag.models import AccionMejora, Atencion, Recomendacion
from furag.origenes import indices_que_mueve, linea_base_de, recomendaciones_de
from furag.reglas.mejoras import con_linea_base
from furag.reglas.politicas_dichas import PoliticaDelCatalogo
from mipg.bitacora.acciones import registrar_en_lote
from mipg.libros.guardado import huella_del_codigo
from mipg.libros.libro import escribir_numero
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.models import Usuario
from planes.models import Plan
from planes.propios import DeUnaClase, Dichos, registrar
from politicas.models import Politica

VERSION_DE_LA_LECTURA = huella_del_codigo("furag.lectura", "furag.reglas")
# De una acogida sale una acción; las demás todavía no son un compromiso, o nunca lo serán.
_NO_SE_LIGAN = {Recomendacion.Estado.PENDIENTE: "está por decidir", Recomendacion.Estado.DESCARTADA: "está descartada"}
_FIJADO = ("indice", "esperado", "sin_indice")
_EN_COLUMNA = ("hallazgo", "causa", "indice", "sin_indice", "decia")


def registrar_lo_propio() -> None:
    """Que los libros de los planes de mejoramiento traigan y lleven hallazgo, causa, recomendaciones e índice."""
    registrar(Plan.Clase.MEJORAMIENTO, DeUnaClase(CAMPOS, lector_de, dichos_de, guardar))


def lector_de(plan: Plan) -> LectorDeMejora:
    """Quien lee los libros de un plan de mejoramiento."""
    version = plan.politica.dimension.version_id
    catalogo = [
        PoliticaDelCatalogo(una.pk, una.codigo_furag, tuple(filter(None, (una.nombre, una.nombre_plan, str(una)))))
        for una in Politica.objects.filter(dimension__version=version)
    ]
    recomendaciones = [
        RecomendacionConocida(una.referencia, una.texto, _NO_SE_LIGAN.get(una.estado, ""))
        for una in recomendaciones_de(plan.politica_id, plan.vigencia_medida)
    ]
    indices = indices_que_mueve(plan.politica, plan.vigencia_medida)
    determina = (VERSION_DE_LA_LECTURA, catalogo, recomendaciones, sorted(indices.items()))
    entidad = settings.ENTIDAD["nombre"]
    return LectorDeMejora(plan.politica_id, catalogo, recomendaciones, indices, determina, entidad)


def dichos_de(plan: Plan) -> Dichos:
    """Lo que cada acción del plan dice hoy en los campos propios."""
    mejoras = AccionMejora.objects.filter(actividad__plan=plan)
    citadas: dict[int, list[str]] = {}
    suyas = Atencion.objects.filter(accion__in=mejoras).select_related(
        "accion", "recomendacion__medicion", "recomendacion__politica"
    )
    for una in suyas.order_by("recomendacion__numero", "recomendacion_id"):
        citadas.setdefault(una.accion.actividad_id, []).append(una.recomendacion.referencia)
    return {
        mejora.actividad_id: {campo: getattr(mejora, campo) for campo in _EN_COLUMNA}
        | {
            "esperado": "" if mejora.esperado is None else escribir_numero(mejora.esperado),
            "recomendaciones": "; ".join(citadas.get(mejora.actividad_id, ())),
        }
        for mejora in mejoras
    }


def guardar(*, plan: Plan, dichos: Dichos, por: Usuario, ahora: datetime) -> None:
    """Deja en cada acción del plan (por la clave de su actividad) lo dicho; crea la que falta y quita la que no dice
    nada. Se llama con el plan ya tomado. Lanza `ReglaIncumplida` si alguna ya está suscrita.
    """
    if not dichos:
        return
    actuales = dichos_de(plan)
    mejoras = {una.actividad_id: una for una in AccionMejora.objects.filter(actividad__in=dichos).select_for_update()}
    suscritas = sorted(una.codigo for una in mejoras.values() if una.estado != AccionMejora.Estado.FORMULADA)
    if suscritas:
        raise ReglaIncumplida(f"Ya está suscrita y no se cambia desde un archivo: {', '.join(suscritas)}.")
    if fijas := [una.codigo for una in mejoras.values() if _cambia_lo_fijado(una, actuales, dichos)]:
        raise ReglaIncumplida(
            f"Viene del año anterior con su índice y lo esperado, que no cambian: {', '.join(sorted(fijas))}."
        )
    actividades, codigos = plan.actividades.in_bulk(dichos), codigos_libres(plan)
    indices = {dicho["indice"] for dicho in dichos.values() if dicho.get("indice")}
    bases = {indice: linea_base_de(plan.vigencia_medida, indice) for indice in indices}
    claves = _tomar_citadas(plan, dichos)
    nuevas, sucesos, sobran = [], [], []
    for pk, dicho in dichos.items():
        antes = actuales.get(pk, {})
        despues = {campo: antes.get(campo, "") for campo in ("esperado", "recomendaciones", *_EN_COLUMNA)} | dicho
        mejora = mejoras.get(pk) or AccionMejora(codigo=next(codigos))
        mejora.actividad = actividades[pk]
        if "indice" in dicho and not mejora.continua_id:
            despues = con_linea_base(despues, bases.get(despues["indice"]), plan.vigencia_medida)
            mejora.linea_base = despues["linea_base"]
        _poner(mejora, despues)
        if not any(despues.values()) and not mejora.continua_id and not mejora.reformula_id:
            sobran.append(mejora)
            continue
        if mejora.pk is None:
            nuevas.append(mejora)
        cambios = {campo: (antes.get(campo, ""), valor) for campo, valor in dicho.items()}
        sucesos.append((mejora, "editar" if pk in mejoras else "crear", cambios))
    existentes = [mejora for mejora, verbo, _ in sucesos if verbo == "editar"]
    AccionMejora.objects.filter(pk__in=[mejora.pk for mejora in sobran if mejora.pk]).delete()
    AccionMejora.objects.bulk_create(nuevas)
    AccionMejora.objects.bulk_update(existentes, [*_EN_COLUMNA, "linea_base", "esperado", "version"])
    citan = {mejora: dichos[mejora.actividad_id]["recomendaciones"] for mejora, *_ in sucesos
             if "recomendaciones" in dichos[mejora.actividad_id]}  # fmt: skip
    _ligar(citan, claves)
    registrar_en_lote(sucesos, por=por, ahora=ahora)


def _cambia_lo_fijado(mejora: AccionMejora, actuales: Dichos, dichos: Dichos) -> bool:
    """Si el archivo dice otra cosa de lo que se fijó al firmar la del año anterior, de la que ésta es la misma."""
    antes, dicho = actuales[mejora.actividad_id], dichos[mejora.actividad_id]
    return mejora.continua_id is not None and any(campo in dicho and dicho[campo] != antes[campo] for campo in _FIJADO)


def _tomar_citadas(plan: Plan, dichos: Dichos) -> dict[str, int]:
    """De cada recomendación que cita algún dicho, por su referencia, su clave; tomadas, y acogidas."""
    citas = {cita for dicho in dichos.values() for cita in dicho.get("recomendaciones", "").split("; ") if cita}
    conocidas = (
        [una for una in recomendaciones_de(plan.politica_id, plan.vigencia_medida) if una.referencia in citas]
        if citas
        else []
    )
    return {una.referencia: una.pk for una in tomar_acogidas(conocidas)}


def _poner(mejora: AccionMejora, dicho: Mapping[str, str]) -> None:
    for campo in _EN_COLUMNA:
        setattr(mejora, campo, dicho[campo])
    mejora.esperado = Decimal(dicho["esperado"].replace(",", ".")) if dicho["esperado"] else None
    mejora.version += 1


def _ligar(citan: Mapping[AccionMejora, str], claves: Mapping[str, int]) -> None:
    """Deja cada acción atendiendo las recomendaciones que cita; la que ya las atendía conserva su constancia."""
    pedidas = {
        (mejora.pk, claves[cita]) for mejora, citas in citan.items() for cita in citas.split("; ") if cita in claves
    }
    hay = dict(Atencion.objects.filter(accion__in=[mejora.pk for mejora in citan]).values_list("pk", "accion_id"))
    pares = dict(Atencion.objects.filter(pk__in=hay).values_list("pk", "recomendacion_id"))
    estan = {(hay[pk], recomendacion): pk for pk, recomendacion in pares.items()}
    Atencion.objects.filter(pk__in=[estan[par] for par in estan.keys() - pedidas], decidida_en=None).delete()
    Atencion.objects.bulk_create(
        Atencion(accion_id=accion, recomendacion_id=recomendacion)
        for accion, recomendacion in sorted(pedidas - estan.keys())
    )
