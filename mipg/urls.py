"""URLs del sistema. Sin sesión no hay página: `LoginRequiredMiddleware` exige ingreso salvo donde se diga."""

from allauth.account import views as cuenta
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

# De allauth, sólo entrar, salir y la contraseña, con sus nombres de siempre. Ni registro ni cambio de correo: las
# personas las crea quien administra, y el correo con que se entra no lo cambia su dueño.
cuentas = [
    path("login/", cuenta.login, name="account_login"),
    path("logout/", cuenta.logout, name="account_logout"),
    path("inactive/", cuenta.account_inactive, name="account_inactive"),
    path("reauthenticate/", cuenta.reauthenticate, name="account_reauthenticate"),
    # Del segundo factor, pedirlo; configurarlo es nuestro (`portal:segundo_factor`).
    path("segundo-factor/pedir/", mfa.authenticate, name="mfa_authenticate"),
    path("segundo-factor/confirmar/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("segundo-factor/confirmar/llave/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("password/change/", cuenta.password_change, name="account_change_password"),
    # allauth lleva aquí a quien entró sin tener contraseña: la pone con el enlace de recuperación.
    path("password/set/", RedirectView.as_view(pattern_name="account_reset_password"), name="account_set_password"),
    path("password/reset/", cuenta.password_reset, name="account_reset_password"),
    path("password/reset/done/", cuenta.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        cuenta.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        cuenta.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [
    path("", include("mipg.portal.urls")),
    path("admin/", admin.site.urls),
    path("cuenta/", include(cuentas)),
    path("personas/", include("mipg.usuarios.urls")),
    path("expediente/", include("mipg.expediente.urls")),
    path("politicas/", include("politicas.urls")),
    path("planes/", include("planes.urls")),
    path("furag/", include("furag.urls")),
    path("seguimiento/", include("seguimiento.urls")),
]

# El 403 y el 404 de Django ya pasan por los procesadores de contexto, que ponen el número de petición.
handler400 = "mipg.portal.errores.mala_peticion"
handler500 = "mipg.portal.errores.error_interno"
