"""URLs de seguimiento."""

from django.urls import path

from seguimiento import views

app_name = "seguimiento"

_cortes = [
    path("vigencias/crear/", views.vigencia_crear, name="vigencia_crear"),
    path("vigencias/<int:pk>/cerrar/", views.vigencia_cerrar, name="vigencia_cerrar"),
    path("vigencias/<int:pk>/deshacer/", views.vigencia_deshacer, name="vigencia_deshacer"),
    path("vigencias/<int:pk>/version/", views.vigencia_version_corregir, name="vigencia_version_corregir"),
    path("cortes/", views.corte_lista, name="corte_lista"),
    path("cortes/<int:pk>/", views.corte_detalle, name="corte_detalle"),
    path("cortes/<int:pk>/editar/", views.corte_editar, name="corte_editar"),
    path("cortes/<int:pk>/abrir/", views.corte_abrir, name="corte_abrir"),
    path("cortes/<int:pk>/conciliar/", views.corte_conciliar, name="corte_conciliar"),
    path("cortes/<int:pk>/ampliar/", views.corte_ampliar, name="corte_ampliar"),
    path("cortes/<int:pk>/cerrar/", views.corte_cerrar, name="corte_cerrar"),
    path("cortes/<int:pk>/exportar/", views.corte_exportar, name="corte_exportar"),
]

_avances = [
    path("avances/", views.avance_lista, name="avance_lista"),
    path("avances/enviar/", views.avances_enviar, name="avances_enviar"),
    path("avances/<int:pk>/", views.avance_detalle, name="avance_detalle"),
    path("avances/<int:pk>/editar/", views.avance_editar, name="avance_editar"),
    path("avances/<int:pk>/enviar/", views.avance_enviar, name="avance_enviar"),
    path("avances/<int:pk>/recuperar/", views.avance_recuperar, name="avance_recuperar"),
    path("avances/<int:pk>/soportes/adjuntar/", views.soporte_adjuntar, name="soporte_adjuntar"),
    path("avances/<int:pk>/soportes/<int:uso>/quitar/", views.soporte_quitar, name="soporte_quitar"),
    path("actividades/<int:pk>/adelantar/", views.avance_adelantar, name="avance_adelantar"),
]

_revision = [
    path("revision/", views.revision_lista, name="revision_lista"),
    path("avances/<int:pk>/revisar/", views.avance_revisar, name="avance_revisar"),
    path("avances/<int:pk>/avalar/", views.avance_avalar, name="avance_avalar"),
    path("avances/<int:pk>/aceptar/", views.avance_aceptar, name="avance_aceptar"),
    path("avances/<int:pk>/devolver/", views.avance_devolver, name="avance_devolver"),
    path("avances/<int:pk>/revertir/", views.avance_revertir, name="avance_revertir"),
]

_tablero = [
    path("tablero/", views.tablero, name="tablero"),
    path("actividades/", views.actividad_lista, name="actividad_lista"),
    path("actividades/exportar/", views.actividad_exportar, name="actividad_exportar"),
    path("actividades/<int:pk>/", views.actividad_avance, name="actividad_avance"),
    path("planes/<int:pk>/", views.plan_avance, name="plan_avance"),
    path("planes/<int:pk>/versiones/<int:numero>/pedir/", views.version_pedir, name="version_pedir"),
    path("planes/<int:pk>/diferencia/pedir/", views.diferencia_pedir, name="diferencia_pedir"),
    path("propuestas/<int:pk>/diferencia/pedir/", views.propuesta_diferencia_pedir, name="propuesta_diferencia_pedir"),
    path("planes/<int:pk>/cronograma/", views.plan_cronograma, name="plan_cronograma"),
    path("dependencias/<int:pk>/cronograma/", views.dependencia_cronograma, name="dependencia_cronograma"),
    path("vigencias/<int:pk>/cronograma/", views.vigencia_cronograma, name="vigencia_cronograma"),
    path("dependencias/<int:pk>/", views.dependencia_avance, name="dependencia_avance"),
    path("politicas/<int:pk>/", views.politica_avance, name="politica_avance"),
]

_dependencias = [
    path("dependencias/", views.dependencia_lista, name="dependencia_lista"),
    path("dependencias/<int:pk>/suprimir/", views.dependencia_suprimir, name="dependencia_suprimir"),
    path("dependencias/<int:pk>/restablecer/", views.dependencia_restablecer, name="dependencia_restablecer"),
]

_informes = [
    path("informes/pedir/", views.informe_pedir, name="informe_pedir"),
    path("informes/sesiones/<int:pk>/pedir/", views.sesion_informe_pedir, name="sesion_informe_pedir"),
]

_hilo = [
    path("politicas/<int:pk>/ficha/", views.ficha_politica, name="ficha_politica"),
    path("politicas/<int:pk>/ficha/pedir/", views.ficha_pedir, name="ficha_pedir"),
    path("brechas/", views.brecha_lista, name="brecha_lista"),
    path("brechas/exportar/", views.brecha_exportar, name="brecha_exportar"),
    path("hilo/", views.hilo, name="hilo"),
    path("recomendaciones/<int:pk>/hilo/", views.recomendacion_hilo, name="recomendacion_hilo"),
    path("mejoras/<int:pk>/", views.mejora_avance, name="mejora_avance"),
]

urlpatterns = [*_cortes, *_avances, *_revision, *_tablero, *_dependencias, *_informes, *_hilo]
