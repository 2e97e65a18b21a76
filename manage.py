#!/usr/bin/env python
"""Punto de entrada de los comandos de Django."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mipg.settings")
    execute_from_command_line(sys.argv)
