"""Llena en cada vigencia hasta qué trimestre se cerró y la fecha de corte de cada uno, con lo que dicen sus cortes."""

from django.db import migrations


def llenar(apps, schema_editor):
    Corte = apps.get_model("seguimiento", "Corte")
    Vigencia = apps.get_model("politicas", "Vigencia")
    for corte in Corte.objects.order_by("vigencia", "trimestre").iterator():
        hechos = {f"corte_t{corte.trimestre}": corte.fecha_corte}
        if corte.estado == "CERRADO":
            hechos["trimestre_cerrado"] = corte.trimestre
        Vigencia.objects.filter(pk=corte.vigencia_id).update(**hechos)


class Migration(migrations.Migration):
    dependencies = [
        ("politicas", "0007_cortes_de_la_vigencia"),
        ("seguimiento", "0005_indice_de_las_cuentas"),
    ]

    operations = [migrations.RunPython(llenar, migrations.RunPython.noop)]
