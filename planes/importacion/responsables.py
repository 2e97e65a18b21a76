"""Quién responde por cada actividad, quién apoya y qué nombres no se reconocieron."""

from mipg.libros.textos import en_una_linea
from mipg.texto import normalizar

from .dependencias import Directorio, Hallazgo, Papel
from .lectura import DependenciaSinReconocer
from .renglones import Cuaderno, Renglon


class Responsables:
    """Busca en el directorio lo que dicen las celdas; lo mismo se supone o se pregunta una sola vez."""

    def __init__(self, cuaderno: Cuaderno, directorio: Directorio):
        self.cuaderno, self.directorio = cuaderno, directorio
        self._desconocidas: dict[str, tuple[str, list[int]]] = {}
        self._interpretadas: set[str] = set()

    @property
    def sin_reconocer(self) -> tuple[DependenciaSinReconocer, ...]:
        """Los textos que no son una sola dependencia, con sus filas."""
        return tuple(
            DependenciaSinReconocer(clave, literal, tuple(filas))
            for clave, (literal, filas) in self._desconocidas.items()
        )

    def leer(self, renglon: Renglon) -> tuple[int | None, tuple[int, ...]]:
        """La dependencia responsable, si la hay, y las que apoyan."""
        nombradas = sorted(self._nombradas_en(renglon, "dependencia"), key=lambda hallazgo: hallazgo.papel)
        principales = [hallazgo.id for hallazgo in nombradas if hallazgo.papel != Papel.APOYA]
        apoyos = [hallazgo.id for hallazgo in nombradas if hallazgo.papel == Papel.APOYA]
        apoyos += [hallazgo.id for hallazgo in self._nombradas_en(renglon, "apoyos")]
        if len(nombradas) > 1 and principales:
            cual = "la primera" if nombradas[0].papel == nombradas[1].papel else "la que señala la celda"
            self.cuaderno.supuesto("varios_responsables", renglon, "dependencia", cual=cual)
        if nombradas and not principales:
            self.cuaderno.aviso("solo_apoyos", renglon, "dependencia")
        if "dependencia" in renglon.indices and not renglon.sana("dependencia"):
            self.cuaderno.aviso("sin_dependencia", renglon, "dependencia")
        responsable, *otras = principales or [None]
        return responsable, tuple(id_ for id_ in dict.fromkeys([*otras, *apoyos]) if id_ != responsable)

    def _nombradas_en(self, renglon: Renglon, campo: str) -> list[Hallazgo]:
        if not renglon.sana(campo) and campo not in renglon.agregados:
            return []
        nombradas = self.directorio.nombradas_en(renglon.texto(campo))
        for hallazgo in nombradas.reconocidas:
            if hallazgo.nombre and normalizar(hallazgo.texto) not in self._interpretadas:
                self._interpretadas.add(normalizar(hallazgo.texto))
                self.cuaderno.supuesto(
                    "dependencia_interpretada", renglon, campo, texto=hallazgo.texto, nombre=hallazgo.nombre
                )
        for texto in nombradas.desconocidas:
            literal = en_una_linea(texto)
            _, filas = self._desconocidas.setdefault(normalizar(texto), (literal, []))
            if renglon.numero not in filas:
                filas.append(renglon.numero)
            self.cuaderno.error("dependencia_sin_reconocer", renglon, campo, literal=literal, valor=literal)
        personas = [hallazgo.texto for hallazgo in nombradas.reconocidas if not hallazgo.id]
        if personas:
            renglon.agregados["enlace"] += personas
        return [hallazgo for hallazgo in nombradas.reconocidas if hallazgo.id]
