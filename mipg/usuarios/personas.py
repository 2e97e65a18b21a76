"""De un libro a personas con sus roles: qué es cada fila para la casa, y cada error en su celda.

El libro lo abre y lo entiende `mipg.libros`; aquí están las palabras de estos archivos y qué se hace con cada fila.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mipg.libros import Fila, Libro
from mipg.libros.columnas import Tabla
from mipg.libros.fechas import Orden, en_orden, leer_periodo, ordenes
from mipg.libros.listas import LectorDeLista, LecturaDeLista, leer_lista
from mipg.libros.textos import ValorInvalido
from mipg.libros.vocabulario import Vocabulario
from mipg.texto import normalizar
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.reglas import problemas_de_vinculo, problemas_para_asignar
from mipg.usuarios.roles import Rol

DESTINO = "usuarios.personas"
TITULOS: Mapping[str, tuple[str, ...]] = {
    "nombre": ("Nombre", "nombre completo", "nombres y apellidos", "nombres", "persona", "funcionario", "servidor"),
    "correo": (
        "Correo", "correo electronico", "correo institucional", "correo electronico institucional", "email", "e mail",
        "mail", "email institucional",
    ),
    "dependencia": ("Dependencia", "secretaria", "oficina", "area", "secretaria u oficina"),
    "rol": ("Rol", "roles", "perfil", "papel"),
    "desde": ("Desde", "fecha desde", "inicio", "fecha de inicio", "fecha inicio"),
    "hasta": ("Hasta", "fecha hasta", "fin", "fecha de fin", "fecha fin", "fecha final"),
    "cargo": ("Cargo", "empleo", "denominacion del cargo"),
}  # fmt: skip
OBLIGATORIAS = ("nombre", "correo", "dependencia", "rol")
_ROLES = {
    **{normalizar(rol.label): rol for rol in Rol},
    **{normalizar(rol.value): rol for rol in Rol},
    "jefe": Rol.JEFE,
    "lider": Rol.JEFE,
    "lider de politica": Rol.JEFE,
    "administrador": Rol.ADMINISTRADOR,
}
# En una columna aparte completan el nombre; la plantilla no la trae.
_APELLIDOS = {"apellidos": ("Apellidos", "apellido", "primer y segundo apellido")}
_VOCABULARIO = Vocabulario("personas", {**TITULOS, **_APELLIDOS}, principal="correo")


@dataclass(frozen=True)
class Existente:
    """Una persona que ya está: su clave, su nombre, sus asignaciones (rol, dependencia, desde, hasta) y su vínculo."""

    pk: int
    nombre: str
    asignaciones: tuple[tuple[str, int, date, date | None], ...] = ()
    activa: bool = True
    vinculo_hasta: date | None = None


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
    sin_fecha: bool = False

    @property
    def cambia(self) -> bool:
        """Si añade a una persona o un rol."""
        return self.efecto != "igual"


class LecturaDePersonas(LecturaDeLista):
    """Lo que dice el archivo de personas."""

    @property
    def cuantas(self) -> dict[str, int]:
        """Personas nuevas, asignaciones nuevas y filas que ya estaban."""
        return {
            "personas": len({f.correo for f in self.filas if f.persona is None}),
            "asignaciones": sum(f.cambia for f in self.filas),
            "iguales": sum(not f.cambia for f in self.filas),
        }

    @property
    def sin_fecha(self) -> int:
        """A cuántas les falta desde cuándo."""
        return sum(f.sin_fecha for f in self.filas)


@dataclass
class _Lector(LectorDeLista):
    """Lo que hace falta para entender una fila y recordar lo dicho en las anteriores."""

    dependencias: Mapping[str, int]
    existentes: Mapping[str, Existente]
    hoy: date
    quien: str
    ordenes: Mapping[str, Orden] = field(default_factory=dict)
    dichos: dict[str, Existente] = field(default_factory=dict)

    def falta(self, fila: Fila, campo: str, mensaje: str, codigo: str = "") -> None:
        self.error(codigo or f"{campo}_por_corregir", fila, campo, mensaje)

    def leer(self) -> LecturaDePersonas:
        self.ordenes = ordenes({c: [d for f in self.filas if (d := self.celda(f, c))] for c in ("desde", "hasta")})
        filas = [leida for fila in self.filas if (leida := self.fila(fila))]
        return LecturaDePersonas(tuple(filas), tuple(self.errores), self.tabla.avisos)

    def fecha(self, fila: Fila, campo: str) -> date | None:
        celda = self.celda(fila, campo)
        if celda is None:
            return None
        celda = en_orden(celda, self.ordenes[campo])
        try:
            if celda.error:
                raise ValorInvalido(celda.error, "fecha_ambigua")
            periodo = leer_periodo(celda, self.hoy.year)
            # De cuándo empieza un rol no se supone nada: «julio» o un número suelto se preguntan.
            if periodo.supuesto or not periodo.es_un_dia:
                raise ValorInvalido(f"«{celda.texto[:40]}» no es una fecha completa. Escríbala como 31/01/2026.")
        except ValorInvalido as error:
            self.falta(fila, campo, error.mensaje, error.codigo)
            return None
        return periodo.inicio

    def persona(self, fila: Fila) -> tuple[str, str, str] | None:
        nombres, apellidos, correo, cargo = (self.texto(fila, c) for c in ("nombre", "apellidos", "correo", "cargo"))
        ya_los_dice = set(normalizar(apellidos).split()) <= set(normalizar(nombres).split())
        nombre = nombres if ya_los_dice or not nombres else f"{nombres} {apellidos}"
        correo = correo.lower()
        antes = len(self.errores)
        for campo, valor, maximo in (("nombre", nombre, 150), ("cargo", cargo, 150), ("correo", correo, 254)):
            if len(valor) > maximo:
                self.falta(fila, campo, f"Tiene más de {maximo} letras.")
        if not nombre:
            self.falta(fila, "nombre", "Falta el nombre.")
        try:
            validate_email(correo)
        except ValidationError:
            self.falta(fila, "correo", f"«{correo}» no es un correo." if correo else "Falta el correo.")
        dicho = self.dichos.get(correo)
        if nombre and dicho and dicho.pk == 0 and normalizar(dicho.nombre) != normalizar(nombre):
            self.falta(fila, "nombre", f"El correo {correo} ya está en otra fila con el nombre «{dicho.nombre}».")
        ya = self.existentes.get(correo)
        if nombre and ya and normalizar(ya.nombre) != normalizar(nombre):
            self.falta(
                fila,
                "nombre",
                f"El correo {correo} es de «{ya.nombre}». Corrija el correo, o escriba el nombre como está en el "
                "sistema.",
            )
        return (nombre, correo, cargo) if len(self.errores) == antes else None

    def rol(self, fila: Fila) -> Rol | None:
        dicho = self.texto(fila, "rol")
        rol = _ROLES.get(normalizar(dicho))
        if rol is None:
            opciones = ", ".join(r.label for r in Rol)
            self.falta(fila, "rol", f"{f'«{dicho}» no es un rol' if dicho else 'Falta el rol'}. Son: {opciones}.")
        return rol

    def dependencia(self, fila: Fila) -> int | None:
        dicha = self.texto(fila, "dependencia")
        pk = self.dependencias.get(normalizar(dicha)) if dicha else None
        if pk is None:
            self.falta(
                fila,
                "dependencia",
                f"No hay ninguna dependencia llamada «{dicha}». Escriba su nombre, su sigla o un alias del catálogo."
                if dicha
                else "Falta la dependencia.",
            )
        return pk

    def fila(self, fila: Fila) -> PersonaLeida | None:
        antes = len(self.errores)
        self.exigir_sanas(fila)
        if len(self.errores) > antes:
            return None
        persona, rol = self.persona(fila), self.rol(fila)
        dependencia = self.dependencia(fila)
        desde, hasta = self.fecha(fila, "desde"), self.fecha(fila, "hasta")
        if len(self.errores) > antes:
            return None
        nombre, correo, cargo = persona
        leida = PersonaLeida(
            fila.numero,
            nombre,
            correo,
            rol.value,
            dependencia,
            desde or self.hoy,
            hasta,
            cargo,
            sin_fecha=desde is None,
        )
        conocida = self.dichos.get(correo) or self.existentes.get(correo) or Existente(0, nombre)
        if any(_cubre(asignacion, leida) for asignacion in conocida.asignaciones):
            return replace(leida, efecto="igual", persona=conocida.pk or None)
        otras = [(r, d, h) for r, _, d, h in conocida.asignaciones]
        for problema in (
            *problemas_de_vinculo(
                activa=conocida.activa,
                vinculo_hasta=conocida.vinculo_hasta,
                hoy=self.hoy,
                antes_de="darle un rol",
                campo="correo",
            ),
            *problemas_para_asignar(
                rol=leida.rol,
                dependencia=dependencia,
                desde=leida.desde,
                hasta=hasta,
                otras=otras,
                a_si_mismo=correo == self.quien,
            ),
        ):
            self.falta(fila, problema.campo or "rol", problema.mensaje)
        if len(self.errores) > antes:
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
    libro: Libro,
    *,
    dependencias: Mapping[str, int],
    existentes: Mapping[str, Existente],
    hoy: date,
    quien: str = "",
) -> LecturaDeLista:
    """Entiende un libro de personas.

    `dependencias`: nombre normalizado → clave. `existentes`: correo → persona. Sin fecha «desde» vale `hoy`. `quien`
    es el correo de quien importa: no puede darse roles a sí mismo.
    """

    def leer(tabla: Tabla) -> LecturaDePersonas:
        return _Lector(tabla, dependencias, existentes, hoy, quien.lower()).leer()

    return leer_lista(libro, _VOCABULARIO, OBLIGATORIAS, leer)


def entender(libro: Libro, *, hoy: date, quien: str) -> LecturaDeLista:
    """Interpreta un libro con las personas y dependencias de `hoy`."""
    existentes = {
        persona.email: Existente(
            persona.pk,
            persona.nombre,
            tuple((a.rol, a.dependencia_id, a.desde, a.hasta) for a in persona.asignaciones.all()),
            persona.is_active,
            persona.vinculo_hasta,
        )
        for persona in Usuario.objects.prefetch_related("asignaciones")
    }
    dependencias = Dependencia.objects.vigentes(hoy).por_nombre()
    return interpretar(libro, dependencias=dependencias, existentes=existentes, hoy=hoy, quien=quien)
