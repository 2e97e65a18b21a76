"""Fábricas mínimas y válidas: cada una crea lo justo, y lo que no se pide lo inventa distinto cada vez.

Lo que crean no queda en la bitácora: es el punto de partida y no algo que alguien hizo, y anotarlo costaba un décimo de
la corrida.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import count

from auditlog.context import disable_auditlog
from django.contrib.auth.hashers import make_password

from mipg.expediente.acciones import adjuntar
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from planes.acciones.planes import tomar_foto
from planes.models import (
    Actividad,
    Plan,
    Prorroga,
    PublicacionDePlan,
    SeguimientoDePlan,
    VentanaFormulacion,
    VersionPlan,
)
from planes.reglas import APROBADOS, EDITABLES, PUBLICADOS, huella
from politicas.models import Dimension, Fuente, Jornada, Politica, TipoPlan, VersionModelo, Vigencia
from seguimiento.models import Avance, Cifra, Corte

_n = count(1)
AHORA = datetime(2026, 7, 6, 15, 0, tzinfo=UTC)
HOY = date(2026, 7, 6)
CLAVE = "brisa-muralla-faro-azul"


@disable_auditlog()
def dependencia(nombre: str = "", **campos) -> Dependencia:
    """Dependencia de la entidad."""
    return Dependencia.objects.create(nombre=nombre or f"Dependencia {next(_n)}", **campos)


@cache
def _clave_cifrada() -> str:
    """`CLAVE` ya cifrada. Cifrarla es lento a propósito, y las pruebas crean miles de personas."""
    return make_password(CLAVE)


def _cuenta(**campos) -> Usuario:
    """Una persona sin guardar, distinta de todas."""
    n = next(_n)
    campos = {"nombre": f"Persona Ficticia {n}", "email": f"persona{n}@ejemplo.test", **campos}
    return Usuario(password=_clave_cifrada(), **campos)


@disable_auditlog()
def persona(rol: str | None = None, en: Dependencia | None = None, **campos) -> Usuario:
    """Persona con contraseña `CLAVE` y, si se pide, un rol vigente desde 2024."""
    creada = _cuenta(**campos)
    creada.save()
    if rol:
        Asignacion.objects.create(persona=creada, rol=rol, dependencia=en or dependencia(), desde=date(2024, 1, 1))
    return creada


def _modelo() -> VersionModelo:
    creada, _ = VersionModelo.objects.get_or_create(nombre="v6", defaults={"titulo": "Versión 6", "activa": True})
    return creada


@disable_auditlog()
def politica(dimension: Dimension | None = None, **campos) -> Politica:
    """Política en la versión de prueba del modelo."""
    n = next(_n)
    dimension = (
        dimension
        or Dimension.objects.filter(version__nombre="v6", codigo="D1").first()
        or Dimension.objects.create(version=_modelo(), codigo="D1", orden=1, nombre="Talento Humano", nombre_furag="TH")
    )
    # El código cabe en cinco letras aunque la corrida entera haya creado miles de cosas.
    campos = {"codigo_furag": f"P{n % 10_000}", "numero_plan": n % 10_000, "nombre": f"Política {n}", **campos}
    return Politica.objects.create(dimension=dimension, **campos)


@disable_auditlog()
def vigencia(anio: int = 2026, **campos) -> Vigencia:
    """Vigencia abierta; la misma para el mismo año."""
    existente = Vigencia.objects.filter(anio=anio).first()
    return existente or Vigencia.objects.create(
        anio=anio,
        version=campos.pop("version", None) or _modelo(),
        fecha_limite_institucionales=date(anio, 1, 31),
        fecha_limite_politicas=date(anio, 2, 28),
        dias_aviso=[15, 5, 1],
        abierta_en=AHORA,
        abierta_por=persona(),
        **campos,
    )


@disable_auditlog()
def fuente(nombre: str = "Documento de prueba", *, desde: int = 2018, **campos) -> Fuente:
    """Documento que reparte el trabajo desde antes de toda vigencia; el mismo cada vez que se pide con ese nombre."""
    base = {"clase": Fuente.Clase.DOCUMENTO, "desde": desde} | campos
    return Fuente.objects.get_or_create(nombre=nombre, defaults=base)[0]


@disable_auditlog()
def plan(estado: str = "BORRADOR", **campos) -> Plan:
    """Plan de acción de política en el estado pedido, con lo que ese estado exige."""
    autor = campos.pop("por", None) or persona()
    base = {
        "clase": Plan.Clase.ACCION_POLITICA,
        "vigencia": campos.pop("vigencia", None) or vigencia(),
        "politica": campos.pop("politica", None) or (None if "tipo" in campos else politica()),
        "nombre": f"Plan {next(_n)}",
        "dependencia": campos.pop("dependencia", None) or dependencia(),
        "estado": estado,
        "creado_en": AHORA,
        "creado_por": autor,
    }
    if estado not in EDITABLES:
        base |= {"enviado_en": AHORA, "enviado_por": autor}
    if estado in APROBADOS:
        # Otra persona: nadie aprueba lo que envió.
        aprobo = campos.get("aprobado_por") or persona()
        base |= {"aprobado_en": AHORA, "aprobado_por": aprobo, "acto": "RESOLUCION", "acto_numero": "1"}
    if estado in PUBLICADOS:
        base |= {"publicado_en": AHORA, "publicado_por": autor}
    if estado == "DESISTIDO":
        base |= {"desistido_en": AHORA, "desistido_por": autor, "desistido_motivo": "No va."}
    return Plan.objects.create(**{**base, **campos})


@disable_auditlog()
def institucional(estado: str = "APROBADO", **campos) -> Plan:
    """Uno de los planes del Decreto 612, de un tipo nuevo salvo que se diga cuál."""
    de = campos.pop("dependencia", None) or dependencia()
    n = next(_n)
    tipo = campos.pop("tipo", None) or TipoPlan.objects.create(
        numero=n % 30_000,
        nombre=f"Plan institucional {n}",
        dependencia=de,
        responsable_texto=de.nombre,
        desde=2018,
    )
    return plan(estado, clase="INSTITUCIONAL", tipo=tipo, dependencia=de, **{"nombre": tipo.nombre, **campos})


def cerrar(de: Plan) -> None:
    """El plan aprobado y su vigencia, cerrados."""
    autor = persona()
    Plan.objects.filter(pk=de.pk).update(estado="CERRADO", cerrado_en=AHORA, cerrado_por=autor)
    Vigencia.objects.filter(pk=de.vigencia_id).update(cerrada_en=AHORA, cerrada_por=autor)


@disable_auditlog()
def publicacion(de: Plan, **campos) -> PublicacionDePlan:
    """El documento de un plan institucional, un archivo de texto que se publicó a tiempo."""
    autor = persona()
    documento = adjuntar(
        objeto=de,
        dependencia=de.dependencia,
        titulo=de.nombre,
        fecha_documento=date(de.vigencia.anio, 1, 28),
        nombre="plan.txt",
        contenido=f"{de.nombre}, {next(_n)}".encode(),
        por=autor,
        ahora=AHORA,
    )
    base = {"fecha_publicacion": documento.fecha_documento, "registrada_en": AHORA, "registrada_por": autor}
    return PublicacionDePlan.objects.create(plan=de, documento=documento, **{**base, **campos})


@disable_auditlog()
def seguimiento(de: Plan, **campos) -> SeguimientoDePlan:
    """Un seguimiento propio que se debe el 30 de junio."""
    base = {"nombre": "Primer seguimiento", "fecha": date(de.vigencia.anio, 6, 30), "creado_en": AHORA}
    return SeguimientoDePlan.objects.create(plan=de, **{**base, "creado_por": persona(), **campos})


def coliderado(colider: Dependencia, coordina: Dependencia, **campos) -> Plan:
    """Plan en revisión, con una actividad, de una política que lideran las dos dependencias."""
    creado = plan("EN_REVISION", dependencia=coordina, **campos)
    for orden, (rol, suya) in enumerate((("LIDER", coordina), ("COLIDER", colider)), start=1):
        creado.politica.responsabilidades.create(
            dependencia=suya, rol=rol, orden=orden, texto="Lidera.", fuente=fuente()
        )
    actividad(creado)
    return creado


@disable_auditlog()
def ventana(de: Vigencia | None = None, **campos) -> VentanaFormulacion:
    """Ventana de formulación general: todo el año, si no se dice otra cosa."""
    de = de or vigencia()
    base = {"abre": date(de.anio, 1, 1), "cierra": date(de.anio, 12, 31), "creada_en": AHORA, "creada_por": persona()}
    return VentanaFormulacion.objects.create(vigencia=de, **{**base, **campos})


@disable_auditlog()
def actividad(de: Plan | None = None, programado=(None, None, None, None), **campos) -> Actividad:
    """Actividad válida; `programado` son las cantidades de T1 a T4 (por defecto 1 en T2)."""
    de = de or plan()
    if all(p is None for p in programado):
        programado = (None, Decimal(1), None, None)
    n = next(_n)
    base = {
        "plan": de,
        "numero": str(n),
        "orden": n,
        "nombre": f"Actividad {n}",
        "meta": sum(p for p in programado if p is not None),
        "unidad": "documentos",
        "fecha_inicio": date(de.vigencia.anio, 1, 15),
        "fecha_fin": date(de.vigencia.anio, 12, 15),
        "dependencia": campos.pop("dependencia", None) or de.dependencia,
        **{f"programado_t{t}": p for t, p in enumerate(programado, start=1)},
    }
    return Actividad.objects.create(**{**base, **campos})


_VENTANAS = {
    1: ((3, 31), (4, 1), (4, 15)),
    2: ((6, 30), (7, 1), (7, 15)),
    3: ((9, 30), (10, 1), (10, 15)),
    4: ((12, 31), (12, 31), (12, 31)),
}


@disable_auditlog()
def jornada(estado: str = "PROGRAMADA", **campos) -> Jornada:
    """Una jornada de sensibilización de hoy, con lo que su estado exige."""
    fecha, autor = campos.get("fecha", HOY), campos.get("creada_por") or persona("planeacion")
    base = {"tipo": "SENSIBILIZACION", "titulo": f"Jornada {next(_n)}", "fecha": fecha, "modalidad": "PRESENCIAL"}
    base |= {"publico": "Líderes de política", "creada_en": AHORA, "creada_por": autor, "estado": estado}
    base["vigencia"] = campos.get("vigencia") or vigencia(fecha.year)
    base["dependencia"] = campos.get("dependencia") or dependencia()
    if estado == "REALIZADA":
        base |= {"asistentes": 20, "realizada_en": AHORA, "realizada_por": autor}
    if estado == "ANULADA":
        base |= {"anulada_en": AHORA, "anulada_por": autor, "anulada_motivo": "Se aplazó."}
    politicas = campos.pop("politicas", ())
    creada = Jornada.objects.create(**base | campos)
    creada.politicas.set(politicas)
    return creada


@disable_auditlog()
def corte(trimestre: int = 2, estado: str = "ABIERTO", de: Vigencia | None = None, **campos) -> Corte:
    """Corte del trimestre con su ventana por defecto (T2: del 1 al 15 de julio)."""
    de = de or vigencia()
    fecha, abre, cierra = _VENTANAS[trimestre]
    base = {
        "fecha_corte": date(de.anio, *fecha),
        "abre": date(de.anio, *abre),
        "cierra": date(de.anio, *cierra),
    }
    if estado != "PROGRAMADO":
        base |= {"abierto_en": AHORA, "abierto_por": persona()}
    if estado == "CERRADO":
        base |= {"cerrado_en": AHORA, "cerrado_por": persona(), "sha256": "0" * 64}
    creado = Corte.objects.create(vigencia=de, trimestre=trimestre, estado=estado, **{**base, **campos})
    hechos = {f"corte_t{trimestre}": creado.fecha_corte}
    if estado == "CERRADO":
        hechos["trimestre_cerrado"] = max(trimestre, de.trimestre_cerrado)
    for campo, valor in hechos.items():
        setattr(de, campo, valor)
    de.save(update_fields=[*hechos])
    return creado


@disable_auditlog()
def avance(de: Actividad, en: Corte, estado: str = "PENDIENTE", cantidad=None, **campos) -> Avance:
    """Avance de una actividad en un corte, con las personas que su estado exige."""
    papeles = ["creado_por"]
    base = {"esperado": True, "creado_en": AHORA}
    campos["creado_por"] = campos.pop("por", None)
    if estado in ("ENVIADO", "AVALADO", "ACEPTADO", "DEVUELTO"):
        papeles.append("reportado_por")
        base |= {"reportado_en": AHORA, "situacion": "AVANCE", "texto": "Se hizo lo previsto."}
    if estado in ("AVALADO", "ACEPTADO"):
        papeles.append("avalado_por")
        base["avalado_en"] = AHORA
    if estado == "ACEPTADO":
        papeles.append("aceptado_por")
        base["aceptado_en"] = AHORA
    faltan = [papel for papel in papeles if not campos.get(papel)]
    campos |= zip(faltan, Usuario.objects.bulk_create(_cuenta() for _ in faltan), strict=True)
    return Avance.objects.create(actividad=de, corte=en, estado=estado, cantidad=cantidad, **{**base, **campos})


@disable_auditlog()
def version(de: Plan, numero: int = 1) -> VersionPlan:
    """Versión aprobada con la foto del plan como está."""
    foto = tomar_foto(de)
    return VersionPlan.objects.create(
        plan=de,
        numero=numero,
        foto=foto,
        sha256=huella(foto),
        acto=de.acto_texto,
        acto_fecha=de.acto_fecha,
        aprobado_en=de.aprobado_en,
        aprobado_por=de.aprobado_por,
    )


@disable_auditlog()
def prorroga(de: Actividad, **campos) -> Prorroga:
    """Prórroga pedida a tiempo, por quince días más, y sin decidir."""
    base = {
        "actividad": de,
        "fecha_original": de.fecha_fin,
        "fecha_nueva": de.fecha_fin + timedelta(days=15),
        "motivo": "Falta el acto.",
        "a_tiempo": True,
        "pedida_en": AHORA,
        "pedida_por": campos.pop("por", None) or persona(),
    }
    return Prorroga.objects.create(**{**base, **campos})


@disable_auditlog()
def cifra(de: Plan | Politica | Dimension | Actividad, en: Corte, cumplimiento=None, **campos) -> Cifra:
    """Cifra congelada de lo que se pida; gris si no tiene cumplimiento. La de una política lleva su `plan`."""
    ambito = type(de).__name__.upper()
    base = {"plan": de} if ambito == "PLAN" else {"plan": de.plan} if ambito == "ACTIVIDAD" else {}
    if ambito == "POLITICA":
        base |= {"politica": de, "dimension": de.dimension}
    return Cifra.objects.create(
        corte=en,
        ambito=ambito,
        clave=de.pk,
        nombre=str(de),
        cumplimiento=cumplimiento,
        semaforo="GRIS" if cumplimiento is None else "SATISFACTORIO",
        **{**base, **campos},
    )
