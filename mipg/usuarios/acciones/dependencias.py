"""Verbos sobre dependencias: comprobar que existen, suprimir y restablecer."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from mipg.bitacora.acciones import registrar
from mipg.reglas import Problema, exigir
from mipg.usuarios.a_cargo import Cargo, Solo, Traslado
from mipg.usuarios.models import Asignacion, Dependencia, Usuario


def exigir_que_existan(
    dependencias: Iterable[int | None], hoy: date, campo: str = "dependencia", *, tomar: bool = False
) -> None:
    """Lanza `ReglaIncumplida` si hoy no existe alguna de estas (claves primarias): nada se le encarga.

    Se llama con la fila que `suprimir` también toma (vigencia, corte, plan o propuesta) ya tomada: lo que se escribió
    antes lo traslada ella, y lo que se iba a escribir después se encuentra con que ya no existe. Sin ninguna de esas,
    con `tomar` se toma la dependencia misma.
    """
    exigir(Problema(por_que, campo) for por_que in que_no_existen(dependencias, hoy, tomar=tomar).values())


def que_no_existen(
    dependencias: Iterable[int | None], hoy: date, *, hasta: date | None = None, tomar: bool = False
) -> dict[int, str]:
    """De estas (claves primarias), las que hoy no existen —ni existirán, con `hasta`, antes de esa fecha— y por qué no
    se les encarga nada. Se llama como `exigir_que_existan`.
    """
    claves = {clave for clave in dependencias if clave is not None}
    if not claves:
        return {}
    filas = Dependencia.objects.vigentes(hoy, hasta=hasta).filter(pk__in=claves).order_by("pk")
    existen = set((filas.select_for_update(no_key=True) if tomar else filas).values_list("pk", flat=True))
    faltan = Dependencia.objects.filter(pk__in=claves - existen).select_related("heredera") if claves - existen else ()
    return {
        una.pk: f"{una} no existe hoy{f': responde {una.heredera}' if una.heredera else ''}. Elija otra."
        for una in faltan
    }


def hijas() -> Cargo:
    """Las dependencias que dependen de otra y existen o existirán."""
    return Cargo("hijas", "Dependencias que dependen de ella", Dependencia.objects.filter(sucesora=None), "superior")


def pasar_hijas(traslado: Traslado, solo: Solo = None) -> list[int]:
    """Las que dependían de una dependen de la otra; y ésta, si estaba debajo, toma su lugar. Devuelve cuáles."""
    superior_de = dict(Dependencia.objects.order_by().values_list("pk", "superior"))
    encima, vistas = traslado.a.superior_id, set()
    while encima not in (None, traslado.de.pk) and encima not in vistas:
        vistas.add(encima)
        encima = superior_de[encima]
    if encima == traslado.de.pk:
        antes, traslado.a.superior = traslado.a.superior, traslado.de.superior
        traslado.a.save(update_fields=["superior"])
        cambio = {"superior": (str(antes), traslado.a.superior and str(traslado.a.superior))}
        registrar(traslado.a, verbo="trasladar", cambios=cambio, **traslado.quien)
    return [una.pk for una in hijas().pasar(traslado, solo)]


def tomar(dependencias: Collection[int], hoy: date) -> dict[int, Dependencia]:
    """Toma las dependencias (claves primarias), y antes a quienes tienen en ellas un rol sin terminar."""
    roles = Asignacion.objects.filter(dependencia__in=dependencias).no_terminadas(hoy)
    # En este orden: quien da un rol toma primero a la persona y después la dependencia.
    list(Usuario.objects.filter(pk__in=roles.values("persona")).select_for_update().order_by("pk").values_list("pk"))
    filas = Dependencia.objects.filter(pk__in=dependencias).select_related("sucesora")
    return {una.pk: una for una in filas.select_for_update(of=("self",), no_key=True).order_by("pk")}


def terminar(dependencia: Dependencia, *, sucesora: Dependencia | None, rige_desde: date, **quien) -> None:
    """Deja escrito que ya no existe y quién la sucede. `quien`: `por`, `ahora` y `nota`."""
    despues = {"vigente_hasta": rige_desde - timedelta(days=1), "sucesora": sucesora, "heredera": sucesora}
    _escribir(dependencia, "fusionar" if sucesora else "suprimir", despues, **quien)


def revivir(dependencia: Dependencia, **quien) -> None:
    """Deja escrito que vuelve a existir. `quien`: `por`, `ahora` y `nota`."""
    _escribir(dependencia, "restablecer", dict.fromkeys(("vigente_hasta", "sucesora", "heredera")), **quien)


def _escribir(dependencia: Dependencia, verbo: str, despues: dict, **quien) -> None:
    cambios = {campo: (getattr(dependencia, campo), despues[campo]) for campo in ("vigente_hasta", "sucesora")}
    cambios = {campo: tuple(valor and str(valor) for valor in par) for campo, par in cambios.items()}
    for campo, valor in despues.items():
        setattr(dependencia, campo, valor)
    dependencia.save(update_fields=[*despues])
    registrar(dependencia, verbo=verbo, cambios=cambios, **quien)
    _escribir_herederas()


def _escribir_herederas() -> None:
    """La última de cada cadena, de las que alguien sucedió."""
    con_sucesora = list(Dependencia.objects.exclude(sucesora=None).only("sucesora", "heredera"))
    sucesora_de = {una.pk: una.sucesora_id for una in con_sucesora}
    for una in con_sucesora:
        heredera = una.sucesora_id
        while heredera in sucesora_de:
            heredera = sucesora_de[heredera]
        if heredera != una.heredera_id:
            Dependencia.objects.filter(pk=una.pk).update(heredera=heredera)
