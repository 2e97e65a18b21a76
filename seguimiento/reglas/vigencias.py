"""Decisiones puras sobre el cierre de una vigencia: qué falta y qué hay que confirmar."""

from collections.abc import Collection, Mapping

from mipg.reglas import Problema


def problemas_de_cortes(estados: Mapping[int, str], con_actividades: Collection[int]) -> list[Problema]:
    """Qué cortes impiden cerrar: los abiertos, y los que no se han abierto y tienen algo que medir.

    `estados`: el de cada corte por su trimestre; `con_actividades`: los trimestres en que un plan aprobado programa
    algo. El `de` de cada problema es su trimestre.
    """
    problemas = []
    for trimestre, estado in sorted(estados.items()):
        if estado == "ABIERTO":
            problemas.append(Problema(f"El corte T{trimestre} está abierto: ciérrelo.", de=trimestre))
        elif estado == "PROGRAMADO" and trimestre in con_actividades:
            dice = f"El corte T{trimestre} no se ha abierto y hay actividades programadas en él."
            problemas.append(Problema(dice, de=trimestre))
    return problemas


def problemas_de_decisiones(*, propuestas: int, prorrogas: int) -> list[Problema]:
    """Lo que nadie ha decidido en sus planes: cerrado el año, ya no se podría."""
    cuentas = (
        (propuestas, "una modificación", "modificaciones"),
        (prorrogas, "una prórroga", "prórrogas"),
    )
    return [Problema(f"Hay {una if n == 1 else f'{n} {varias}'} sin decidir.") for n, una, varias in cuentas if n]


def problemas_para_corregir_version(
    *,
    abierta: bool,
    es_la_misma: bool,
    cortes: Collection[str],
    con_trabajo: Collection[str],
    fases: Collection[str],
    archivos: int,
    descartar_archivos: bool,
) -> list[Problema]:
    """Por qué la vigencia no puede pasar a otra versión del modelo: sólo mientras nada se haya hecho con la suya.

    `cortes`: sus estados; `con_trabajo`: los nombres de sus planes de política que ya no son un borrador vacío;
    `fases`: las que alguien dio por terminadas; `archivos`: cuántos esperan que alguien los confirme en sus planes.
    """
    problemas = []
    if not abierta:
        problemas.append(Problema("La vigencia no está abierta."))
    if es_la_misma:
        problemas.append(Problema("Ya trabaja con esa versión.", "version"))
    if any(estado != "PROGRAMADO" for estado in cortes):
        problemas.append(Problema("Ya se abrió un corte: lo que mide es de su versión."))
    if con_trabajo:
        dice = f"Ya se trabajó en {_nombrados(con_trabajo)}: elimine sus actividades, o desista de ellos antes."
        problemas.append(Problema(dice))
    if fases:
        dice = f"Ya se terminó {_nombrados(fases)}: con otra versión el relevo empezaría de cero. Reábralas antes."
        problemas.append(Problema(dice))
    if archivos and not descartar_archivos:
        problemas.append(Problema("Confirme que se descartan, o resuélvalos antes.", "descartar_archivos"))
    return problemas


def problemas_para_deshacer(
    *,
    abierta: bool,
    cortes: Mapping[int, str],
    fases: Collection[str],
    tocados: Mapping[int, str],
    lo_demas: Collection[str],
) -> list[Problema]:
    """Por qué no se deshace la apertura de una vigencia: sólo mientras nadie haya trabajado en nada suyo.

    `cortes`: el estado de cada uno por su trimestre; `fases`: las terminadas que nadie reabrió; `tocados`: los
    planes (clave primaria y nombre) que ya no están como nacieron; `lo_demas`: lo que además se le registró,
    contado. El `de` de un problema es el plan.
    """
    if not abierta:
        return [Problema("La vigencia no está abierta.")]
    abiertos = [
        Problema(f"El corte T{t} ya se abrió.") for t, estado in sorted(cortes.items()) if estado != "PROGRAMADO"
    ]
    con_trabajo = [Problema(f"Ya se trabajó en «{nombre}».", de=pk) for pk, nombre in tocados.items()]
    terminadas = [Problema(f"Ya se terminó {_nombrados(fases)}: reábralas antes.")] if fases else []
    return abiertos + terminadas + con_trabajo + [Problema(f"Tiene {cosa}.") for cosa in lo_demas]


def _nombrados(nombres: Collection[str]) -> str:
    """Los tres primeros entre comillas, y cuántos más."""
    primeros = ", ".join(f"«{nombre}»" for nombre in list(nombres)[:3])
    return f"{primeros} y {len(nombres) - 3} más" if len(nombres) > 3 else primeros


def problemas_de_planes(
    *, por_cerrar: int, sin_aprobar: int, cerrar_planes: bool, desistir_planes: bool
) -> list[Problema]:
    """Lo que hay que confirmar de los planes que siguen vivos: cerrar los aprobados y desistir de los demás."""
    problemas = []
    if por_cerrar and not cerrar_planes:
        problemas.append(Problema("Confirme que se cierran, o ciérrelos uno por uno.", "cerrar_planes"))
    if sin_aprobar and not desistir_planes:
        problemas.append(Problema("Confirme que se desiste de ellos, o decídalos antes.", "desistir_planes"))
    return problemas
