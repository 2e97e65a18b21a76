"""De una hoja con dependencias, sus superiores, sus alias y sus datos a lo que habría que añadir al catálogo.

Nada se suprime ni se pisa: lo que ya está dicho de otra manera es un error de su fila.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mipg.libros import Fila, Libro
from mipg.libros.fechas import Orden
from mipg.libros.listas import LectorDeLista, LecturaDeLista
from mipg.libros.parecidos import casi_iguales, decir_parecidos, parecidos
from mipg.libros.textos import en_una_linea
from mipg.texto import normalizar
from mipg.usuarios.datos_de_dependencia import COLUMNA_DE, COLUMNAS, LETRAS, SI_O_NO, SIN_DATOS, TIPOS, decir_datos
from mipg.usuarios.models import Dependencia, TipoDependencia
from mipg.usuarios.nombres_de_dependencia import alias_sin_cuando, por_que_no_es_un_nombre, sin_numero

DESTINO = "usuarios.dependencias"
_ENTRE_ALIAS = re.compile(r"[;|\n]")
_VARIOS_EN_UNO = re.compile(r"[,/]")
# Ninguna alcaldía tiene dependencias de antes, ni crea las de dentro de años.
_PRIMER_ANIO = 1900
# Sin superior ni alias, «Nombre» puede ser de cualquier cosa.
_LA_NOMBRA = re.compile(r"dependencia|oficina|secretaria|area|unidad")


@dataclass(frozen=True)
class DependenciaLeida:
    """Una fila entendida: cómo se llama y lo que añade. `pk` es de la que ya está; sin ella, es nueva.

    `superior_escrito`, como el archivo llama a aquella de la que pasa a depender («» si no dice nada nuevo). `datos`:
    los campos que se completan.
    """

    fila: int
    nombre: str
    clave: str
    pk: int | None = None
    superior_escrito: str = ""
    alias: tuple[str, ...] = ()
    datos: Mapping[str, object] = field(default_factory=dict)

    @property
    def superior(self) -> str:
        """El superior que se añade, normalizado."""
        return normalizar(self.superior_escrito)

    @property
    def cambia(self) -> bool:
        """Si añade algo al catálogo."""
        return not self.pk or bool(self.superior or self.alias or self.datos)

    @property
    def dichos(self) -> list[str]:
        """Los datos que añade, como se leen."""
        return decir_datos(self.datos)


class LecturaDeDependencias(LecturaDeLista):
    """Lo que dice el archivo de dependencias."""

    @property
    def cuantas(self) -> dict[str, int]:
        """Nuevas, superiores y alias que se añaden, las que se completan y filas que no cambian nada."""
        return {
            "nuevas": sum(not fila.pk for fila in self.filas),
            "superiores": sum(bool(fila.superior) for fila in self.filas),
            "alias": sum(len(fila.alias) for fila in self.filas),
            "completas": sum(bool(fila.pk and fila.datos) for fila in self.filas),
            "iguales": sum(not fila.cambia for fila in self.filas),
        }


@dataclass
class _Lector(LectorDeLista):
    """Entiende un libro de dependencias: cada una con su superior, sus alias separados por punto y coma, y sus datos.

    `conocidas`: nombre, sigla o alias normalizado → clave primaria. `nombres`: clave primaria → nombre oficial.
    `superiores`: clave primaria → la de su superior. `datos`: clave primaria → los suyos. `de_quien` y `encima` son el
    catálogo con lo que el archivo va añadiendo: una dependencia es su clave primaria o, si es nueva, su nombre
    normalizado.
    """

    QUE, PRINCIPAL, COLUMNAS, LECTURA = "dependencias", "dependencia", COLUMNAS, LecturaDeDependencias
    DE_TEXTO = frozenset({"dependencia", "superior"})

    conocidas: Mapping[str, int]
    nombres: Mapping[int, str]
    superiores: Mapping[int, int]
    datos: Mapping[int, Mapping[str, object]]
    hoy: date
    de_quien: dict[str, int | str] = field(default_factory=dict)
    encima: dict[int | str, int | str] = field(default_factory=dict)
    ordenes: Mapping[str, Orden] = field(default_factory=dict)

    def leidas(self, filas: list[Fila]) -> list[DependenciaLeida]:
        self.exigir_que_sea_la_lista()
        self.de_quien, self.encima = dict(self.conocidas), dict(self.superiores)
        dichas = [(fila, nombre) for fila in filas if (nombre := self.nombre(fila))]
        # Primero los nombres y los alias: el superior puede venir más abajo, o con otro nombre.
        nuevas = {}
        for fila, nombre in dichas:
            if self.de_quien.setdefault(normalizar(nombre), normalizar(nombre)) == normalizar(nombre):
                nuevas.setdefault(normalizar(nombre), fila.numero)
        alias = {fila.numero: self.alias(fila, self.de_quien[normalizar(nombre)]) for fila, nombre in dichas}
        self.ordenes = self.ordenes_de(filas, "desde")
        leidas = [self.fila(fila, nombre, nuevas, alias[fila.numero]) for fila, nombre in dichas]
        self.exigir_sin_ciclos(leidas, {fila.numero: fila for fila, _ in dichas})
        return leidas

    def exigir_que_sea_la_lista(self) -> None:
        """Con superior o alias, o con una sola columna que la nombre; «Nombre», sola, puede ser de cualquier otra."""
        nombra = _LA_NOMBRA.search(" ".join(self.tabla.titulos[self.tabla.indices["dependencia"]]))
        describe = {"sigla", "tipo", "alcance"} & self.tabla.indices.keys()
        if {"superior", "alias"} & self.tabla.indices.keys() or (
            nombra and (describe or len(self.tabla.columnas) == 1)
        ):
            return
        mensaje = (
            "Esto no parece la lista de dependencias: no trae de cuál depende cada una ni sus alias. Si lo es, deje "
            "sólo las columnas «Dependencia», «Superior» y «Alias»."
        )
        self.errores.append(self.tabla.nota_de("otra_lista", None, "dependencia", mensaje))

    def nombre(self, fila: Fila) -> str:
        escrito = self.textos(fila)["dependencia"]
        nombre = sin_numero(escrito)
        if mensaje := por_que_no_es_un_nombre(nombre):
            self.error("no_es_un_nombre", fila, "dependencia", mensaje)
            return ""
        if nombre != escrito:
            self.aviso("sin_numero", fila, f"«{escrito[:80]}» queda sin su número: «{nombre[:80]}».", "dependencia")
        return nombre if self.tiene_letras(fila, "dependencia", nombre) else ""

    def tiene_letras(self, fila: Fila, campo: str, texto: str) -> bool:
        if texto and not normalizar(texto):
            self.error("sin_letras", fila, campo, f"«{texto[:40]}» no tiene letras. Escriba el nombre.")
        return bool(normalizar(texto))

    def fila(self, fila: Fila, nombre: str, nuevas: Mapping[str, int], alias: tuple[str, ...]) -> DependenciaLeida:
        clave = normalizar(nombre)
        quien = self.de_quien[clave]
        pk = quien if isinstance(quien, int) else None
        if not pk and nuevas[clave] != fila.numero:
            mensaje = f"«{nombre}» ya está en la fila {nuevas[clave]}. Deje una sola."
            self.error("fila_repetida", fila, "dependencia", mensaje)
        if not pk and (otros := casi_iguales(nombre, self.conocidas)):
            se_parecen = decir_parecidos(self.nombres[self.conocidas[otro]] for otro in otros)
            mensaje = (
                f"«{nombre}» entra como nueva.{se_parecen} Si es la misma, escriba ese nombre, o póngale un alias."
            )
            self.aviso("se_parece", fila, mensaje, "dependencia")
        superior, datos = self.superior(fila, quien), self.lo_que_completa(fila, quien)
        return DependenciaLeida(fila.numero, self.nombres[pk] if pk else nombre, clave, pk, superior, alias, datos)

    def lo_que_completa(self, fila: Fila, quien: int | str) -> dict[str, object]:
        """Los datos que la fila dice y el catálogo no: lo que ya dice de otra manera no se cambia."""
        if self.celda(fila, "hasta"):
            mensaje = (
                "Suprimir una dependencia es otra cosa: diga a quién pasa lo suyo en «Dependencias». Bórrela aquí."
            )
            self.error("se_suprime_aparte", fila, "hasta", mensaje)
        dichos = {
            "sigla": self.sigla(fila, quien),
            "tipo": self.entendido(fila, "tipo", TIPOS, f"Son: {', '.join(TipoDependencia.labels)}."),
            "en_alcance": self.entendido(fila, "alcance", SI_O_NO, "Escriba «Sí» o «No»."),
            "vigente_desde": self.desde(fila),
        }
        hay = self.datos.get(quien, SIN_DATOS)
        completa = {}
        for campo, dicho in dichos.items():
            if dicho in (None, "") or dicho == hay[campo]:
                continue
            if quien in self.datos and hay[campo] not in (SIN_DATOS[campo], None):
                mensaje = (
                    f"Ya dice {decir_datos({campo: hay[campo]})[0]} y aquí no se cambia. Corríjalo en el catálogo."
                )
                self.error("otro_dato", fila, COLUMNA_DE[campo], mensaje)
            else:
                completa[campo] = dicho
        return completa

    def desde(self, fila: Fila) -> date | None:
        dia = self.dia(fila, "desde", anio=self.hoy.year, orden=self.ordenes["desde"])
        if dia and not _PRIMER_ANIO <= dia.year <= self.hoy.year + 1:
            self.error("fecha_lejana", fila, "desde", f"Revise el año: {dia:%d/%m/%Y} no puede ser.")
            return None
        return dia

    def sigla(self, fila: Fila, quien: int | str) -> str:
        sigla = self.texto(fila, "sigla")
        if sigla and (suyo := self.de_quien.setdefault(normalizar(sigla), quien)) != quien:
            mensaje = f"«{sigla}» ya nombra a «{self.como_se_llama(suyo)}». Quítela de esta fila."
            self.error("alias_de_otra", fila, "sigla", mensaje)
            return ""
        return sigla

    def entendido(self, fila: Fila, campo: str, palabras: Mapping[str, object], cuales: str) -> object:
        texto = self.texto(fila, campo)
        valor = palabras.get(normalizar(texto)) if texto else None
        if texto and valor is None:
            self.error("no_se_entiende", fila, campo, f"«{texto[:40]}» no se entiende. {cuales}")
        return valor

    def como_se_llama(self, quien: int | str) -> str:
        return self.nombres.get(quien, quien) if isinstance(quien, int) else quien

    def superior(self, fila: Fila, quien: int | str) -> str:
        texto = sin_numero(self.texto(fila, "superior"))
        if not texto:
            return ""
        suyo = self.de_quien.get(normalizar(texto))
        if suyo is None:
            mensaje = f"No hay ninguna dependencia «{texto[:80]}» en el catálogo ni en el archivo. Corrija su nombre."
            self.error("superior_desconocido", fila, "superior", mensaje)
        elif (ya := self.encima.get(quien)) not in (None, suyo):
            mensaje = f"Ya depende de «{self.como_se_llama(ya)}» y aquí no se cambia. Corríjalo, o déjelo vacío."
            self.error("otro_superior", fila, "superior", mensaje)
        elif ya is None:
            self.encima[quien] = suyo
            return texto
        return ""

    def alias(self, fila: Fila, quien: int | str) -> tuple[str, ...]:
        nuevos, celda = [], self.celda(fila, "alias")
        for escrito in map(en_una_linea, _ENTRE_ALIAS.split(celda.texto if celda and not celda.error else "")):
            dicho = alias_sin_cuando(escrito)
            self.exigir_que_quepa(fila, "alias", dicho, LETRAS)
            if not self.tiene_letras(fila, "alias", dicho):
                continue
            suyo = self.de_quien.setdefault(normalizar(dicho), quien)
            if suyo != quien:
                mensaje = f"«{dicho}» ya nombra a «{self.como_se_llama(suyo)}». Quítelo de esta fila."
                self.error("alias_de_otra", fila, "alias", mensaje)
            elif normalizar(dicho) not in self.conocidas and normalizar(dicho) != quien:
                nuevos.append(dicho)
                if _VARIOS_EN_UNO.search(dicho):
                    mensaje = f"«{dicho}» queda como un solo alias. Si son varios, sepárelos con punto y coma."
                    self.aviso("varios_alias", fila, mensaje, "alias")
        unicos = {normalizar(dicho): dicho for dicho in reversed(nuevos)}
        return tuple(reversed(unicos.values()))

    def exigir_sin_ciclos(self, leidas: list[DependenciaLeida], filas: Mapping[int, Fila]) -> None:
        for leida in leidas:
            quien, sigue = self.de_quien[leida.clave], self.de_quien.get(leida.superior)
            pasos = {sigue}
            while sigue not in (None, quien) and (sigue := self.encima.get(sigue)) not in pasos:
                pasos.add(sigue)
            if leida.superior and sigue == quien:
                mensaje = "Así terminaría dependiendo de sí misma. Corrija este superior o el de la otra."
                self.error("ciclo", filas[leida.fila], "superior", mensaje)


def entender(libro: Libro, *, hoy: date) -> LecturaDeDependencias:
    """Lo que el libro añadiría al catálogo de hoy."""
    catalogo = list(Dependencia.objects.values_list("pk", "nombre", "superior"))
    datos = {una.pop("pk"): una for una in Dependencia.objects.order_by().values("pk", *SIN_DATOS)}
    return _Lector.leer(
        libro,
        conocidas=Dependencia.objects.por_nombre(),
        nombres={pk: nombre for pk, nombre, _ in catalogo},
        superiores={pk: superior for pk, _, superior in catalogo if superior},
        datos=datos,
        hoy=hoy,
    )


def por_su_nombre(dicho: str) -> Dependencia:
    """La dependencia con ese nombre, sigla o alias, como se reconoce en un archivo.

    Lanza `Dependencia.DoesNotExist`, con las que se parecen.
    """
    nombres, clave = Dependencia.objects.por_nombre(), normalizar(dicho)
    if clave in nombres:
        return Dependencia.objects.get(pk=nombres[clave])
    cercanos = [nombres[parecido] for parecido in parecidos(clave, nombres, cuantos=5, desde=0.5)]
    cuales = Dependencia.objects.in_bulk(cercanos)
    pista = decir_parecidos((str(cuales[pk]) for pk in cercanos), " Cargue antes el catálogo: manage.py sembrar.")
    raise Dependencia.DoesNotExist(f"No existe la dependencia «{dicho}».{pista}")
