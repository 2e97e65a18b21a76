"""De un libro a personas con sus roles: qué es cada fila para la casa, y cada error en su celda.

El libro lo abre y lo entiende `mipg.libros`; aquí están las palabras de estos archivos y qué se hace con cada fila.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from django.core.exceptions import ValidationError

from mipg.libros import Fila, Libro
from mipg.libros.fechas import Orden
from mipg.libros.listas import Columna, LectorDeLista, LecturaDeLista
from mipg.reglas import Problema
from mipg.texto import normalizar
from mipg.usuarios.models import Asignacion, CambioDeCuenta, Dependencia, TipoAsignacion, Usuario, objeto_del_rol
from mipg.usuarios.reglas import Perfil, coinciden, problemas_de_vinculo, problemas_para_asignar
from mipg.usuarios.reglas.cambios import Afectado, confirma_otra, problemas_de_fechas, problemas_para_pedir_cambio
from mipg.usuarios.reglas.correos import buzon
from mipg.usuarios.reglas.nombres import DE_OTRO_ALFABETO, SOLO_LATINAS, problemas_de_nombre
from mipg.usuarios.resguardo import afectados
from mipg.usuarios.roles import Operacion, Rol

DESTINO = "usuarios.personas"
_ROLES = {
    **{normalizar(texto): rol for rol in Rol for texto in (rol.label, rol.value)},
    "jefe": Rol.JEFE,
    "lider": Rol.JEFE,
    "lider de politica": Rol.JEFE,
    "administrador": Rol.ADMINISTRADOR,
}
_SON = f"Son: {', '.join(rol.label for rol in Rol)}"
COLUMNAS: Mapping[str, Columna] = {
    "nombre": Columna(
        ("Nombre", "nombre completo", "nombres y apellidos", "nombres", "persona", "funcionario", "servidor"),
        "el nombre", 150,
    ),
    "correo": Columna(
        (
            "Correo", "correo electronico", "correo institucional", "correo electronico institucional", "email",
            "e mail", "mail", "email institucional",
        ),
        "el correo", 254,
    ),
    "dependencia": Columna(("Dependencia", "secretaria", "oficina", "area", "secretaria u oficina"), "la dependencia"),
    "rol": Columna(("Rol", "roles", "perfil", "papel"), f"el rol. {_SON}"),
    "desde": Columna(("Desde", "fecha desde", "inicio", "fecha de inicio", "fecha inicio")),
    "hasta": Columna(("Hasta", "fecha hasta", "fin", "fecha de fin", "fecha fin", "fecha final")),
    "cargo": Columna(("Cargo", "empleo", "denominacion del cargo"), letras=150),
}  # fmt: skip
# En una columna aparte completan el nombre; la plantilla no la trae.
_APELLIDOS = {"apellidos": Columna(("Apellidos", "apellido", "primer y segundo apellido"))}
# Un encargo dice a quién reemplaza o qué cargo vacante ejerce, y su acto: se da en la ficha, y aquí se niega.
_DE_ENCARGO = {
    "tipo": Columna(
        ("Tipo", "tipo de asignacion", "titular o encargo", "titular o encargado", "encargo o titular", "calidad")
    ),
    "encargo": Columna(("Encargo", "en encargo", "es encargo", "encargado", "encargada", "encargado de")),
    "titular": Columna(("Titular", "es titular")),
    "en_reemplazo": Columna(("En reemplazo de", "reemplaza a", "reemplazo", "en encargo de", "en lugar de")),
}
_SI, _NO = {"si", "s", "x", "titular", "en propiedad"}, {"no", "n", "titular", "ninguno", "nadie", "en propiedad"}
_ENCARGADO = re.compile(r"\(\s*[eE]\s*\)")
_NADIE = re.compile(
    r"\b(vacantes?|vacancia|provision)\b|^(pendiente|nn|n n|desierto)$"
    r"|\b(por|sin) (nombrar|proveer|designar|definir|asignar|vincular|contratar|titular)\b"
)


@dataclass(frozen=True)
class Existente:
    """Una persona que ya está: su clave, su nombre, sus asignaciones (rol, dependencia, desde, hasta) y su vínculo.

    `correo_de`: quienes le pusieron el correo que tiene (claves primarias), si lo cambió. `pedidos`: los roles que
    falta que otra persona confirme, como las asignaciones; `detenidos`: los que detuvo (`objeto_del_rol`).
    """

    pk: int
    nombre: str
    asignaciones: tuple[tuple[str, int, date, date | None], ...] = ()
    activa: bool = True
    vinculo_hasta: date | None = None
    correo_de: frozenset[int] = frozenset()
    pedidos: tuple[tuple[str, int, date, date | None], ...] = ()
    detenidos: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PersonaLeida:
    """Una fila entendida. `efecto`: `crear` a la persona, `asignar` un rol a quien ya está, o nada.

    Nada es `igual`, porque ya lo tiene, o `pedido`, porque ya se pidió y falta que otra persona lo confirme.

    `por_confirmar`: el rol es resguardado, así que se pide y lo confirma otra persona.
    """

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
    por_confirmar: bool = False

    @property
    def cambia(self) -> bool:
        """Si añade a una persona o un rol."""
        return self.efecto in ("crear", "asignar")


class LecturaDePersonas(LecturaDeLista):
    """Lo que dice el archivo de personas."""

    @property
    def cuantas(self) -> dict[str, int]:
        """Personas nuevas, roles que se dan ya, roles que confirma otra persona y filas que ya estaban."""
        return {
            "personas": len({f.correo for f in self.filas if f.persona is None}),
            "asignaciones": sum(f.cambia and not f.por_confirmar for f in self.filas),
            "por_confirmar": sum(f.cambia and f.por_confirmar for f in self.filas),
            "iguales": sum(not f.cambia for f in self.filas),
        }

    @property
    def sin_fecha(self) -> int:
        """A cuántas les falta desde cuándo."""
        return sum(f.sin_fecha for f in self.filas)


@dataclass
class _Lector(LectorDeLista):
    """Entiende un libro de personas y recuerda lo dicho en cada fila.

    `dependencias`: nombre normalizado → clave. `existentes`: correo → persona. Sin fecha «desde» vale `hoy`. `quien`
    es el correo de quien importa y `perfil` lo que es: cada rol lo pide quien puede pedirlo, y nadie para sí mismo.
    `jefes`: los titulares que hay o se pidieron (dependencia, correo, nombre, desde, hasta).
    """

    QUE, PRINCIPAL, COLUMNAS, LECTURA = "personas", "correo", COLUMNAS | _APELLIDOS | _DE_ENCARGO, LecturaDePersonas

    dependencias: Mapping[str, int]
    existentes: Mapping[str, Existente]
    hoy: date
    quien: str = ""
    perfil: Perfil | None = None
    jefes: Sequence[tuple[int, str, str, date, date | None]] = ()
    ordenes: Mapping[str, Orden] = field(default_factory=dict)
    dichos: dict[str, Existente] = field(default_factory=dict)
    buzones: dict[str, str] = field(default_factory=dict)
    reservados: frozenset[str] = frozenset()

    def __post_init__(self):
        self.jefes = [*self.jefes]
        self.buzones |= {buzon(correo): correo for correo in self.existentes}

    def leidas(self, filas: list[Fila]) -> list[PersonaLeida]:
        self.ordenes = self.ordenes_de(filas, "desde", "hasta")
        return [leida for fila in filas if (leida := self.fila(fila))]

    def texto(self, fila: Fila, campo: str) -> str:
        texto = super().texto(fila, campo)
        apellidos = super().texto(fila, "apellidos") if campo == "nombre" and texto else ""
        return texto if {*normalizar(apellidos).split()} <= {*normalizar(texto).split()} else f"{texto} {apellidos}"

    def fecha(self, fila: Fila, campo: str) -> date | None:
        return self.dia(fila, campo, anio=self.hoy.year, orden=self.ordenes[campo])

    def fila(self, fila: Fila) -> PersonaLeida | None:
        antes, dicho = len(self.errores), self.textos(fila)
        nombre, correo = dicho["nombre"], dicho["correo"].lower()
        conocida = self.dichos.get(correo) or self.existentes.get(correo) or Existente(0, nombre)
        rol, dependencia = _ROLES.get(normalizar(dicho["rol"])), self.dependencias.get(normalizar(dicho["dependencia"]))
        if correo and not _es_correo(correo):
            self.error("correo_por_corregir", fila, "correo", f"«{correo}» no es un correo.")
        elif correo not in self.existentes and self.buzones.setdefault(buzon(correo), correo) != correo:
            mensaje = f"«{correo}» llega al buzón de {self.buzones[buzon(correo)]}: cada cuenta tiene el suyo."
            self.error("correo_por_corregir", fila, "correo", mensaje)
        self.negar_encargo(fila, dicho)
        if not conocida.pk:
            for problema in problemas_de_nombre(nombre, propio=False, reservados=self.reservados):
                self.error("nombre_por_corregir", fila, "nombre", problema.mensaje)
            if re.search(DE_OTRO_ALFABETO, nombre):
                self.error("nombre_por_corregir", fila, "nombre", SOLO_LATINAS)
        if _NADIE.search(normalizar(nombre)):
            mensaje = (
                f"«{nombre[:40]}» no es una persona. Quite la fila: quien ejerce un cargo vacante lo recibe en "
                "encargo, desde su ficha."
            )
            self.error("nombre_por_corregir", fila, "nombre", mensaje)
        elif nombre and normalizar(conocida.nombre) != normalizar(nombre):
            mensaje = f"El correo {correo} ya está en otra fila con el nombre «{conocida.nombre}»."
            if conocida.pk:
                que_hacer = "Corrija el correo, o escriba el nombre como está en el sistema."
                mensaje = f"El correo {correo} es de «{conocida.nombre}». {que_hacer}"
            self.error("nombre_por_corregir", fila, "nombre", mensaje)
        if dicho["rol"] and not rol:
            self.error("rol_por_corregir", fila, "rol", f"«{dicho['rol']}» no es un rol. {_SON}.")
        if dicho["dependencia"] and not dependencia:
            mensaje = (
                f"No hay ninguna dependencia llamada «{dicho['dependencia']}». Escriba su nombre, su sigla o un alias "
                "del catálogo."
            )
            self.error("dependencia_por_corregir", fila, "dependencia", mensaje)
        desde, hasta = self.fecha(fila, "desde"), self.fecha(fila, "hasta")
        if len(self.errores) > antes:
            return None
        leida = PersonaLeida(
            fila.numero,
            nombre,
            correo,
            rol.value,
            dependencia,
            desde or self.hoy,
            hasta,
            dicho["cargo"],
            persona=conocida.pk or None,
            sin_fecha=desde is None,
        )
        if any(_cubre(asignacion, leida) for asignacion in conocida.asignaciones):
            return replace(leida, efecto="igual")
        if any(_cubre(pedido, leida) for pedido in conocida.pedidos):
            return replace(leida, efecto="pedido")
        leida, suyo = self._resguardo(leida, conocida)
        problemas = [
            *suyo,
            *_de_lo_pedido(leida, conocida),
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
                otras=[(r, d, h) for r, _, d, h in conocida.asignaciones],
            ),
        ]
        for problema in problemas:
            campo = problema.campo or "rol"
            self.error(f"{campo}_por_corregir", fila, campo, problema.mensaje)
        if problemas:
            return None
        este = (leida.rol, dependencia, leida.desde, hasta)
        pedidos = (*conocida.pedidos, este) if leida.por_confirmar else conocida.pedidos
        self.avisar_de_lo_raro(fila, leida)
        self.dichos[correo] = replace(conocida, asignaciones=(*conocida.asignaciones, este), pedidos=pedidos)
        return replace(leida, efecto="asignar" if conocida.pk else "crear")

    def negar_encargo(self, fila: Fila, dicho: Mapping[str, str]) -> None:
        """Anota en su celda cada dato con que la fila dice que el rol es un encargo."""
        for campo in ("nombre", "cargo", *_DE_ENCARGO):
            if _dice_encargo(campo, dicho[campo], dicho["nombre"]):
                mensaje = "Un encargo no se importa: déselo en su ficha, con a quién reemplaza, hasta cuándo y el acto."
                self.error("encargo", fila, campo, mensaje)

    def avisar_de_lo_raro(self, fila: Fila, leida: PersonaLeida) -> None:
        """Anota el rol que ya terminó y el segundo jefe titular de una dependencia en las mismas fechas."""
        if leida.hasta and leida.hasta < self.hoy:
            mensaje = f"El rol terminó el {leida.hasta:%d/%m/%Y}: queda en la historia y no da acceso."
            self.aviso("rol_pasado", fila, mensaje, "hasta")
        if leida.rol != Rol.JEFE:
            return
        for dependencia, correo, nombre, desde, hasta in self.jefes:
            if (
                dependencia == leida.dependencia
                and correo != leida.correo
                and coinciden(leida.desde, leida.hasta, desde, hasta)
            ):
                mensaje = f"En esas fechas la dependencia tendría dos jefes titulares: también {nombre}."
                self.aviso("dos_jefes", fila, mensaje, "rol")
                break
        self.jefes.append((leida.dependencia, leida.correo, leida.nombre, leida.desde, leida.hasta))

    def _resguardo(self, leida: PersonaLeida, conocida: Existente) -> tuple[PersonaLeida, list[Problema]]:
        """La fila, con si la confirma otra persona, y por qué quien importa no puede pedirla."""
        roles = frozenset(r for r, _, _, hasta in conocida.asignaciones if hasta is None or hasta >= self.hoy)
        afectado = Afectado(conocida.pk, leida.correo, roles | {leida.rol}, correo_de=conocida.correo_de)
        problemas = self.perfil and problemas_para_pedir_cambio(
            pide=self.perfil, correo=self.quien, afectado=afectado, operacion=Operacion.DAR_ROL
        )
        if not confirma_otra(Operacion.DAR_ROL, afectado):
            return leida, problemas or []
        fechas = {"desde": leida.desde, "hasta": leida.hasta, "anterior": None, "hoy": self.hoy}
        tarde = problemas_de_fechas(operacion=Operacion.DAR_ROL, **fechas, esta=False, usada=True)
        return replace(leida, por_confirmar=True), [*(problemas or []), *tarde]


def _dice_encargo(campo: str, texto: str, nombre: str) -> bool:
    """Si lo escrito en ese campo dice que el rol es un encargo, y no una titularidad."""
    dicho = normalizar(texto)
    if campo in ("nombre", "cargo"):
        return bool(_ENCARGADO.search(texto))
    if not dicho or dicho == normalizar(nombre):
        return False
    if campo == "tipo":
        return "encarg" in dicho or dicho == "e"
    return dicho not in (_SI if campo == "titular" else _NO)


def _es_correo(correo: str) -> bool:
    with suppress(ValidationError):
        Usuario._meta.get_field("email").run_validators(correo)
        return True
    return False


def _cubre(asignacion: tuple[str, int, date, date | None], leida: PersonaLeida) -> bool:
    """La persona ya tiene ese rol en esa dependencia en las fechas que pide el archivo."""
    rol, dependencia, desde, hasta = asignacion
    return (
        (rol, dependencia) == (leida.rol, leida.dependencia)
        and desde <= leida.desde
        and (hasta is None or (leida.hasta is not None and leida.hasta <= hasta))
    )


def _de_lo_pedido(leida: PersonaLeida, conocida: Existente) -> list[Problema]:
    """De cada rol hay un solo pedido por decidir, y el que la persona detuvo cita su acto, que el archivo no trae."""
    if objeto_del_rol(leida.rol, leida.dependencia) in conocida.detenidos:
        mensaje = "La persona detuvo que le dieran este rol: asígnelo desde su ficha, citando el acto administrativo."
        return [Problema(mensaje, "rol")]
    for rol, dependencia, desde, hasta in conocida.pedidos if leida.por_confirmar else ():
        if (rol, dependencia) == (leida.rol, leida.dependencia):
            final = f" hasta el {hasta:%d/%m/%Y}" if hasta else ""
            mensaje = (
                f"Este rol ya está pedido desde el {desde:%d/%m/%Y}{final} y falta que otra persona lo confirme. Suba "
                "aparte estas otras fechas cuando se decida."
            )
            return [Problema(mensaje, "rol")]
    return []


def _de_jefe(persona: str) -> tuple[str, ...]:
    return "dependencia", f"{persona}__email", f"{persona}__nombre", "desde", "hasta"


interpretar = _Lector.leer


def entender(libro: Libro, *, quien: Usuario, hoy: date) -> LecturaDeLista:
    """Interpreta un libro con las personas y dependencias de `hoy`; lo importa `quien`."""
    personas = list(Usuario.objects.prefetch_related("asignaciones"))
    resguardo = afectados(personas, hoy)
    pedidos, detenidos = defaultdict(list), defaultdict(set)
    dar = CambioDeCuenta.objects.filter(operacion=Operacion.DAR_ROL).por_decidir()
    for pk, *pedido in dar.values_list("afectado", "rol", "dependencia", "desde", "hasta"):
        pedidos[pk].append(tuple(pedido))
    jefaturas = {"rol": Rol.JEFE, "tipo": TipoAsignacion.TITULAR}
    for pk, objeto in CambioDeCuenta.objects.detenidos(Operacion.DAR_ROL):
        detenidos[pk].add(objeto)
    existentes = {
        persona.email: Existente(
            persona.pk,
            persona.nombre,
            tuple((a.rol, a.dependencia_id, a.desde, a.hasta) for a in persona.asignaciones.all()),
            persona.is_active,
            persona.vinculo_hasta,
            resguardo[persona.pk].correo_de,
            tuple(pedidos[persona.pk]),
            frozenset(detenidos[persona.pk]),
        )
        for persona in personas
    }
    jefes = [
        *Asignacion.objects.filter(**jefaturas, persona__is_active=True).values_list(*_de_jefe("persona")),
        *dar.filter(**jefaturas).values_list(*_de_jefe("afectado")),
    ]
    return interpretar(
        libro,
        dependencias=Dependencia.objects.vigentes(hoy).por_nombre(),
        existentes=existentes,
        hoy=hoy,
        quien=quien.email,
        perfil=quien.perfil(hoy),
        jefes=jefes,
        reservados=frozenset(
            normalizar(persona.nombre)
            for persona in personas
            if resguardo[persona.pk].resguardados and persona.esta_vinculada(hoy)
        ),
    )
