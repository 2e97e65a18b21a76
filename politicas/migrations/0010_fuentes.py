"""De dónde sale quién responde deja de ser una lista del código: es una fila, con los años que rige.

Al devolverse se pierden las fuentes que el código de antes no conoce, y lo que decían.
"""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import mipg.enlaces

PLAN = "Plan de acción MIPG 2025"
SEMBRADAS = (
    ("POLITICAS", 1, "§7, actividad 2 (tabla de políticas)"),
    ("ACTORES", 2, "§4 (tabla de actores)"),
)
ANIOS = [django.core.validators.MinValueValidator(2018), django.core.validators.MaxValueValidator(2100)]


def de_codigo_a_fila(apps, schema_editor):
    filas = apps.get_model("politicas", "ResponsabilidadPolitica").objects.order_by()
    for codigo, orden, seccion in SEMBRADAS:
        if (suyas := filas.filter(codigo_fuente=codigo)).exists():
            fuente = apps.get_model("politicas", "Fuente").objects.create(
                clase="DOCUMENTO", nombre=PLAN, seccion=seccion, desde=2025, reparte=codigo == "POLITICAS", orden=orden
            )
            suyas.update(fuente=fuente)


def de_fila_a_codigo(apps, schema_editor):
    filas = apps.get_model("politicas", "ResponsabilidadPolitica").objects.order_by()
    for codigo, _, seccion in SEMBRADAS:
        filas.filter(fuente__nombre=PLAN, fuente__seccion=seccion).update(codigo_fuente=codigo)
    filas.filter(codigo_fuente="").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("politicas", "0009_equivalencias"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Fuente",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clase",
                    models.CharField(
                        choices=[("DOCUMENTO", "Documento"), ("ACTO", "Acto administrativo")],
                        max_length=12,
                        verbose_name="clase",
                    ),
                ),
                ("nombre", models.CharField(max_length=200, verbose_name="nombre")),
                (
                    "seccion",
                    models.CharField(
                        blank=True,
                        help_text="Artículo, numeral o tabla.",
                        max_length=200,
                        verbose_name="sección",
                    ),
                ),
                ("desde", models.PositiveSmallIntegerField(validators=ANIOS, verbose_name="rige desde la vigencia")),
                (
                    "hasta",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="En blanco, hasta que otra más nueva nombre la misma política.",
                        null=True,
                        validators=ANIOS,
                        verbose_name="rige hasta la vigencia",
                    ),
                ),
                (
                    "reparte",
                    models.BooleanField(
                        default=True,
                        help_text="De ella sale a quién se le crea el plan de cada política que nombra.",
                        verbose_name="reparte el trabajo",
                    ),
                ),
                ("orden", models.PositiveSmallIntegerField(default=1, verbose_name="orden")),
                ("url", mipg.enlaces.CampoEnlace(blank=True, max_length=500, verbose_name="enlace oficial")),
                ("nota", models.TextField(blank=True, verbose_name="nota")),
                ("cargada_en", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="cargada")),
                ("retirada_en", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retirada")),
                ("retirada_motivo", models.TextField(blank=True, editable=False, verbose_name="motivo del retiro")),
                *(
                    (
                        nombre,
                        models.ForeignKey(
                            blank=True,
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    )
                    for nombre in ("cargada_por", "retirada_por")
                ),
            ],
            options={
                "verbose_name": "fuente",
                "verbose_name_plural": "fuentes",
                "ordering": ["-desde", "orden", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(clase__in=["DOCUMENTO", "ACTO"]),
                        name="politicas_fuente_clase_valido",
                        violation_error_message="El valor de «clase» no es una de las opciones.",
                    ),
                    models.CheckConstraint(
                        condition=Q(desde__isnull=True) | Q(hasta__isnull=True) | Q(hasta__gte=F("desde")),
                        name="politicas_fuente_desde_antes_de_hasta",
                        violation_error_message="La fuente deja de regir antes de empezar.",
                    ),
                    *(
                        models.CheckConstraint(
                            condition=Q(**{f"{verbo}_en__isnull": True, f"{verbo}_por__isnull": True})
                            | Q(**{f"{verbo}_en__isnull": False, f"{verbo}_por__isnull": False}),
                            name=f"politicas_fuente_{verbo}_en_por",
                            violation_error_message=f"La fecha y el autor van juntos ({rotulo}).",
                        )
                        for verbo, rotulo in (("cargada", "carga"), ("retirada", "retiro"))
                    ),
                    models.CheckConstraint(
                        condition=Q(retirada_en=None, retirada_motivo="")
                        | Q(retirada_en__isnull=False) & ~Q(retirada_motivo=""),
                        name="politicas_fuente_retirada_con_motivo",
                        violation_error_message="La fuente retirada dice su motivo; la que no lo está, no tiene.",
                    ),
                    models.UniqueConstraint(
                        condition=Q(retirada_en=None),
                        fields=("nombre", "seccion"),
                        name="politicas_fuente_unica",
                        violation_error_message="Ya hay una fuente con ese nombre y esa sección.",
                    ),
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="responsabilidadpolitica",
            options={
                "ordering": ["politica__numero_plan", "-fuente__desde", "fuente__orden", "fuente", "orden", "id"],
                "verbose_name": "responsabilidad",
                "verbose_name_plural": "responsabilidades",
            },
        ),
        migrations.RemoveConstraint("responsabilidadpolitica", "politicas_responsabilidad_unica"),
        migrations.RemoveConstraint("responsabilidadpolitica", "politicas_responsabilidad_fuente_valido"),
        migrations.RenameField("responsabilidadpolitica", "fuente", "codigo_fuente"),
        # Para poder devolverse: la columna vuelve vacía antes de que se le diga qué código era.
        migrations.AlterField(
            "responsabilidadpolitica", "codigo_fuente", models.CharField("fuente", max_length=12, default="")
        ),
        migrations.AddField(
            "responsabilidadpolitica",
            "fuente",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="responsabilidades",
                to="politicas.fuente",
                verbose_name="fuente",
            ),
        ),
        migrations.RunPython(de_codigo_a_fila, de_fila_a_codigo),
        migrations.RemoveField("responsabilidadpolitica", "codigo_fuente"),
        migrations.AlterField(
            "responsabilidadpolitica",
            "fuente",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="responsabilidades",
                to="politicas.fuente",
                verbose_name="fuente",
            ),
        ),
        migrations.AddConstraint(
            "responsabilidadpolitica",
            models.UniqueConstraint(
                fields=("politica", "fuente", "orden"),
                name="politicas_responsabilidad_unica",
                violation_error_message="La política ya tiene un responsable en ese orden y con esa fuente.",
            ),
        ),
    ]
