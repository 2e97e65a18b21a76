"""Cómo se sirven los archivos estáticos: con su huella en el nombre, también los módulos que otro módulo importa."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Estaticos(CompressedManifestStaticFilesStorage):
    """Los de whitenoise, que además reescriben los `import` de los módulos: sin esto saldrían sin caché y repetidos."""

    support_js_module_import_aggregation = True
