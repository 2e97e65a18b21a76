"""Lo que obtuvo cada entidad, tal como viene en el archivo: nada se recalcula."""

from django.db import models

from furag.models.mediciones import Carga, Columna
from furag.querysets import EntidadMedidaQuerySet, PuntajeQuerySet
from furag.reglas.cifras import es_solo_meci
from mipg.restricciones import rango


class EntidadMedida(models.Model):
    """Una fila del archivo de resultados. `grupo`: el grupo par limpio de espacios y tildes, que se compara por
    igualdad; vacío si el archivo no lo dice, y entonces no se compara con nadie.
    """

    carga = models.ForeignKey(Carga, on_delete=models.CASCADE, related_name="filas")
    fila = models.PositiveIntegerField("fila")
    codigo_sigep = models.CharField("código SIGEP", max_length=20, blank=True)
    nombre = models.CharField("entidad", max_length=300)
    naturaleza = models.CharField("naturaleza jurídica", max_length=150, blank=True)
    clasificacion = models.CharField("clasificación orgánica", max_length=150, blank=True)
    departamento = models.CharField("departamento", max_length=100, blank=True)
    municipio = models.CharField("municipio", max_length=100, blank=True)
    grupo_par = models.CharField("grupo par", max_length=150, blank=True)
    grupo = models.CharField("grupo par, para comparar", max_length=150, blank=True, editable=False)
    tipo_formulario = models.CharField("tipo de formulario", max_length=60, blank=True)
    huella = models.CharField("huella de la fila", max_length=64)

    objects = EntidadMedidaQuerySet.as_manager()

    class Meta:
        verbose_name = "entidad medida"
        verbose_name_plural = "entidades medidas"
        ordering = ["carga_id", "fila"]
        constraints = [
            models.UniqueConstraint(
                fields=["carga", "fila"],
                name="furag_entidadmedida_fila_unica",
                violation_error_message="Esa fila del archivo ya está.",
            )
        ]
        indexes = [models.Index(fields=["carga", "grupo"], name="furag_entidad_grupo")]

    def __str__(self):
        return self.nombre

    @property
    def es_solo_meci(self) -> bool:
        """Sólo responde el MECI."""
        return es_solo_meci(self.tipo_formulario)


class Puntaje(models.Model):
    """Lo que obtuvo una entidad en un índice, de 0 a 100. El que no se midió no tiene fila: nunca es 0."""

    entidad = models.ForeignKey(EntidadMedida, on_delete=models.CASCADE, related_name="puntajes")
    columna = models.ForeignKey(Columna, on_delete=models.CASCADE, related_name="puntajes")
    valor = models.DecimalField("puntaje", max_digits=7, decimal_places=4)

    objects = PuntajeQuerySet.as_manager()

    class Meta:
        verbose_name = "puntaje"
        verbose_name_plural = "puntajes"
        ordering = ["entidad_id", "columna_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entidad", "columna"],
                name="furag_puntaje_unico",
                violation_error_message="La entidad ya tiene ese puntaje.",
            ),
            rango("furag_puntaje", "valor", 0, 100, "Un puntaje va de 0 a 100."),
        ]

    def __str__(self):
        return f"{self.columna_id}: {self.valor}"
