"""Vocabulario de lectura de personas, dependencias y asignaciones."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from mipg.texto import normalizar
from mipg.usuarios.reglas.correos import buzon
from mipg.usuarios.roles import CON_ESPERA, ESPERA, PERMISOS, RESGUARDOS, Permiso


def _existe(desde: date, hasta: date) -> Q:
    """La dependencia existe algún día entre los dos."""
    return Q(Q(vigente_desde=None) | Q(vigente_desde__lte=hasta), Q(vigente_hasta=None) | Q(vigente_hasta__gte=desde))


class DependenciaQuerySet(models.QuerySet):
    """Dependencias de la entidad."""

    def get_by_natural_key(self, nombre):
        """Busca por su nombre oficial."""
        return self.get(nombre=nombre)

    def vigentes(self, hoy: date, hasta: date | None = None) -> "DependenciaQuerySet":
        """Las que existen en la fecha o, con `hasta`, algún día entre las dos."""
        return self.filter(_existe(hoy, hasta or hoy))

    def de_hoy(self, hoy: date) -> dict[int, int]:
        """La que en la fecha responde por lo de cada una (claves primarias): ella o quien la sucedió, en cadena.

        De la que ya no existe y nadie sucedió, no responde ninguna: no está.
        """
        todas = dict(self.order_by().values_list("pk", "heredera"))
        existen = set(self.vigentes(hoy).order_by().values_list("pk", flat=True))
        return {pk: suya for pk, heredera in todas.items() if (suya := pk if pk in existen else heredera) in existen}

    def por_nombre(self, hoy: date | None = None) -> dict[str, int]:
        """Nombres, siglas y alias normalizados → clave primaria, para reconocerlas en un archivo.

        Lo que nombra a dos es, si se dice `hoy`, de la que ese día existe.
        """
        filas = list(self.values_list("pk", "nombre", "sigla", *([_existe(hoy, hoy)] if hoy else [])))
        alias = list(self.model.alias_de(self))
        existen = {pk for pk, *_, existe in filas if existe} if hoy else set()
        nombres: dict[str, int] = {}
        for de_hoy in (True, False):
            for pk, nombre, sigla, *_ in filas:
                if (pk in existen) is de_hoy:
                    nombres.setdefault(normalizar(nombre), pk)
                    if sigla:
                        nombres.setdefault(normalizar(sigla), pk)
            for texto, pk in alias:
                if (pk in existen) is de_hoy:
                    nombres.setdefault(texto, pk)
        return nombres


def vinculada(hoy: date, quien: str = "") -> Q:
    """La persona puede entrar en la fecha: activa y con su vínculo en pie. `quien`: el camino a ella (`persona__`)."""
    con_vinculo = Q(**{f"{quien}vinculo_hasta": None}) | Q(**{f"{quien}vinculo_hasta__gte": hoy})
    return Q(**{f"{quien}is_active": True}) & con_vinculo


def nombre_de(quien: str) -> Coalesce:
    """La persona como la diría `str(persona)`: su nombre o, si no tiene, su correo. `quien`: el campo (`enlace`)."""
    return Coalesce(NullIf(F(f"{quien}__nombre"), Value("")), F(f"{quien}__email"), output_field=models.CharField())


class AsignacionQuerySet(models.QuerySet):
    """Asignaciones fechadas de rol."""

    def vigentes(self, hoy: date) -> "AsignacionQuerySet":
        """Las que valen en la fecha, de personas que siguen vinculadas."""
        return self.filter(vinculada(hoy, "persona__"), Q(hasta=None) | Q(hasta__gte=hoy), desde__lte=hoy)

    def no_terminadas(self, hoy: date) -> "AsignacionQuerySet":
        """Las vigentes y las futuras, aunque su persona esté desactivada: de ellas sale el resguardo de una cuenta."""
        return self.filter(Q(hasta=None) | Q(hasta__gte=hoy))

    def con_permiso(self, permiso: Permiso) -> "AsignacionQuerySet":
        """Las que dan un permiso."""
        return self.filter(rol__in=[rol for rol, suyos in PERMISOS.items() if permiso in suyos])

    def titulares(self, rol: str, dependencia) -> list[tuple[str, date, date | None]]:
        """(Nombre, desde, hasta) de quienes tienen el rol en la dependencia, hasta donde llegue su vínculo."""
        suyas = self.filter(rol=rol, dependencia=dependencia, tipo="TITULAR", persona__is_active=True)
        return [
            (str(una.persona), una.desde, min(filter(None, [una.hasta, una.persona.vinculo_hasta]), default=None))
            for una in suyas.select_related("persona").order_by("desde", "pk")
        ]

    def que_reportan(self, hoy: date) -> "AsignacionQuerySet":
        """Las vigentes de enlace o jefe: quienes reportan por su dependencia y pueden ser enlace de una actividad."""
        return self.vigentes(hoy).con_permiso(Permiso.AVANCE_REPORTAR)

    def pares_que_reportan(self, hoy: date, personas: Iterable[int] | None = None) -> set[tuple[int, int]]:
        """Los pares (persona, dependencia) de `que_reportan`, de todas o de esas personas (claves primarias)."""
        suyas = self.que_reportan(hoy) if personas is None else self.que_reportan(hoy).filter(persona__in=personas)
        return set(suyas.values_list("persona", "dependencia"))


class UsuarioQuerySet(models.QuerySet):
    """Personas."""

    def vinculadas(self, hoy: date) -> "UsuarioQuerySet":
        """Las que pueden entrar en la fecha."""
        return self.filter(vinculada(hoy))

    def cortar_accesos(self) -> int:
        """Deja sin valor sus sesiones abiertas y sus enlaces pendientes de contraseña. Devuelve a cuántas."""
        return self.update(sello=F("sello") + 1)

    def resguardadas(self, hoy: date) -> "UsuarioQuerySet":
        """Las vinculadas con algún rol resguardado que no ha terminado."""
        roles = self.model._meta.get_field("asignaciones").related_model.objects.no_terminadas(hoy)
        return self.vinculadas(hoy).filter(pk__in=roles.filter(rol__in=list(RESGUARDOS)).values("persona"))

    def del_buzon(self, correo: str) -> "UsuarioQuerySet":
        """Las que reciben en el mismo buzón que `correo`, lleve o no «+algo»."""
        nombre, _, dominio = buzon(correo).rpartition("@")
        return self.filter(Q(email__startswith=f"{nombre}+") | Q(email__startswith=f"{nombre}@")).filter(
            email__endswith=f"@{dominio}"
        )

    def sin_clave(self) -> "UsuarioQuerySet":
        """Las que todavía no pueden entrar: falta invitarlas o que usen su invitación."""
        return self.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def sin_invitar(self) -> "UsuarioQuerySet":
        """Las que no pueden entrar y nadie ha invitado."""
        return self.sin_clave().filter(invitada_en=None)


class UsuarioManager(BaseUserManager.from_queryset(UsuarioQuerySet)):
    """Personas que entran con su correo."""

    def get_by_natural_key(self, email):
        """Busca sin distinguir mayúsculas: el correo se guarda en minúsculas, y la base confundiría otras letras."""
        return self.get(email=email.strip().lower())

    def create_user(self, email, password=None, **campos):
        """Crea una persona; sin contraseña queda a la espera de su invitación. Lanza `ValidationError`."""
        persona = self.model(email=email.strip().lower(), **campos)
        persona.set_password(password)
        persona.full_clean()
        persona.save(using=self._db)
        return persona


_LLEGARON = ("APLICADO", "DETENIDO")


class CambioDeCuentaQuerySet(models.QuerySet):
    """Cambios de cuentas."""

    def por_decidir(self) -> "CambioDeCuentaQuerySet":
        """Los que todavía no se aplican ni se cierran."""
        return self.filter(estado="SOLICITADO")

    def iguales(self, cambio) -> "CambioDeCuentaQuerySet":
        """Los demás que le hacen lo mismo a la misma cosa de la misma persona, el último primero."""
        mismos = self.filter(afectado=cambio.afectado, operacion=cambio.operacion, objeto=cambio.objeto)
        return mismos.exclude(pk=cambio.pk).order_by("-creado_en", "-pk")

    def detuvo_el_ultimo(self) -> bool:
        """La persona detuvo el primero de estos que se aplicó o se detuvo; los demás no cuentan."""
        return self.filter(estado__in=_LLEGARON).values_list("estado", flat=True).first() == "DETENIDO"

    def en_curso(self, ahora: datetime) -> "CambioDeCuentaQuerySet":
        """Los que se deciden y los correos aplicados hace menos de un día: lo que a su persona le están cambiando."""
        return self.filter(
            Q(estado="SOLICITADO") | Q(estado="APLICADO", operacion="correo", aplicado_en__gt=ahora - ESPERA)
        )

    def vencidos(self, ahora: datetime) -> "CambioDeCuentaQuerySet":
        """Los que ya esperaron y se aplican solos."""
        return self.por_decidir().filter(aplica_en__lte=ahora)

    def que_pueden_devolver(self, correo: str, ahora: datetime) -> "CambioDeCuentaQuerySet":
        """Los cambios de correo aplicados que su persona todavía puede detener, y le devolverían esa dirección."""
        aplicados = self.filter(operacion="correo", estado="APLICADO", aplicado_en__gt=ahora - ESPERA)
        return aplicados.filter(se_puede_detener=True, correo_anterior=correo.strip().lower())

    def detenidos(self, operacion: str) -> set[tuple[int, str]]:
        """(Persona, objeto) de los cambios de esa operación que dirían `detuvo_el_ultimo`."""
        alguno = self.filter(operacion=operacion, estado="DETENIDO").values("afectado")
        pasaron = self.filter(operacion=operacion, estado__in=_LLEGARON, afectado__in=alguno)
        ultimos = pasaron.order_by("creado_en", "pk").values_list("afectado", "objeto", "estado")
        de_cada_uno = {(afectado, objeto): estado for afectado, objeto, estado in ultimos}
        return {cual for cual, estado in de_cada_uno.items() if estado == "DETENIDO"}

    def que_suspenden(self, ahora: datetime) -> "CambioDeCuentaQuerySet":
        """Los que, recién aplicados o detenidos, suspenden la recuperación de la contraseña de su persona."""
        desde = ahora - ESPERA
        recientes = Q(estado="APLICADO", aplicado_en__gt=desde) | Q(estado="DETENIDO", detenido_en__gt=desde)
        return self.filter(recientes, operacion__in=CON_ESPERA)
