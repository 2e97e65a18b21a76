"""De una hoja con quién responde por cada política a las responsabilidades que trae un acto o documento.

Nada se supone: la política, el papel o el responsable que no se reconocen son un error de su celda.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from mipg.fechas import en_palabras
from mipg.libros import Fila, Libro
from mipg.libros.listas import Columna, LectorDeLista, LecturaDeLista
from mipg.libros.parecidos import decir_parecidos, parecidos
from mipg.texto import normalizar
from mipg.usuarios.models import Dependencia
from politicas.models import Instancia, Politica, ResponsabilidadPolitica, VersionModelo
from politicas.reglas.responsabilidades import QUE_RESPONDEN

DESTINO = "politicas.fuentes"
TODAS = "Todas las dependencias"
COLUMNAS: Mapping[str, Columna] = {
    "politica": Columna(
        ("Política", "Nombre de la política", "Política de gestión y desempeño", "Políticas"), "la política"
    ),
    "papel": Columna(("Papel", "Rol", "Calidad"), "el papel"),
    "responsable": Columna(
        (
            "Dependencia o instancia", "Responsable", "Dependencia responsable", "Dependencia", "Instancia",
            "Responsables",
        ),
        "quién responde",
    ),
    "fase": Columna(("Fase", "Etapa"), letras=200),
    "texto": Columna(("Texto", "Texto literal", "Lo que dice")),
    "nota": Columna(("Nota", "Observación", "Observaciones")),
}  # fmt: skip
Rol = ResponsabilidadPolitica.Rol
_PAPELES = {normalizar(rotulo): rol for rol, rotulo in Rol.choices} | {normalizar("Co-líder"): Rol.COLIDER}


@dataclass(frozen=True)
class ResponsabilidadLeida:
    """Una fila entendida; `dependencia` e `instancia` son claves primarias, y `orden`, el suyo en la política."""

    fila: int
    politica: Politica
    rol: str
    responsable: str
    dependencia: int | None
    instancia: int | None
    fase: str
    texto: str
    nota: str
    orden: int
    cambia: bool = True

    @property
    def papel(self) -> str:
        """Cómo se dice el papel."""
        return Rol(self.rol).label


class LecturaDeFuente(LecturaDeLista):
    """Lo que dice la hoja de un acto."""

    @property
    def cuantas(self) -> dict[str, int]:
        """Políticas que nombra y responsabilidades que trae."""
        return {"politicas": len({fila.politica.pk for fila in self.filas}), "responsabilidades": len(self.filas)}


@dataclass
class _Lector(LectorDeLista):
    """Entiende las filas: `politicas` y `responsables`, por nombre normalizado; `de_hoy`, quién existe de cada una."""

    QUE, PRINCIPAL, COLUMNAS, LECTURA = "responsabilidades", "politica", COLUMNAS, LecturaDeFuente
    DE_TEXTO = frozenset({"papel", "responsable"})

    politicas: Mapping[str, Politica]
    dependencias: Mapping[str, Dependencia]
    instancias: Mapping[str, Instancia]
    hoy: date
    ordenes: dict[int, int] = field(default_factory=dict)
    lideres: dict[int, str] = field(default_factory=dict)
    dichas: dict[tuple, int] = field(default_factory=dict)
    papeles: dict[tuple, str] = field(default_factory=dict)

    def leidas(self, filas: list[Fila]) -> list[ResponsabilidadLeida]:
        leidas = [leida for fila in filas for leida in self.fila(fila)]
        self.avisar_de_las_que_quedan_sin_nadie(filas, leidas)
        return leidas

    def fila(self, fila: Fila) -> Iterator[ResponsabilidadLeida]:
        textos = self.textos(fila)
        if not all(textos[campo] for campo in ("politica", "papel", "responsable")):
            return
        politica, rol = self.politica(fila, textos["politica"]), self.papel(fila, textos["papel"])
        if not politica or not rol:
            return
        dependencia, instancia = self.responsable(fila, textos["responsable"], rol)
        self.exigir_su_fase(fila, rol, textos["fase"])
        if self.ya_estaba(fila, (politica.pk, rol, dependencia, instancia, normalizar(textos["fase"]))):
            return
        self.avisar_de_otro_lider(fila, politica, rol, textos["responsable"])
        if existe := dependencia or instancia:
            self.avisar_de_otro_papel(fila, politica, rol, existe)
        orden = self.ordenes[politica.pk] = self.ordenes.get(politica.pk, 0) + 1
        yield ResponsabilidadLeida(
            fila=fila.numero,
            politica=politica,
            rol=rol,
            # El que no se reconoce, como está escrito: «Todas» sería otra cosa.
            responsable=str(
                dependencia or instancia or (TODAS if _son_todas(textos["responsable"]) else textos["responsable"])
            ),
            dependencia=dependencia and dependencia.pk,
            instancia=instancia and instancia.pk,
            fase=textos["fase"],
            texto=textos["texto"] or textos["responsable"],
            nota=textos["nota"],
            orden=orden,
        )

    def politica(self, fila: Fila, dicha: str) -> Politica | None:
        if politica := self.politicas.get(normalizar(dicha)):
            return politica
        if dicha.strip(" .").isdecimal():
            mensaje = f"«{dicha}» puede ser el número del plan o el del FURAG. Escriba el nombre, o el código (POL16)."
        else:
            mensaje = f"No hay ninguna política «{dicha[:80]}».{_parecidos(dicha, self.politicas)}"
        return self.error("politica_desconocida", fila, "politica", mensaje)

    def papel(self, fila: Fila, dicho: str) -> str:
        rol = _PAPELES.get(normalizar(dicho), "")
        if not rol:
            mensaje = f"«{dicho[:40]}» no es un papel. Escriba {', '.join(Rol.labels)}."
            self.error("papel_desconocido", fila, "papel", mensaje)
        return rol

    def responsable(self, fila: Fila, dicho: str, rol: str) -> tuple[Dependencia | None, Instancia | None]:
        clave = normalizar(dicho)
        if _son_todas(dicho):
            if rol != Rol.OPERATIVIZA:
                mensaje = f"«{TODAS}» sólo puede llevar el papel «{Rol.OPERATIVIZA.label}»."
                self.error("todas_solo_operativizan", fila, "responsable", mensaje)
            return None, None
        if dependencia := self.dependencias.get(clave):
            self.exigir_que_exista(fila, dependencia)
            return dependencia, None
        if instancia := self.instancias.get(clave):
            return None, instancia
        se_parecen = _parecidos(dicho, {**self.instancias, **self.dependencias})
        mensaje = f"No hay ninguna dependencia ni instancia «{dicho[:80]}».{se_parecen}"
        self.error("responsable_desconocido", fila, "responsable", mensaje)
        return None, None

    def exigir_que_exista(self, fila: Fila, dependencia: Dependencia) -> None:
        existe = dependencia.de_hoy(self.hoy)
        if dependencia.vigente_desde and dependencia.vigente_desde > self.hoy:
            mensaje = f"«{dependencia}» existe desde el {en_palabras(dependencia.vigente_desde)}."
            self.aviso("todavia_no_existe", fila, mensaje, "responsable")
        elif existe is None:
            mensaje = f"«{dependencia}» ya no existe y nadie la sucedió. Escriba quién responde hoy."
            self.error("ya_no_existe", fila, "responsable", mensaje)
        elif existe != dependencia:
            mensaje = f"«{dependencia}» ya no existe: por ella responde «{existe}»."
            self.aviso("la_sucedieron", fila, mensaje, "responsable")

    def exigir_su_fase(self, fila: Fila, rol: str, fase: str) -> None:
        if rol == Rol.FASE and not fase:
            self.error("fase_vacia", fila, "fase", "Diga de qué fase responde, o escriba otro papel.")
        elif fase and rol != Rol.FASE:
            self.error("fase_sobra", fila, "fase", f"La fase sólo acompaña al papel «{Rol.FASE.label}».")

    def ya_estaba(self, fila: Fila, clave: tuple) -> bool:
        primera = self.dichas.setdefault(clave, fila.numero)
        if primera != fila.numero:
            self.error("fila_repetida", fila, "responsable", f"Dice lo mismo que la fila {primera}. Deje una sola.")
        return primera != fila.numero

    def avisar_de_otro_lider(self, fila: Fila, politica: Politica, rol: str, dicho: str) -> None:
        if rol == Rol.LIDER and (otro := self.lideres.setdefault(politica.pk, dicho)) != dicho:
            mensaje = f"«{politica.nombre}» queda con dos líderes, «{otro}» y «{dicho}»: habrá que decidir cuál."
            self.aviso("dos_lideres", fila, mensaje, "papel")

    def avisar_de_otro_papel(self, fila: Fila, politica: Politica, rol: str, quien: Dependencia | Instancia) -> None:
        otro = self.papeles.setdefault((politica.pk, type(quien), quien.pk), rol)
        if otro != rol:
            mensaje = f"«{quien}» queda con dos papeles en «{politica.nombre}»: {Rol(otro).label} y {Rol(rol).label}."
            self.aviso("dos_papeles", fila, mensaje, "papel")

    def avisar_de_las_que_quedan_sin_nadie(self, filas: list[Fila], leidas: list[ResponsabilidadLeida]) -> None:
        """El acto manda en la política que nombra: si sólo dice quién apoya, ya nadie responde por ella."""
        de_cada_una: dict[Politica, list[ResponsabilidadLeida]] = {}
        for leida in leidas:
            de_cada_una.setdefault(leida.politica, []).append(leida)
        por_numero = {fila.numero: fila for fila in filas}
        for politica, suyas in de_cada_una.items():
            if all(leida.rol not in QUE_RESPONDEN for leida in suyas):
                mensaje = (
                    f"«{politica.nombre}» queda sin quien responda: aquí sólo se dice quién la apoya u operativiza, y "
                    "en la política que nombra manda el acto más nuevo. Si sigue quien la lideraba, agregue su fila."
                )
                self.aviso("sin_quien_responda", por_numero[suyas[0].fila], mensaje, "papel")


def _son_todas(dicho: str) -> bool:
    return normalizar(dicho) == normalizar(TODAS)


def _parecidos(dicho: str, nombres: Mapping) -> str:
    se_parecen = (str(getattr(nombres[p], "nombre", nombres[p])) for p in parecidos(dicho, nombres))
    return decir_parecidos(se_parecen, " Corrija su nombre.")


def entender(libro: Libro, *, version: VersionModelo | None, hoy: date) -> LecturaDeFuente:
    """Lo que el libro dice de las políticas de una versión del modelo."""
    politicas: dict[str, Politica] = {}
    for politica in Politica.objects.filter(dimension__version=version):
        for nombre in (politica.nombre, politica.nombre_plan, politica.codigo_furag, str(politica)):
            politicas.setdefault(normalizar(nombre), politica)
    politicas.pop("", None)
    dependencias = Dependencia.objects.select_related("heredera").in_bulk()
    instancias = {}
    for instancia in Instancia.objects.all():
        for nombre in filter(None, (instancia.nombre, instancia.sigla)):
            instancias.setdefault(normalizar(nombre), instancia)
    return _Lector.leer(
        libro,
        politicas=politicas,
        dependencias={nombre: dependencias[pk] for nombre, pk in Dependencia.objects.por_nombre(hoy).items()},
        instancias=instancias,
        hoy=hoy,
    )
