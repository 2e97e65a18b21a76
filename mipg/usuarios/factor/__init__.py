"""Segundo factor sobre `allauth.mfa`: quién lo necesita, cómo se cifra, y activarlo, reemplazarlo o quitarlo."""
