"""Usuario, la Asignación fechada de la que salen los permisos y el cambio de cuenta que piden dos personas."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from mipg.buscador.funciones import EnEspanol
from mipg.etiquetas import fecha_hora
from mipg.fechas import en_bogota
from mipg.restricciones import orden, pares, uno_de
from mipg.usuarios.models.dependencias import Dependencia
from mipg.usuarios.querysets import AsignacionQuerySet, CambioDeCuentaQuerySet, UsuarioManager
from mipg.usuarios.reglas import Papel, Perfil, cargo_vacante, en_encargo
from mipg.usuarios.reglas.correos import CORRIENTE, CORRIENTE_ESCRITO, NO_ES_CORRIENTE
from mipg.usuarios.reglas.nombres import DE_OTRO_ALFABETO, SOLO_LATINAS
from mipg.usuarios.roles import DE_ROL, ESPERA, Operacion, Permiso, Rol

correo_corriente = RegexValidator(CORRIENTE_ESCRITO, NO_ES_CORRIENTE, "no_corriente")
letras_latinas = RegexValidator(DE_OTRO_ALFABETO, SOLO_LATINAS, "otro_alfabeto", inverse_match=True)


class Usuario(AbstractBaseUser):
    """Persona que trabaja en la entidad y entra con su correo.

    No se borra: se desactiva o termina su vínculo. Sus permisos salen de sus asignaciones vigentes.
    """

    email = models.EmailField("correo", max_length=254, validators=[correo_corriente])
    nombre = models.CharField("nombre completo", max_length=150, validators=[letras_latinas])
    cargo = models.CharField("cargo", max_length=150, blank=True)
    vinculo_hasta = models.DateField(
        "vinculado hasta", null=True, blank=True, help_text="Último día de acceso (contratistas incluidos)."
    )
    is_active = models.BooleanField("activa", default=True)
    creada_en = models.DateTimeField("creada", auto_now_add=True)
    invitada_en = models.DateTimeField("invitada", null=True, blank=True)
    sello = models.PositiveIntegerField("sello de acceso", default=0, editable=False)

    objects = UsuarioManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["nombre"]

    class Meta:
        verbose_name = "persona"
        verbose_name_plural = "personas"
        ordering = [EnEspanol("nombre"), "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="usuarios_usuario_correo_unico",
                violation_error_message="Ya hay una persona con ese correo.",
            ),
            models.CheckConstraint(
                name="usuarios_usuario_correo_corriente",
                condition=Q(email__regex=CORRIENTE),
                violation_error_message=NO_ES_CORRIENTE,
            ),
        ]

    def __str__(self):
        return self.nombre or self.email

    def _get_session_auth_hash(self, secret=None):
        # Con el sello: subirlo (`UsuarioQuerySet.cortar_accesos`) deja sin valor todas sus sesiones.
        datos = f"{self.password}:{self.sello}"
        return salted_hmac("mipg.usuarios.sesion", datos, secret=secret, algorithm="sha256").hexdigest()

    @property
    def usada(self) -> bool:
        """Alguien entró con ella o le puso contraseña: ya tiene dueño."""
        return self.last_login is not None or self.has_usable_password()

    # Perfil con el que actúa en esta petición; lo pone el middleware, que es quien mira el reloj.
    vigente: Perfil | None = None

    @property
    def is_staff(self) -> bool:
        """Puede entrar al admin (algún rol vigente se lo permite)."""
        return self.vigente is not None and self.vigente.puede(Permiso.ADMIN_VER)

    def has_perm(self, permiso: str, objeto=None) -> bool:
        """Permiso de Django (`app.view_modelo`) derivado de los roles vigentes: sólo ver, y sólo quien ve todo.

        Qué se escribe en el admin, y quién, lo dice cada `MipgAdmin`.
        """
        verbo = permiso.rpartition(".")[2].partition("_")[0]
        return verbo == "view" and self.is_staff and self.vigente.puede(Permiso.TODO_VER)

    def has_module_perms(self, app: str) -> bool:
        """Ve la app en el admin quien puede entrar a él."""
        return self.is_staff

    @property
    def huella(self) -> str:
        """Resumen de los datos que se corrigen: quien los guarda lo hace sobre lo que leyó."""
        datos = json.dumps([self.email, self.nombre, self.cargo, str(self.vinculo_hasta)], ensure_ascii=False)
        return hashlib.sha256(datos.encode()).hexdigest()

    def esta_vinculada(self, hoy: date) -> bool:
        """Activa y con vínculo vigente en la fecha."""
        return self.is_active and (self.vinculo_hasta is None or self.vinculo_hasta >= hoy)

    def get_full_name(self):
        return self.nombre

    def get_short_name(self):
        return self.nombre.split(" ")[0] if self.nombre else self.email

    def perfil(self, cuando: datetime | date) -> Perfil:
        """Lo que la persona es en una fecha (o instante). Una consulta por fecha y por instancia."""
        hoy = en_bogota(cuando) if isinstance(cuando, datetime) else cuando
        guardados = self.__dict__.setdefault("_perfiles", {})
        if hoy not in guardados:
            guardados[hoy] = Perfil(persona=self.pk, hoy=hoy, papeles=tuple(self._papeles(hoy)))
        return guardados[hoy]

    def _papeles(self, hoy: date) -> Iterator[Papel]:
        """Una fila por asignación vigente y por cada dependencia suprimida de la que hoy responde la suya."""
        filas = (
            Asignacion.objects.vigentes(hoy)
            .filter(persona=self.pk)
            .select_related("dependencia", "en_encargo_de")
            .only(*_DEL_PAPEL)
            .annotate(heredada=F("dependencia__heredadas"))
            .order_by("rol", "-desde", "pk", "heredada")
        )
        for _, suyas in groupby(filas, key=attrgetter("pk")):
            una, *_ = suyas = list(suyas)
            heredadas = tuple(fila.heredada for fila in suyas if fila.heredada is not None)
            yield Papel(una.rol, una.dependencia_id, una.en_lugar_de, una.en_encargo_de_id, heredadas)


_DEL_PAPEL = ("rol", "tipo", "dependencia__nombre", "en_encargo_de__nombre", "en_encargo_de__email")


class TipoAsignacion(models.TextChoices):
    """Titular o encargo."""

    TITULAR = "TITULAR", "Titular"
    ENCARGO = "ENCARGO", "Encargo"


class Asignacion(models.Model):
    """Rol de una persona en una dependencia entre dos fechas.

    Un encargo termina solo: es en lugar del titular o, con el acto que lo ordena, de un cargo vacante, que no lo tiene.
    """

    Tipo = TipoAsignacion

    persona = models.ForeignKey(Usuario, on_delete=models.PROTECT, related_name="asignaciones", verbose_name="persona")
    rol = models.CharField("rol", max_length=20, choices=Rol)
    dependencia = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, related_name="asignaciones", verbose_name="dependencia"
    )
    desde = models.DateField("desde")
    hasta = models.DateField("hasta", null=True, blank=True)
    tipo = models.CharField("tipo", max_length=10, choices=Tipo, default=Tipo.TITULAR)
    en_encargo_de = models.ForeignKey(
        Usuario,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="en encargo de",
    )
    acto = models.CharField("acto administrativo", max_length=120, blank=True)

    objects = AsignacionQuerySet.as_manager()

    class Meta:
        verbose_name = "asignación"
        verbose_name_plural = "asignaciones"
        ordering = ["persona", "rol", "-desde"]
        constraints = [
            uno_de("usuarios_asignacion", "rol", Rol),
            uno_de("usuarios_asignacion", "tipo", TipoAsignacion),
            orden("usuarios_asignacion", "desde", "hasta", "La fecha final es anterior a la inicial."),
            models.UniqueConstraint(
                fields=["persona", "rol", "dependencia", "desde"],
                name="usuarios_asignacion_unica",
                violation_error_message="La persona ya tiene ese rol en esa dependencia desde esa fecha.",
            ),
            models.CheckConstraint(
                name="usuarios_asignacion_encargo_completo",
                condition=Q(tipo="TITULAR", en_encargo_de=None)
                | Q(tipo="ENCARGO", hasta__isnull=False) & (Q(en_encargo_de__isnull=False) | ~Q(acto="")),
                violation_error_message="Un encargo dice hasta cuándo y en lugar de quién o, si el cargo está vacante, "
                "con qué acto; una titularidad, no.",
            ),
        ]

    def __str__(self):
        return f"{self.persona} · {self.get_rol_display()} · {self.dependencia}"

    @property
    def en_lugar_de(self) -> str:
        """A quién, o qué cargo vacante, se ejerce en encargo; vacío si es titular."""
        if self.tipo == TipoAsignacion.TITULAR:
            return ""
        return str(self.en_encargo_de or cargo_vacante(self.rol, self.dependencia.nombre))

    @property
    def encargo(self) -> str:
        """«en encargo de Ana»; vacío si es titular."""
        return en_encargo(filter(None, [self.en_lugar_de]))

    def tiempo(self, hoy: date) -> str:
        """`vigente`, `futura` o `terminada` en la fecha."""
        if self.desde > hoy:
            return "futura"
        return "vigente" if self.hasta is None or self.hasta >= hoy else "terminada"


class EstadoDeCambio(models.TextChoices):
    """Vida de un cambio de cuenta."""

    SOLICITADO = "SOLICITADO", "Solicitado"
    APLICADO = "APLICADO", "Aplicado"
    RECHAZADO = "RECHAZADO", "Rechazado"
    DESISTIDO = "DESISTIDO", "Desistido"
    DETENIDO = "DETENIDO", "Detenido"
    FALLIDO = "FALLIDO", "No se pudo aplicar"


class OrigenDeCambio(models.TextChoices):
    """Por dónde llegó."""

    PORTAL = "PORTAL", "Portal"
    SERVIDOR = "SERVIDOR", "Orden en el servidor"


def objeto_del_rol(rol: str, dependencia: int | str) -> str:
    """De qué es un cambio que da un rol: de ese rol en esa dependencia (clave primaria), y no de otro."""
    return f"{rol}:{dependencia}"


class CambioDeCuenta(models.Model):
    """Lo que una persona pide hacerle a la cuenta de otra, quién lo confirma y en qué terminó.

    Qué cambia lo dicen los campos de su operación: `correo`; `hasta` (el final del vínculo o del rol); `rol`,
    `dependencia`, `desde`, `tipo`, `en_encargo_de` y `acto`. Con `aplica_en`, se aplica solo en ese instante si nadie
    lo detiene.
    """

    Estado = EstadoDeCambio
    Origen = OrigenDeCambio
    Operacion = Operacion

    operacion = models.CharField("operación", max_length=20, choices=Operacion)
    afectado = models.ForeignKey(
        Usuario, on_delete=models.PROTECT, related_name="cambios_de_cuenta", verbose_name="persona afectada"
    )
    # Sobre qué, dentro de la cuenta: de cada cosa hay un solo cambio por decidir.
    objeto = models.CharField("objeto", max_length=60, blank=True, editable=False)
    motivo = models.CharField("motivo", max_length=300, blank=True)
    correo = models.EmailField("correo nuevo", max_length=254, blank=True)
    correo_anterior = models.EmailField("correo al pedirlo", max_length=254)
    asignacion = models.ForeignKey(
        Asignacion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="asignación"
    )
    rol = models.CharField("rol", max_length=20, choices=Rol, blank=True)
    dependencia = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dependencia"
    )
    desde = models.DateField("desde", null=True, blank=True)
    hasta = models.DateField("hasta", null=True, blank=True)
    tipo = models.CharField("tipo", max_length=10, choices=TipoAsignacion, blank=True)
    en_encargo_de = models.ForeignKey(
        Usuario, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="en encargo de"
    )
    acto = models.CharField("acto administrativo", max_length=120, blank=True)
    origen = models.CharField("origen", max_length=10, choices=OrigenDeCambio, default=OrigenDeCambio.PORTAL)
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.SOLICITADO)
    creado_en = models.DateTimeField("pedido")
    pedido_por = models.ForeignKey(
        Usuario, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lo pidió"
    )
    aplica_en = models.DateTimeField("se aplica solo", null=True, blank=True)
    confirmado_en = models.DateTimeField("confirmado", null=True, blank=True)
    confirmado_por = models.ForeignKey(
        Usuario, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lo confirmó"
    )
    aplicado_en = models.DateTimeField("aplicado", null=True, blank=True)
    cerrado_en = models.DateTimeField("cerrado sin aplicar", null=True, blank=True)
    cerrado_por = models.ForeignKey(
        Usuario, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lo cerró"
    )
    detenido_en = models.DateTimeField("detenido", null=True, blank=True)
    fallido_en = models.DateTimeField("no se pudo aplicar", null=True, blank=True)
    se_puede_detener = models.BooleanField("se puede detener", default=True)
    respuesta = models.CharField("respuesta", max_length=300, blank=True)

    objects = CambioDeCuentaQuerySet.as_manager()

    class Meta:
        verbose_name = "cambio de cuenta"
        verbose_name_plural = "cambios de cuentas"
        ordering = ["-creado_en", "-pk"]
        indexes = [models.Index(fields=["estado", "-creado_en"], name="usuarios_cambio_por_estado")]
        constraints = [
            uno_de("usuarios_cambiodecuenta", "operacion", Operacion),
            uno_de("usuarios_cambiodecuenta", "estado", EstadoDeCambio),
            uno_de("usuarios_cambiodecuenta", "origen", OrigenDeCambio),
            uno_de("usuarios_cambiodecuenta", "rol", Rol, vacio=True),
            uno_de("usuarios_cambiodecuenta", "tipo", TipoAsignacion, vacio=True),
            pares("usuarios_cambiodecuenta", "confirmado", "confirmación"),
            pares("usuarios_cambiodecuenta", "cerrado", "cierre"),
            models.CheckConstraint(
                name="usuarios_cambio_de_otra_persona",
                condition=Q(pedido_por=None) | ~Q(pedido_por=F("afectado")),
                violation_error_message="Un cambio en una cuenta lo pide otra persona.",
            ),
            models.CheckConstraint(
                name="usuarios_cambio_confirma_otra",
                condition=Q(confirmado_por=None)
                | (~Q(confirmado_por=F("pedido_por")) & ~Q(confirmado_por=F("afectado"))),
                violation_error_message="Confirma alguien que no lo pidió y a quien no afecta.",
            ),
            models.CheckConstraint(
                name="usuarios_cambio_dice_quien",
                condition=Q(origen="PORTAL", pedido_por__isnull=False)
                | (Q(origen="SERVIDOR", pedido_por=None) & ~Q(acto="")),
                violation_error_message="Un cambio lo pide una persona; si lo ordena el servidor, cita su acto.",
            ),
            models.CheckConstraint(
                name="usuarios_cambio_estado_completo",
                condition=Q(fallido_en=None)
                & (
                    Q(estado="SOLICITADO", aplicado_en=None, cerrado_en=None, detenido_en=None)
                    | Q(estado="APLICADO", aplicado_en__isnull=False, cerrado_en=None, detenido_en=None)
                    | Q(estado__in=["RECHAZADO", "DESISTIDO"], aplicado_en=None, cerrado_en__isnull=False)
                    & Q(detenido_en=None)
                    | Q(estado="DETENIDO", cerrado_en=None, detenido_en__isnull=False)
                )
                | Q(estado="FALLIDO", fallido_en__isnull=False, aplicado_en=None, cerrado_en=None, detenido_en=None)
                & ~Q(respuesta=""),
                violation_error_message="El estado del cambio no cuadra con sus fechas.",
            ),
            models.CheckConstraint(
                name="usuarios_cambio_confirmado_se_aplica",
                condition=Q(confirmado_en=None) | Q(aplicado_en__isnull=False),
                violation_error_message="Un cambio se aplica cuando se confirma.",
            ),
            models.CheckConstraint(
                name="usuarios_cambio_dice_que",
                condition=(Q(operacion="correo") & ~Q(correo=""))
                | (
                    Q(operacion__in=sorted(DE_ROL), correo="", dependencia__isnull=False, desde__isnull=False)
                    & ~Q(rol="")
                )
                | Q(operacion__in=["desactivar", "reactivar", "vinculo", "factor"], correo="", rol=""),
                violation_error_message="El cambio no dice qué cambia.",
            ),
            models.UniqueConstraint(
                fields=["afectado", "operacion", "objeto"],
                condition=Q(estado="SOLICITADO"),
                name="usuarios_cambio_uno_por_decidir",
                violation_error_message="Ya hay un cambio igual por decidir: resuélvalo antes de pedir otro.",
            ),
        ]

    def __str__(self):
        return f"{self.get_operacion_display()} · {self.afectado}"

    @property
    def vacante(self) -> bool:
        """El rol se encarga en un cargo que nadie tiene."""
        return self.tipo == TipoAsignacion.ENCARGO and self.en_encargo_de_id is None

    @property
    def del_rol(self) -> str:
        """«Jefe de dependencia en Hacienda desde el 1/7/2026 hasta el 31/7/2026, en encargo de Ana»; vacío sin rol."""
        if not self.rol:
            return ""
        final = f" hasta el {self.hasta:%d/%m/%Y}" if self.hasta else ""
        titular = self.en_encargo_de or (self.vacante and cargo_vacante(self.rol, self.dependencia.nombre))
        encargo = f", {en_encargo([str(titular)])}" if titular else ""
        return f"{self.get_rol_display()} en {self.dependencia} desde el {self.desde:%d/%m/%Y}{final}{encargo}"

    @property
    def orden(self) -> str:
        """La orden en el servidor que lo aplica, con el acto y el motivo por escribir."""
        que = {
            "correo": self.correo,
            "rol": self.rol,
            "dependencia": self.dependencia and self.dependencia.nombre,
            "desde": self.desde if self.operacion == Operacion.DAR_ROL else None,
            "hasta": self.hasta if self.operacion != Operacion.ANULAR_ROL else None,
            "en-encargo-de": self.en_encargo_de and self.en_encargo_de.email,
        }
        dicho = [f'--{nombre} "{valor}"' for nombre, valor in que.items() if valor]
        dicho += ["--vacante"] if self.vacante else []
        orden = ["manage.py cambiar_cuenta", self.afectado.email, self.operacion, *dicho]
        return " ".join([*orden, '--acto "…"', '--motivo "…"'])

    @property
    def queda(self) -> str:
        """Cómo queda la cuenta si se aplica, en una frase."""
        match self.operacion:
            case Operacion.CORREO:
                return f"Entra con {self.correo} y deja de entrar con {self.correo_anterior}."
            case Operacion.VINCULO:
                return f"Puede entrar hasta el {self.hasta:%d/%m/%Y}." if self.hasta else "Su vínculo no tiene final."
            case Operacion.DESACTIVAR:
                return "Ya no puede entrar."
            case Operacion.REACTIVAR:
                return "Vuelve a poder entrar."
            case Operacion.DAR_ROL:
                return f"Es {self.del_rol}."
            case Operacion.TERMINAR_ROL:
                return f"Deja de ser {self.get_rol_display()} en {self.dependencia} después del {self.hasta:%d/%m/%Y}."
            case Operacion.ANULAR_ROL:
                return f"No llega a ser {self.del_rol}."
            case Operacion.FACTOR:
                return "Se borra su segundo factor; si su rol lo exige, al entrar configura otro."
            case _:
                raise ValueError(f"Nadie dijo cómo queda la cuenta con «{self.operacion}».")

    @property
    def detenible_hasta(self) -> str:
        """Hasta cuándo lo detiene la persona afectada, si todavía puede."""
        if self.estado == self.Estado.APLICADO:
            return f"hasta el {fecha_hora(self.aplicado_en + ESPERA)}: vuelve su correo de antes."
        if self.aplica_en:
            return f"hasta el {fecha_hora(self.aplica_en)}, cuando se aplica solo."
        despues = ", y un día más después" if self.operacion == Operacion.CORREO else ""
        return f"hasta que otra persona lo confirme{despues}."

    @property
    def estaba(self) -> str:
        """Cómo estaba la cuenta al pedirlo, hasta donde el cambio lo dice."""
        if self.operacion == Operacion.CORREO:
            return f"Entra con {self.correo_anterior}."
        if self.operacion in (Operacion.TERMINAR_ROL, Operacion.ANULAR_ROL) and self.asignacion:
            final = f" hasta el {self.asignacion.hasta:%d/%m/%Y}" if self.asignacion.hasta else ""
            return f"{self.get_rol_display()} en {self.dependencia} desde el {self.desde:%d/%m/%Y}{final}."
        return ""
