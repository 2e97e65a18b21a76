"""Las entradas del índice: lo que se guarda de cada cosa, y cómo se busca y se ordena en ello."""

from collections.abc import Iterable, Iterator

from django.apps.registry import Apps
from django.db import connection, models
from django.db.models import Case, Q, TextField, When
from django.db.models.expressions import RawSQL

TABLA = "mipg_buscador"
TEXTOS = f"{TABLA}_textos"
COLUMNAS = ("clase", "objeto", "dentro", "reciente", "titulo", "texto", "clave")
TRIGRAMA = 3


class EntradaQuerySet(models.QuerySet):
    """Lo guardado para buscar."""

    def que_tienen(self, palabras: Iterable[str]) -> "EntradaQuerySet":
        """Las que tienen todas las palabras, ya plegadas, en alguno de sus campos."""
        filas = self.filter(*(Q(texto__tiene=palabra) for palabra in palabras))
        trigramas = dict.fromkeys(t for palabra in palabras for t in _trigramas(palabra))
        if connection.vendor != "sqlite" or not trigramas:
            return filas
        # PostgreSQL usa su índice por sí mismo. FTS5 da candidatas; que de verdad las tengan ya se comprobó arriba.
        pedido = " AND ".join('"{}"'.format(t.replace('"', '""')) for t in trigramas)
        if _abundan(pedido):
            return filas
        candidatas = RawSQL(f"SELECT rowid FROM {TEXTOS} WHERE {TEXTOS} MATCH %s", [pedido])  # nosec B608 B611
        return filas.filter(pk__in=candidatas)

    def por_parecido(self, palabras: Iterable[str]) -> "EntradaQuerySet":
        """Las que se llaman justo así, las que empiezan así, las que lo tienen en el nombre y las demás.

        Entre iguales, lo más reciente primero y después por su nombre.
        """
        frase = " ".join(palabras)
        parecido = Case(
            When(titulo=frase, then=0),
            When(titulo__startswith=frase, then=1),
            When(Q(*(Q(titulo__tiene=palabra) for palabra in palabras)), then=2),
            default=3,
        )
        # La clave ya está guardada: sólo hay que compararla carácter por carácter.
        return self.order_by(parecido, "-reciente", PorCaracter("clave"), "objeto")


class PorCaracter(models.Func):
    """Un texto, comparado carácter por carácter sea cual sea el orden con que se creó la base."""

    template = "%(expressions)s"
    output_field = TextField()

    def as_postgresql(self, compiler, conexion, **contexto):
        """Con la colación «C»; la de SQLite ya es ésa."""
        return self.as_sql(compiler, conexion, template='%(expressions)s COLLATE "C"', **contexto)


class Entrada(models.Model):
    """Una cosa que se puede encontrar: de qué clase, cuál, de cuándo, y sus textos ya plegados.

    `dentro` es de qué otra cosa es parte (el plan de una actividad), o 0; `reciente`, un año o una fecha (20260301), o
    0; `texto`, todo lo que se busca de ella; `clave`, la de orden.
    """

    clase = models.CharField(max_length=20)
    objeto = models.BigIntegerField()
    dentro = models.BigIntegerField(default=0)
    reciente = models.IntegerField()
    titulo = models.TextField()
    texto = models.TextField()
    clave = models.TextField()

    objects = EntradaQuerySet.as_manager()

    class Meta:
        # En su propio registro, como la tabla de migraciones de Django: no es un modelo que se audite ni se administre.
        apps = Apps()
        app_label = "buscador"
        db_table = TABLA
        # La clase, de segunda: casi todo es de una sola, y buscar por ella recorrería la tabla entrada por entrada.
        constraints = [models.UniqueConstraint(fields=["objeto", "clase"], name="mipg_buscador_unica")]

    def __str__(self):
        return f"{self.clase} {self.objeto}"


def _abundan(pedido: str) -> bool:
    """Más de la mitad lo tienen: recorrer la tabla en orden cuesta la mitad que ir por cada una."""
    with connection.cursor() as cursor:
        mitad = f"SELECT coalesce(max(id), 0) / 2 FROM {TABLA}"  # nosec B608
        unas = f"SELECT 1 FROM {TEXTOS} WHERE {TEXTOS} MATCH %s LIMIT ({mitad}) + 1"  # nosec B608
        cursor.execute(f"SELECT count(*) > ({mitad}) FROM ({unas})", [pedido])  # nosec B608
        return bool(cursor.fetchone()[0])


def _trigramas(palabra: str) -> Iterator[str]:
    """Los que cubren la palabra; una más corta no tiene ninguno."""
    ultimo = len(palabra) - TRIGRAMA
    for desde in [*range(0, ultimo, TRIGRAMA), ultimo] if ultimo >= 0 else ():
        yield palabra[desde : desde + TRIGRAMA]
