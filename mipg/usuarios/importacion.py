"""De una tabla a personas con sus roles: reconoce encabezados, dependencias y fechas, y dice cada error en su celda.

Funciones puras: quien las llama lee el archivo y aplica el resultado.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mipg.libros import Celda
from mipg.libros.fechas import Orden, en_orden, ordenes
from mipg.texto import normalizar
from mipg.usuarios.reglas import problemas_para_asignar
from mipg.usuarios.roles import Rol

FILAS_MAXIMAS = 2_000
FILAS_DE_TITULO = 15
TITULOS: Mapping[str, tuple[str, ...]] = {
    "nombre": ("nombre", "nombre completo", "nombres y apellidos", "nombres", "persona", "funcionario", "servidor"),
    "correo": ("correo", "correo electronico", "correo institucional", "email", "e mail", "mail"),
    "dependencia": ("dependencia", "secretaria", "oficina", "area", "secretaria u oficina"),
    "rol": ("rol", "roles", "perfil", "papel"),
    "desde": ("desde", "fecha desde", "inicio", "fecha de inicio", "fecha inicio"),
    "hasta": ("hasta", "fecha hasta", "fin", "fecha de fin", "fecha fin", "fecha final"),
    "cargo": ("cargo", "empleo", "denominacion del cargo"),
}
OBLIGATORIAS = ("nombre", "correo", "dependencia", "rol")
_ROLES = {
    **{normalizar(rol.label): rol for rol in Rol},
    **{normalizar(rol.value): rol for rol in Rol},
    "jefe": Rol.JEFE,
    "lider": Rol.JEFE,
    "lider de politica": Rol.JEFE,
    "administrador": Rol.ADMINISTRADOR,
}
_FORMATOS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True)
class Existente:
    """Una persona que ya está: su clave, su nombre y sus asignaciones (rol, dependencia, desde, hasta)."""

    pk: int
    nombre: str
    asignaciones: tuple[tuple[str, int, date, date | None], ...] = ()


@dataclass(frozen=True)
class Falta:
    """Un error del archivo: en qué fila y columna («C») está y cómo se arregla. Fila 0: todo el archivo."""

    fila: int
    columna: str
    mensaje: str

    @property
    def donde(self) -> str:
        """«Fila 3, columna C», o vacío si es de todo el archivo."""
        partes = [f"Fila {self.fila}" if self.fila else "", f"columna {self.columna}" if self.columna else ""]
        return ", ".join(filter(None, partes))

    def __str__(self) -> str:
        return f"{self.donde}: {self.mensaje}" if self.donde else self.mensaje


@dataclass(frozen=True)
class PersonaLeida:
    """Una fila entendida. `efecto`: `crear` a la persona, `asignar` un rol a quien ya está, o `igual` (nada)."""

    fila: int
    nombre: str
    correo: str
    rol: str
    dependencia: int
    desde: date
    hasta: date | None
    cargo: str
    efecto: str = "crear"
    persona: int | None = None


@dataclass(frozen=True)
class Lectura:
    """Lo que dice el archivo. Con `faltas` no se aplica nada."""

    filas: tuple[PersonaLeida, ...] = ()
    faltas: tuple[Falta, ...] = ()
    sin_fecha: int = 0

    @property
    def cuantas(self) -> dict[str, int]:
        """Personas nuevas, asignaciones nuevas y filas que ya estaban."""
        return {
            "personas": len({f.correo for f in self.filas if f.persona is None}),
            "asignaciones": sum(f.efecto != "igual" for f in self.filas),
            "iguales": sum(f.efecto == "igual" for f in self.filas),
        }


def letra(columna: int) -> str:
    """Letra de una columna como la muestra Excel (1 → «A», 27 → «AA»)."""
    letras = ""
    while columna:
        columna, resto = divmod(columna - 1, 26)
        letras = chr(65 + resto) + letras
    return letras


def _encabezado(tabla) -> tuple[int, dict[str, int]]:
    """Posición de la fila de encabezado y columna de cada campo, en la que más campos reconoce."""
    mejor: tuple[int, dict[str, int]] = (-1, {})
    for posicion, (_, celdas) in enumerate(tabla[:FILAS_DE_TITULO]):
        columnas: dict[str, int] = {}
        for indice, valor in sorted(celdas.items()):
            clave = normalizar(valor)
            for campo, titulos in TITULOS.items():
                if clave in titulos:
                    columnas.setdefault(campo, indice)
        if len(columnas) > len(mejor[1]):
            mejor = (posicion, columnas)
    return mejor


@dataclass
class _Lector:
    """Lo que hace falta para entender una fila y recordar lo dicho en las anteriores."""

    columnas: Mapping[str, int]
    dependencias: Mapping[str, int]
    existentes: Mapping[str, Existente]
    hoy: date
    quien: str
    ordenes: Mapping[str, Orden] = field(default_factory=dict)
    faltas: list[Falta] = field(default_factory=list)
    dichos: dict[str, Existente] = field(default_factory=dict)
    sin_fecha: int = 0

    def falta(self, numero: int, campo: str, mensaje: str) -> None:
        columna = self.columnas.get(campo)
        self.faltas.append(Falta(numero, letra(columna) if columna else "", mensaje))

    def texto(self, celdas, campo: str) -> str:
        valor = celdas.get(self.columnas.get(campo, 0), "")
        return " ".join(str(valor).split())

    def fecha(self, numero: int, celdas, campo: str) -> date | None:
        valor = celdas.get(self.columnas.get(campo, 0))
        if valor is None:
            return None
        celda = en_orden(Celda(valor), self.ordenes[campo])
        if celda.error:
            self.falta(numero, campo, celda.error)
            return None
        if isinstance(celda.valor, date):
            return celda.valor
        for formato in _FORMATOS:
            try:
                return datetime.strptime(celda.valor.strip(), formato).date()
            except ValueError:
                continue
        self.falta(numero, campo, f"«{valor}» no es una fecha. Escríbala como 31/01/2026.")
        return None

    def persona(self, numero: int, celdas) -> tuple[str, str, str] | None:
        nombre, correo, cargo = (self.texto(celdas, c) for c in ("nombre", "correo", "cargo"))
        correo = correo.lower()
        antes = len(self.faltas)
        for campo, valor, maximo in (("nombre", nombre, 150), ("cargo", cargo, 150), ("correo", correo, 254)):
            if len(valor) > maximo:
                self.falta(numero, campo, f"Tiene más de {maximo} letras.")
        if not nombre:
            self.falta(numero, "nombre", "Falta el nombre.")
        try:
            validate_email(correo)
        except ValidationError:
            self.falta(numero, "correo", f"«{correo}» no es un correo." if correo else "Falta el correo.")
        dicho = self.dichos.get(correo)
        if nombre and dicho and dicho.pk == 0 and normalizar(dicho.nombre) != normalizar(nombre):
            self.falta(numero, "nombre", f"El correo {correo} ya está en otra fila con el nombre «{dicho.nombre}».")
        ya = self.existentes.get(correo)
        if nombre and ya and normalizar(ya.nombre) != normalizar(nombre):
            self.falta(
                numero,
                "nombre",
                f"El correo {correo} es de «{ya.nombre}». Corrija el correo, o escriba el nombre como está en el "
                "sistema.",
            )
        return (nombre, correo, cargo) if len(self.faltas) == antes else None

    def rol(self, numero: int, celdas) -> Rol | None:
        dicho = self.texto(celdas, "rol")
        rol = _ROLES.get(normalizar(dicho))
        if rol is None:
            opciones = ", ".join(r.label for r in Rol)
            self.falta(numero, "rol", f"{f'«{dicho}» no es un rol' if dicho else 'Falta el rol'}. Son: {opciones}.")
        return rol

    def dependencia(self, numero: int, celdas) -> int | None:
        dicha = self.texto(celdas, "dependencia")
        pk = self.dependencias.get(normalizar(dicha)) if dicha else None
        if pk is None:
            self.falta(
                numero,
                "dependencia",
                f"No hay ninguna dependencia llamada «{dicha}». Escriba su nombre, su sigla o un alias del catálogo."
                if dicha
                else "Falta la dependencia.",
            )
        return pk

    def leer(self, numero: int, celdas) -> PersonaLeida | None:
        antes = len(self.faltas)
        persona, rol = self.persona(numero, celdas), self.rol(numero, celdas)
        dependencia = self.dependencia(numero, celdas)
        desde, hasta = self.fecha(numero, celdas, "desde"), self.fecha(numero, celdas, "hasta")
        if len(self.faltas) > antes:
            return None
        self.sin_fecha += desde is None
        nombre, correo, cargo = persona
        leida = PersonaLeida(numero, nombre, correo, rol.value, dependencia, desde or self.hoy, hasta, cargo)
        conocida = self.dichos.get(correo) or self.existentes.get(correo) or Existente(0, nombre)
        if any(_cubre(asignacion, leida) for asignacion in conocida.asignaciones):
            return replace(leida, efecto="igual", persona=conocida.pk or None)
        otras = [(r, d, h) for r, _, d, h in conocida.asignaciones]
        for problema in problemas_para_asignar(
            rol=leida.rol,
            dependencia=dependencia,
            desde=leida.desde,
            hasta=hasta,
            otras=otras,
            a_si_mismo=correo == self.quien,
        ):
            self.falta(numero, problema.campo or "rol", problema.mensaje)
        if len(self.faltas) > antes:
            return None
        asignaciones = (*conocida.asignaciones, (leida.rol, dependencia, leida.desde, hasta))
        self.dichos[correo] = replace(conocida, asignaciones=asignaciones)
        return replace(leida, efecto="asignar" if conocida.pk else "crear", persona=conocida.pk or None)


def _cubre(asignacion: tuple[str, int, date, date | None], leida: PersonaLeida) -> bool:
    """La persona ya tiene ese rol en esa dependencia en las fechas que pide el archivo."""
    rol, dependencia, desde, hasta = asignacion
    return (
        (rol, dependencia) == (leida.rol, leida.dependencia)
        and desde <= leida.desde
        and (hasta is None or (leida.hasta is not None and leida.hasta <= hasta))
    )


def interpretar(
    tabla: Iterable[tuple[int, Mapping[int, object]]],
    *,
    dependencias: Mapping[str, int],
    existentes: Mapping[str, Existente],
    hoy: date,
    quien: str = "",
) -> Lectura:
    """Entiende una tabla de personas.

    `tabla`: (número de fila, {columna desde 1: texto o fecha}). `dependencias`: nombre normalizado → clave.
    `existentes`: correo → persona. Sin fecha «desde» vale `hoy`. `quien` es el correo de quien importa: no puede
    darse roles a sí mismo.
    """
    tabla = list(tabla)
    if len(tabla) > FILAS_MAXIMAS + FILAS_DE_TITULO:
        return Lectura(faltas=(Falta(0, "", f"El archivo tiene más de {FILAS_MAXIMAS} filas. Súbalo por partes."),))
    posicion, columnas = _encabezado(tabla)
    ausentes = [campo for campo in OBLIGATORIAS if campo not in columnas]
    if ausentes:
        numero = tabla[posicion][0] if columnas else 0
        return Lectura(
            faltas=(Falta(numero, "", f"No encontré {'la columna' if len(ausentes) == 1 else 'las columnas'} "
                                      f"{', '.join(f'«{c.capitalize()}»' for c in ausentes)}."),)
        )  # fmt: skip
    utiles = [(n, celdas) for n, celdas in tabla[posicion + 1 :] if any(i in celdas for i in columnas.values())]
    de_fecha = {campo: columnas.get(campo, 0) for campo in ("desde", "hasta")}
    orden_de = ordenes({c: [Celda(celdas[i]) for _, celdas in utiles if i in celdas] for c, i in de_fecha.items()})
    lector = _Lector(columnas, dependencias, existentes, hoy, quien.lower(), orden_de)
    filas = [leida for numero, celdas in utiles if (leida := lector.leer(numero, celdas))]
    if not utiles:
        lector.faltas.append(Falta(0, "", "El archivo no trae ninguna persona debajo del encabezado."))
    return Lectura(tuple(filas), tuple(lector.faltas), lector.sin_fecha)
