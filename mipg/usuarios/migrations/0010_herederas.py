"""Quién responde hoy por lo de cada dependencia con sucesora: la última de la cadena."""

from django.db import migrations


def escribir(apps, _):
    dependencias = apps.get_model("usuarios", "Dependencia").objects.using(_.connection.alias)
    # Se podía escribir a mano: la que no dice hasta cuándo existe, o se sucede a sí misma, no tiene sucesora.
    for una in dependencias.filter(sucesora__isnull=False).select_related("sucesora"):
        if una.vigente_hasta is None or una.sucesora_id == una.pk:
            una.nota = f"{una.nota}\nDecía que la sucedería: {una.sucesora.nombre}.".strip()
            una.sucesora = None
            una.save(update_fields=["nota", "sucesora"])
    sucesora_de = dict(dependencias.filter(sucesora__isnull=False).values_list("pk", "sucesora"))
    for pk in sucesora_de:
        heredera, vistas = pk, set()
        while heredera in sucesora_de and heredera not in vistas:
            vistas.add(heredera)
            heredera = sucesora_de[heredera]
        if heredera in vistas:
            # Un círculo no lleva a nadie.
            dependencias.filter(pk=pk).update(sucesora=None)
        else:
            dependencias.filter(pk=pk).update(heredera=heredera)


class Migration(migrations.Migration):

    dependencies = [("usuarios", "0009_supresion")]

    operations = [migrations.RunPython(escribir, migrations.RunPython.noop)]
