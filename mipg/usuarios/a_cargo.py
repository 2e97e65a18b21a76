"""Lo que una dependencia tiene a cargo, por clase. Cada app dice lo suyo en su `a_cargo` y con esto lo pasa a otra."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import F

from mipg.bitacora.acciones import registrar_en_lote
from mipg.usuarios.models import Dependencia, Usuario

# Por clase, las claves primarias a las que se limita un traslado; sin él, pasa todo lo vivo.
Solo = Mapping[str, Collection[int]] | None


@dataclass(frozen=True)
class Traslado:
    """De qué dependencia a cuál pasa lo que tenía a cargo, por qué (`nota`), quién lo hace y cuándo.

    Si nadie la sucede no hay `a`, y si se restablece una que nadie sucedió, no hay `de`.
    """

    de: Dependencia | None
    a: Dependencia | None
    nota: str
    por: Usuario
    ahora: datetime

    @property
    def quien(self) -> dict:
        """Los argumentos con que se anota."""
        return {"por": self.por, "ahora": self.ahora, "nota": self.nota}


@dataclass(frozen=True)
class Cargo:
    """Una clase de lo que está a cargo de las dependencias: `filas` son las vivas, de todas, y `campo` las nombra.

    `clave` la identifica en `Supresion.pasaron`; `titulo` la dice en pantalla.
    """

    clave: str
    titulo: str
    filas: models.QuerySet
    campo: str = "dependencia"

    def de(self, dependencia: Dependencia) -> models.QuerySet:
        """Las vivas de una dependencia."""
        return self.filas.filter(**{self.campo: dependencia})

    def que_pasan(self, traslado: Traslado, solo: Solo = None) -> models.QuerySet:
        """Las vivas de la que entrega; con `solo`, entre esas."""
        suyas = self.de(traslado.de)
        return suyas if solo is None else suyas.filter(pk__in=solo.get(self.clave, ()))

    def pasar(self, traslado: Traslado, solo: Solo = None) -> list:
        """Pasa a otra las vivas de una y devuelve los registros, ya pasados.

        Cada uno deja su suceso y, si lleva número de cambio, lo mueve: quien lo tenía a la vista lo vuelve a leer.
        """
        pasan = list(self.que_pasan(traslado, solo).select_for_update(of=("self",)).order_by("pk"))
        claves = [fila.pk for fila in pasan]
        if self.filas.model._meta.get_field(self.campo).many_to_many:
            self._pasar_varios(traslado, claves)
        else:
            self._todas(claves).update(**{self.campo: traslado.a})
        if any(campo.name == "version" for campo in self.filas.model._meta.fields):
            self._todas(claves).update(version=F("version") + 1)
        cambio = {self.campo: (traslado.de.nombre, traslado.a.nombre)}
        registrar_en_lote(((fila, "trasladar", cambio) for fila in pasan), **traslado.quien)
        return pasan

    def _todas(self, claves: Collection[int]) -> models.QuerySet:
        return self.filas.model._base_manager.filter(pk__in=claves)

    def _pasar_varios(self, traslado: Traslado, claves: Collection[int]) -> None:
        relacion = self.filas.model._meta.get_field(self.campo)
        propia, ajena = relacion.m2m_field_name(), relacion.m2m_reverse_field_name()
        pares = relacion.remote_field.through.objects.filter(**{f"{propia}__in": claves})
        # La que ya estaba, o que además responde por él, no se repite.
        estaban = pares.filter(**{ajena: traslado.a}).values(propia)
        pares.filter(**{ajena: traslado.de, f"{propia}__in": list(estaban.values_list(propia, flat=True))}).delete()
        pares.filter(**{ajena: traslado.de}).update(**{ajena: traslado.a})
