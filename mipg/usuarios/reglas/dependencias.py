"""Decisiones puras sobre suprimir una dependencia y restablecerla."""

from datetime import date

from mipg.reglas import Problema


def problemas_para_suprimir(
    *,
    nombre: str,
    desde: date | None,
    con_gente_desde: date | None,
    la_sucede: str,
    rige_desde: date,
    sucesora: int | None,
    sucesora_existe: bool,
    es_ella: bool,
    acto: str,
    a_cargo: int,
    hoy: date,
) -> list[Problema]:
    """Por qué no se puede suprimir una dependencia, o fusionarla en otra.

    `con_gente_desde`: desde cuándo trabaja alguien en ella; `la_sucede`: la que ya la sucedió; `rige_desde`: primer día
    en que no existe; `a_cargo`: cuánto tiene vivo o le toca según el catálogo, que alguien tiene que recibir;
    `sucesora`: clave primaria de quien lo recibe.
    """
    if la_sucede:
        return [Problema(f"{nombre} ya se suprimió: la sucedió {la_sucede}.")]
    problemas = []
    if rige_desde > hoy:
        problemas.append(Problema("Esa fecha no ha llegado: suprímala el día en que rija.", "rige_desde"))
    if desde is not None and rige_desde <= desde:
        problemas.append(Problema(f"{nombre} existe desde el {desde:%d/%m/%Y}: la fecha va después.", "rige_desde"))
    elif con_gente_desde is not None and rige_desde <= con_gente_desde:
        dicho = f"En {nombre} trabaja alguien desde el {con_gente_desde:%d/%m/%Y}: la fecha va después."
        problemas.append(Problema(dicho, "rige_desde"))
    if not acto.strip():
        problemas.append(Problema("Diga el acto administrativo que la suprime o la fusiona.", "acto"))
    if sucesora is None:
        if a_cargo:
            problemas.append(Problema("Tiene cosas a cargo: elija la dependencia que las recibe.", "sucesora"))
    elif es_ella:
        problemas.append(Problema("Una dependencia no se sucede a sí misma.", "sucesora"))
    elif not sucesora_existe:
        problemas.append(Problema("Esa dependencia ya no existe: elija una que exista hoy.", "sucesora"))
    return problemas


def problemas_para_restablecer(*, deshecha: bool, sucesora: str, sucesora_existe: bool, motivo: str) -> list[Problema]:
    """Por qué una dependencia suprimida no vuelve a existir. `sucesora`: quien recibió lo suyo; vacío si nadie."""
    if deshecha:
        return [Problema("Esa supresión ya se deshizo.")]
    problemas = []
    if sucesora and not sucesora_existe:
        problemas.append(Problema(f"{sucesora}, que recibió lo suyo, también se suprimió: restablézcala primero."))
    if not motivo.strip():
        problemas.append(Problema("Diga por qué se restablece: queda en la bitácora.", "motivo"))
    return problemas
