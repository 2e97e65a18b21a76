"""Quién responde por cada política, como lo dice el micrositio: a todas sus páginas les sale de la misma función."""

import re
from dataclasses import dataclass, field

from mipg.usuarios.models import Dependencia
from politicas.contradicciones import papeles_publicos
from politicas.models import Actor, Instancia, Politica

# La última frase de un actor, en su tabla: de qué políticas dice que es líder.
_LIDERA = re.compile(r"\bLíder de las? Políticas? .*", re.DOTALL)


@dataclass
class Participa:
    """Un actor del modelo o quien, sin estar entre ellos, responde por una política.

    `papeles`: (política, con qué papel o en qué fase).
    """

    nombre: str
    funcion: str = ""
    dependencia: Dependencia | None = None
    instancia: Instancia | None = None
    papeles: list[tuple[Politica, str]] = field(default_factory=list)


def participan(politicas: list[Politica], anio: int) -> dict:
    """Los `actores` en su orden y, después, quien responde sin ser uno de ellos; las `instancias` que no están entre
    ellos, las políticas `por_decidir`, y las `fuentes` y `notas` de la tabla.

    Lo que la tabla de actores dice de quién lidera se cambia por los papeles: otra fuente puede contradecirla.
    """
    instancias = {str(una): una for una in Instancia.objects.select_related("secretaria_tecnica")}
    tabla = list(Actor.objects.select_related("dependencia", "instancia__secretaria_tecnica"))
    filas, por_nombre = [], {}
    for fila in tabla:
        filas.append(Participa(str(fila), _LIDERA.sub("", fila.descripcion).strip(), fila.dependencia, fila.instancia))
        por_nombre.setdefault(str(fila.dependencia or fila.instancia or fila), filas[-1])
    papeles = papeles_publicos(politicas, anio)
    for politica in politicas:
        suyos = papeles[politica.pk]
        de_las_fases = ((quien, f"Fase: {fase.nombre}") for fase in suyos.fases for quien in fase.responsables)
        for quien, papel in (*suyos.quienes, *de_las_fases):
            if quien not in por_nombre:
                filas.append(por_nombre.setdefault(quien, Participa(quien, instancia=instancias.get(quien))))
            por_nombre[quien].papeles.append((politica, papel))
    return {
        "actores": filas,
        "instancias": [una for una in instancias.values() if una not in [fila.instancia for fila in filas]],
        "por_decidir": [politica for politica in politicas if papeles[politica.pk].advertencia],
        "fuentes": list(dict.fromkeys(fila.fuente for fila in tabla if fila.fuente)),
        "notas": list(dict.fromkeys(fila.nota for fila in tabla if fila.nota)),
    }
