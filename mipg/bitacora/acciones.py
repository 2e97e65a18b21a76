"""Las escrituras de la casa: `registrar` sucesos y `tomar` (o `mover`) una fila en una transición de estado."""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import date, datetime
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from mipg.bitacora import contexto
from mipg.bitacora.models import Suceso
from mipg.reglas import EstadoCambiado, Transiciones, desde


def _legible(valor) -> str | int | bool | None:
    if valor is None or isinstance(valor, bool | int | str):
        return valor
    if isinstance(valor, models.Model):
        return str(valor.pk)
    if isinstance(valor, datetime | date):
        return valor.isoformat()
    if isinstance(valor, Decimal):
        return format(valor.normalize(), "f")
    return str(valor)


def registrar(
    objeto: models.Model,
    *,
    verbo: str,
    por,
    ahora: datetime,
    cambios: Mapping[str, tuple] | None = None,
    nota: str = "",
) -> Suceso:
    """Anota que `por` hizo `verbo` sobre `objeto`. `cambios` es `{campo: (antes, después)}`.

    Si `por` actúa en encargo, queda dicho en los datos adicionales. Si el objeto es parte de otro, su `historial` dice
    de cuál.
    """
    suceso = _suceso(objeto, verbo, cambios or {}, por, ahora, nota)
    suceso.save()
    return suceso


def registrar_en_lote(
    hechos: Iterable[tuple[models.Model, str, Mapping[str, tuple]]], *, por, ahora: datetime, nota: str = ""
) -> None:
    """Como `registrar`, para muchos registros (registro, verbo, cambios) y con las mismas consultas.

    Sin verbo, el registro se creó y los cambios son lo que trae. Es para lo que se guardó en lote, que la biblioteca no
    ve.
    """
    sucesos = [_suceso(objeto, verbo, cambios, por, ahora, nota) for objeto, verbo, cambios in hechos]
    Suceso.objects.bulk_create(sucesos, batch_size=500)


def _suceso(objeto: models.Model, verbo: str, cambios: Mapping[str, tuple], por, ahora: datetime, nota="") -> Suceso:
    vigente = contexto.actual()
    encargos = por.perfil(ahora).encargos if por is not None else ()
    return Suceso(
        content_type=ContentType.objects.get_for_model(objeto),
        object_pk=str(objeto.pk),
        object_id=objeto.pk if isinstance(objeto.pk, int) else None,
        object_repr=str(objeto)[:500],
        action=Suceso.Action.UPDATE if verbo else Suceso.Action.CREATE,
        changes={campo: [_legible(a), _legible(b)] for campo, (a, b) in cambios.items()},
        actor=por,
        actor_email=getattr(por, "email", None),
        cid=vigente.numero or None,
        remote_addr=vigente.direccion,
        origen=vigente.origen,
        timestamp=ahora,
        verbo=verbo,
        nota=nota,
        historial=getattr(objeto, "historial", None),
        additional_data={"en_encargo_de": list(encargos)} if encargos else None,
    )


def mover(filas: models.QuerySet, transiciones: Transiciones, *, verbo: str, a: str, campo: str = "estado", **cambios):
    """Pasa a `a` las filas que la tabla deja llevar ahí con `verbo`; devuelve cuántas. No deja suceso.

    Es para colas y arriendos, que nadie decide. Lanza `ValueError` si la tabla no tiene esa transición.
    """
    admitidos = desde(transiciones, verbo, a)
    if not admitidos:
        raise ValueError(f"«{verbo}» no lleva a {a}: escríbalo en la tabla de transiciones.")
    return filas.filter(**{f"{campo}__in": admitidos}).update(**{campo: a, **cambios})


def tomar(
    filas: models.QuerySet,
    transiciones: Transiciones,
    *,
    a: str,
    por,
    verbo: str,
    ahora: datetime,
    version: int | None = None,
    nota: str = "",
    campo: str = "estado",
    **cambios,
):
    """Pasa la única fila de `filas` al estado `a`, si la tabla de su objeto lo admite, y devuelve la instancia fresca.

    Es la única forma de decidir un estado: `UPDATE … WHERE estado IN (de donde `verbo` lleva a `a`)` (y `version`,
    cuando se decide sobre lo que se leyó) que exige exactamente una fila, y el suceso con el antes y el después en la
    misma transacción.

    Lanza `EstadoCambiado` si la fila ya no está donde se esperaba —otra persona llegó primero— y `ValueError` si la
    tabla no tiene esa transición.
    """
    modelo = filas.model
    versionada = any(c.name == "version" for c in modelo._meta.fields)
    fresca = modelo._default_manager.all()
    # Lo relacionado que quien llama ya pidió se trae de una vez: la bitácora nombra el registro con ello.
    fresca.query.select_related = filas.query.select_related
    # Dentro de una acción no hace falta otro punto de retorno: si aquí algo falla, se deshace la acción entera.
    dentro = transaction.get_connection(filas.db).in_atomic_block
    with nullcontext() if dentro else transaction.atomic():
        antes = filas.values("pk", campo, *cambios).get()
        candidata = filas if version is None else filas.filter(version=version)
        sube = {"version": models.F("version") + 1} if versionada else {}
        if mover(candidata, transiciones, verbo=verbo, a=a, campo=campo, **cambios, **sube) != 1:
            raise EstadoCambiado(
                "Otra persona cambió este registro mientras usted lo miraba. No se hizo nada: revíselo de nuevo."
            )
        fila = fresca.get(pk=antes["pk"])
        distintos = {
            nombre: (antes[nombre], getattr(fila, modelo._meta.get_field(nombre).attname))
            for nombre in (campo, *cambios)
            if antes[nombre] != getattr(fila, modelo._meta.get_field(nombre).attname)
        }
        registrar(fila, verbo=verbo, por=por, ahora=ahora, cambios=distintos, nota=nota)
    return fila
