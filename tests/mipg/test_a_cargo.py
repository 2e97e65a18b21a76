"""Toda relación con una dependencia dice si pasa a su sucesora o por qué se queda: una nueva rompe la prueba."""

from django.apps import apps

from mipg.usuarios.models import Dependencia
from seguimiento.acciones.dependencias import inventario
from tests import fabricas as f

# Lo que no se traslada, y por qué.
SE_QUEDAN = {
    "expediente.Documento.dependencia": "es historia: la sucesora lo ve",
    "expediente.Emision.dependencia": "es historia: la sucesora lo ve",
    "planes.Conforme.dependencia": "lo dijo ella; lo que falte por decir lo dice quien la sucedió",
    "politicas.Actor.dependencia": "lo dice el documento",
    "politicas.Atribucion.dependencia": "lo dice el documento",
    "politicas.Estrategia.responde": "lo dice el documento de ese año; el plan nace a cargo de quien la sucedió",
    "politicas.Estrategia.responsables": "lo dice el documento",
    "seguimiento.Cifra.dependencia": "lo congelado no cambia",
    "usuarios.AliasDependencia.dependencia": "sigue nombrándola, y quien lee un archivo llega a la sucesora",
    "usuarios.Asignacion.dependencia": "por las reglas de las cuentas",
    "usuarios.CambioDeCuenta.dependencia": "por las reglas de las cuentas",
    "usuarios.Dependencia.heredera": "es la cadena de sucesoras",
    "usuarios.Dependencia.sucesora": "es la cadena de sucesoras",
    "usuarios.Supresion.dependencia": "es su registro",
    "usuarios.Supresion.sucesora": "es su registro",
}


def test_todo_lo_que_es_de_una_dependencia_pasa_o_dice_por_que_no():
    relaciones = {
        f"{modelo._meta.label}.{campo.name}"
        for modelo in apps.get_models()
        for campo in (*modelo._meta.fields, *modelo._meta.many_to_many)
        if campo.related_model is Dependencia and not modelo._meta.proxy
    }
    pasan = {f"{c.filas.model._meta.label}.{c.campo}" for c in inventario(f.HOY)} & relaciones
    assert relaciones - pasan == set(SE_QUEDAN)
