"""Fábricas de la medición y del mejoramiento: lo justo y válido."""

import hashlib
from datetime import date
from decimal import Decimal
from itertools import count

from auditlog.context import disable_auditlog

from furag.models import (
    AccionMejora,
    Atencion,
    Carga,
    Columna,
    ConceptoDeControl,
    EntidadMedida,
    Medicion,
    Puntaje,
    Recomendacion,
    Suscripcion,
    Verificacion,
)
from furag.reglas.textos import clave_de
from mipg.expediente.models import Importacion
from mipg.texto import normalizar
from planes.models import Actividad
from politicas.models import SerieMetodologica, VersionModelo
from tests import fabricas as f

_n = count(1)


@disable_auditlog()
def medicion(anio: int = 2025, **campos) -> Medicion:
    """La medición de ese año, en la serie que le toca; la misma para el mismo año."""
    if existente := Medicion.objects.filter(anio=anio).first():
        return existente
    desde, hasta = (2018, 2021) if anio <= 2021 else (2022, 2025)
    serie, _ = SerieMetodologica.objects.get_or_create(
        nombre=f"{desde}–{hasta}", defaults={"desde": desde, "hasta": hasta, "fuente": "Ficha de prueba"}
    )
    version, _ = VersionModelo.objects.get_or_create(nombre="v6", defaults={"titulo": "Versión 6", "activa": True})
    base = {"anio_captura": anio + 1, "version": version, "serie": serie, "creada_en": f.AHORA}
    return Medicion.objects.create(**base | {"anio": anio, "creada_por": f.persona("planeacion")} | campos)


@disable_auditlog()
def importacion(nombre: str = "archivo.xlsx", destino: str = "furag.resultados", **campos) -> Importacion:
    """Un archivo ya subido, sin contenido."""
    sha = hashlib.sha256(f"{nombre}{next(_n)}".encode()).hexdigest()
    base = {"destino": destino, "archivo": "importacion/xx/yy", "nombre": nombre, "sha256": sha}
    return Importacion.objects.create(**base | {"creada_en": f.AHORA, "creada_por": f.persona("planeacion")} | campos)


@disable_auditlog()
def carga(
    filas: dict[str, dict[str, float | str | None]],
    *,
    propia: str = "",
    grupo: str = "ALCALDÍA GRUPO 2",
    de: Medicion | None = None,
    **campos,
) -> Carga:
    """Resultados vigentes. `filas`: nombre de la entidad → puntaje por código (nulo: no se midió).

    `grupo` vale para todas salvo que la fila traiga `grupo`; `tipo`, su tipo de formulario. `propia`: cuál es la
    nuestra; la primera si no se dice.
    """
    quien = {"preparada_en": f.AHORA, "preparada_por": f.persona("planeacion")}
    quien |= {"confirmada_en": f.AHORA, "confirmada_por": quien["preparada_por"], "estado": "VIGENTE"}
    base = {"medicion": de or medicion(), "importacion": importacion(), "ambito": "TERRITORIO", "hoja": "Territorio"}
    base |= {"fila_encabezado": 3, "entidades": len(filas), "huella": "0" * 64}
    creada = Carga.objects.create(**base | quien | campos)
    codigos = dict.fromkeys(c for suyos in filas.values() for c in suyos if c not in ("grupo", "tipo"))
    columnas = {
        codigo: Columna.objects.create(carga=creada, codigo=codigo, letra=f"A{chr(65 + n)}", titulo=codigo, orden=n)
        for n, codigo in enumerate(codigos)
    }
    entidades = {}
    for n, (nombre, suyos) in enumerate(filas.items(), start=4):
        par = suyos.get("grupo", grupo)
        entidades[nombre] = EntidadMedida.objects.create(
            carga=creada, fila=n, nombre=nombre, grupo_par=par, grupo=normalizar(par), huella="0" * 64,
            tipo_formulario=suyos.get("tipo", "MIPG"), codigo_sigep=f"{n:04}",
        )  # fmt: skip
        for codigo, columna in columnas.items():
            if suyos.get(codigo) is not None:
                Puntaje.objects.create(entidad=entidades[nombre], columna=columna, valor=Decimal(str(suyos[codigo])))
    creada.propia = entidades[propia or next(iter(filas))]
    creada.save(update_fields=["propia"])
    return creada


@disable_auditlog()
def recomendacion(texto: str = "", estado: str = "PENDIENTE", **campos) -> Recomendacion:
    """Una recomendación de la política de prueba, con lo que su estado exige."""
    n = next(_n)
    texto = texto or f"Documentar el procedimiento número {n}."
    base = {
        "medicion": campos.pop("medicion", None) or medicion(),
        "politica": campos.pop("politica", None) or f.politica(),
        "importacion": campos.pop("importacion", None) or importacion(destino="furag.recomendaciones"),
        "numero": n % 30_000,
        "texto": texto,
        "clave": clave_de(texto),
        "hoja": "Recomendaciones",
        "fila": n,
        "estado": estado,
    }
    if estado != "PENDIENTE":
        base |= {"decidida_en": f.AHORA, "decidida_por": f.persona("planeacion")}
    if estado == "DESCARTADA":
        base["motivo"] = "Ya se hace."
    return Recomendacion.objects.create(**base | campos)


@disable_auditlog()
def mejora(actividad: Actividad | None = None, *recomendaciones: Recomendacion, **campos) -> AccionMejora:
    """Una acción de mejora formulada, en un plan de mejoramiento en borrador."""
    if actividad is None:
        plan = f.plan(clase="MEJORAMIENTO", vigencia_medida=2025)
        actividad = f.actividad(plan, fecha_fin=date(plan.vigencia.anio, 12, 15))
    base = {"actividad": actividad, "codigo": f"M-{next(_n)}", "causa": "No hay procedimiento."}
    creada = AccionMejora.objects.create(**base | campos)
    for una in recomendaciones:
        Atencion.objects.create(accion=creada, recomendacion=una)
    return creada


@disable_auditlog()
def completar(plan) -> None:
    """Deja el plan de mejoramiento como para enviarlo: cada actividad con indicador, causa, hallazgo y sin índice."""
    plan.actividades.filter(indicador="").update(indicador="Lo hecho")
    for actividad in plan.actividades.filter(mejora=None):
        mejora(actividad, hallazgo="No se hacía.", sin_indice="No se mide.")


@disable_auditlog()
def suscripcion(plan, por=None) -> Suscripcion:
    """La firma de la última versión del plan, con todas sus acciones suscritas."""
    version = plan.versiones.order_by("-numero").first() or f.version(plan)
    firma = Suscripcion.objects.create(
        plan=plan, version=version, foto={}, sha256="0" * 64, suscrita_en=f.AHORA, suscrita_por=por or f.persona()
    )
    AccionMejora.objects.filter(actividad__plan=plan).update(estado="SUSCRITA", suscripcion=firma)
    return firma


@disable_auditlog()
def verificacion(de: AccionMejora, *, cumplida: bool = True) -> Verificacion:
    """Lo que Planeación dijo de una acción suscrita."""
    AccionMejora.objects.filter(pk=de.pk).update(estado="CUMPLIDA" if cumplida else "NO_CUMPLIDA")
    quien = {"verificada_en": f.AHORA, "verificada_por": f.persona("planeacion")}
    return Verificacion.objects.create(accion=de, cumplida=cumplida, nota="Se vio.", **quien)


@disable_auditlog()
def concepto(de: AccionMejora, clase: str = "CUMPLIMIENTO", *, favorable: bool = True) -> ConceptoDeControl:
    """Lo que Control Interno dijo de una acción verificada."""
    quien = {"emitido_en": f.AHORA, "emitido_por": f.persona("control_interno")}
    return ConceptoDeControl.objects.create(accion=de, clase=clase, favorable=favorable, nota="Se revisó.", **quien)
