"""Decidir una contradicción del catálogo y revocar lo decidido."""

from datetime import datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, exigir
from mipg.usuarios.models import Usuario
from politicas.acciones.vigencias import tomar_vigencia
from politicas.contradicciones import de_vigencia
from politicas.models import DecisionCatalogo, Vigencia
from politicas.reglas import problemas_para_decidir, problemas_para_revocar


@transaction.atomic
def decidir_contradiccion(
    *,
    vigencia: Vigencia,
    clave: str,
    huella: str,
    opcion: str = "",
    texto: str = "",
    fundamento: str,
    por: Usuario,
    ahora: datetime,
) -> DecisionCatalogo:
    """Decide cuál de las fuentes vale (`opcion`) o, con `texto`, otra cosa.

    `huella` es la de lo que se leyó: si una fuente cambió mientras tanto, si ya no se contradicen o si otra persona lo
    decidió, lanza `EstadoCambiado`. Lanza `ReglaIncumplida` si la vigencia no está abierta o si falta algo.
    """
    tomada = tomar_vigencia(vigencia.pk)
    caso = next((c for c in de_vigencia(tomada, en_bogota(ahora)) if c.contradiccion.clave == clave), None)
    if caso is None:
        raise EstadoCambiado("Las fuentes ya no se contradicen en esto: no hay nada que decidir.")
    hallada = caso.contradiccion
    if caso.decision:
        raise EstadoCambiado(f"{caso.decision.decidida_por} ya lo decidió: {caso.decision.decision}.")
    if hallada.huella != huella:
        raise EstadoCambiado("Una de las fuentes cambió mientras usted la leía. Mírelas otra vez antes de decidir.")
    escogida = next((o for o in hallada.elegibles if o.clave == opcion), None)
    exigir(
        problemas_para_decidir(
            abierta=tomada.esta_abierta,
            escogida=bool(opcion),
            existe=escogida is not None,
            texto=texto,
            fundamento=fundamento,
        )
    )
    decision = DecisionCatalogo(
        vigencia=tomada,
        clase=hallada.clase,
        clave=clave,
        huella=huella,
        asunto=hallada.asunto,
        leido=[[o.fuente, o.dice] for o in hallada.opciones],
        opcion=escogida.clave if escogida else "",
        decision=f"{escogida.dice}, según {escogida.fuente}" if escogida else texto.strip(),
        fundamento=fundamento.strip(),
        decidida_en=ahora,
        decidida_por=por,
    )
    decision.full_clean()
    decision.save()
    registrar(decision, verbo="decidir", por=por, ahora=ahora, nota=decision.fundamento)
    return decision


@transaction.atomic
def revocar_decision(*, decision: DecisionCatalogo, motivo: str, por: Usuario, ahora: datetime) -> DecisionCatalogo:
    """Deja sin efecto lo decidido: la contradicción vuelve a estar por decidir. La decisión queda, con su motivo."""
    tomada = DecisionCatalogo.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if tomada.revocada_en:
        raise EstadoCambiado("Otra persona ya revocó esa decisión.")
    exigir(problemas_para_revocar(motivo=motivo))
    tomada.revocada_en, tomada.revocada_por, tomada.revocada_motivo = ahora, por, motivo.strip()
    tomada.full_clean()
    tomada.save(update_fields=["revocada_en", "revocada_por", "revocada_motivo"])
    registrar(tomada, verbo="revocar", por=por, ahora=ahora, nota=tomada.revocada_motivo)
    return tomada
