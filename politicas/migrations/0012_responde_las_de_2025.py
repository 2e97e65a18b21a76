from django.db import migrations

# Lo que trae el catálogo: las bases que ya lo tenían no lo vuelven a leer.
DE_2025 = {
    1: ("Secretaría de Planeación Distrital", "Los planes institucionales publicados en el sitio web, con su acto de aprobación"),
    2: ("Secretaría de Planeación Distrital", "Los planes de acción de las políticas aprobados, con su acto"),
    3: ("Secretaría General", "Listas de asistencia, memorias y evaluación de cada jornada"),
    4: ("Secretaría General", "Fichas y videos publicados en el micrositio, con la revisión del líder de cada política"),
    5: ("Secretaría General", "Acta del reconocimiento otorgado"),
    6: ("Secretaría de Planeación Distrital", "Respuestas validadas y certificado de diligenciamiento del formulario"),
    7: ("Secretaría de Planeación Distrital", "Presentación de los resultados y listas de asistencia de cada socialización"),
    8: ("Secretaría de Planeación Distrital", "Planes de mejoramiento suscritos ante la Secretaría de Planeación Distrital"),
    9: ("Secretaría de Planeación Distrital", "Autodiagnósticos diligenciados y su consolidado"),
}


def completar(apps, schema_editor):
    Estrategia = apps.get_model("politicas", "Estrategia")
    dependencias = dict(apps.get_model("usuarios", "Dependencia").objects.values_list("nombre", "pk"))
    for una in Estrategia.objects.filter(anio=2025, responde=None, numero__in=DE_2025):
        nombre, soporte = DE_2025[una.numero]
        una.responde_id, una.soporte = dependencias.get(nombre), soporte
        una.save(update_fields=["responde", "soporte"])


class Migration(migrations.Migration):

    dependencies = [
        ('politicas', '0011_quien_responde_la_estrategia'),
        ('usuarios', '0011_la_sucede_otra'),
    ]

    operations = [migrations.RunPython(completar, migrations.RunPython.noop)]
