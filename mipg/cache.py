"""La caché en la base de datos, con una orden por escritura.

La de Django cuenta la tabla y abre una transacción cada vez; aquí se cuentan los intentos, y un ingreso escribe mucho.
"""

from base64 import b64encode
from contextlib import nullcontext
from datetime import UTC, datetime
from itertools import count
from pickle import dumps  # nosec B403

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connections, router, transaction
from django.utils import timezone

CADA_CUANTAS_SE_LIMPIA = 500


class CacheEnBase(DatabaseCache):
    """La de Django, en su misma tabla; lo vencido se borra cada `CADA_CUANTAS_SE_LIMPIA` escrituras."""

    _escrituras = count(1)

    def _base_set(self, mode, key, value, timeout=DEFAULT_TIMEOUT):
        if mode == "touch":
            return super()._base_set(mode, key, value, timeout)
        base = router.db_for_write(self.cache_model_class)
        conexion = connections[base]
        plazo = self.get_backend_timeout(timeout)
        vence = datetime.max if plazo is None else datetime.fromtimestamp(plazo, tz=UTC)
        fecha, tabla = conexion.ops.adapt_datetimefield_value, conexion.ops.quote_name(self._table)
        sql = (
            f"INSERT INTO {tabla} (cache_key, value, expires) VALUES (%s, %s, %s) "  # nosec B608
            "ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
        )
        ahora = timezone.now().replace(microsecond=0)
        valores = [
            key,
            b64encode(dumps(value, self.pickle_protocol)).decode("latin1"),
            fecha(vence.replace(microsecond=0)),
        ]
        if mode == "add":  # sólo reemplaza lo vencido
            sql += f" WHERE {tabla}.expires < %s"
            valores.append(fecha(ahora))
        try:
            # Dentro de una transacción ajena, un fallo de la caché no debe dañarla.
            protegida = transaction.atomic(using=base) if conexion.in_atomic_block else nullcontext()
            with protegida, conexion.cursor() as cursor:
                cursor.execute(sql, valores)
                escribio = cursor.rowcount > 0
                if next(self._escrituras) % CADA_CUANTAS_SE_LIMPIA == 0:
                    cursor.execute(f"SELECT COUNT(*) FROM {tabla}")  # nosec B608
                    self._cull(base, cursor, ahora, cursor.fetchone()[0])
        except DatabaseError:
            return False
        return escribio
