"""Qué plan de acción se pide: de la entidad, de una política o de una dependencia, con o sin corte."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from mipg.reglas import ReglaIncumplida
from mipg.usuarios.models import Dependencia
from politicas.models import Politica, Vigencia
from seguimiento.models import Corte


@dataclass(frozen=True)
class Pedido:
    """De qué es el plan de acción (la entidad, si no se dice política ni dependencia) y con qué corte."""

    vigencia: Vigencia
    politica: Politica | None = None
    dependencia: Dependencia | None = None
    corte: Corte | None = None

    @property
    def titulo(self) -> str:
        """Cómo se llama el documento en la lista de informes y en las propiedades del PDF."""
        partes = [f"Plan de acción MIPG {self.vigencia}", self.de_que if self.politica or self.dependencia else ""]
        partes.append(f"corte {self.corte}" if self.corte else "formulación")
        return " · ".join(filter(None, partes))

    @property
    def de_que(self) -> str:
        """Nombre de lo que abarca."""
        if self.politica:
            return f"Política {self.politica}"
        return self.dependencia.nombre if self.dependencia else settings.ENTIDAD["nombre"]

    def parametros(self) -> dict[str, int | None]:
        """Claves primarias con que se guarda en la emisión."""
        return {
            nombre: objeto.pk if (objeto := getattr(self, nombre)) else None
            for nombre in ("vigencia", "politica", "dependencia", "corte")
        }

    @classmethod
    def de(cls, parametros: Mapping[str, int | None]) -> "Pedido":
        """Lo contrario de `parametros`. Lanza `ReglaIncumplida` si algo de lo pedido ya no existe."""

        def traer(filas: QuerySet, nombre: str):
            clave = parametros.get(nombre)
            if clave is None:
                return None
            if (fila := filas.filter(pk=clave).first()) is None:
                raise ReglaIncumplida(f"Ya no existe lo que se pidió ({nombre} {clave}).")
            return fila

        pedido = cls(
            vigencia=traer(Vigencia.objects.select_related("version"), "vigencia"),
            politica=traer(Politica.objects.select_related("dimension__version"), "politica"),
            dependencia=traer(Dependencia.objects, "dependencia"),
            corte=traer(Corte.objects.select_related("vigencia", "cerrado_por"), "corte"),
        )
        if pedido.vigencia is None or (pedido.corte and pedido.corte.vigencia_id != pedido.vigencia.pk):
            raise ReglaIncumplida("El corte pedido no es de la vigencia pedida.")
        return pedido
