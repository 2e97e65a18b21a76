"""Sonda temporal de los servicios."""
import socket, time
import pytest
from django.template import Template, Context, engines
from tests.servicios import *
@pytest.mark.servicios
@pytest.mark.django_db(transaction=True)
def test_celery():
    t=time.time()
    with redis_desechable() as r, sumidero_smtp() as smtp:
        print("redis", time.time()-t); t=time.time()
        with trabajador_celery(entorno_de_prueba(REDIS_URL=r, EMAIL_URL=smtp.url)) as w:
            print("celery", time.time()-t)
            assert "ready" in w.registro
            import smtplib
            c=smtplib.SMTP("127.0.0.1", smtp.puerto); c.sendmail("a@b.co",["x@y.co"],"Subject: hola\n\nadios"); c.quit()
            assert smtp.destinos==["x@y.co"]
@pytest.mark.concurrencia
@pytest.mark.django_db(transaction=True)
def test_dep(dependencias, consultas):
    from django.db import connection
    from mipg.bitacora.models import Suceso
    assert Suceso.objects.count()==3
    with connection.cursor() as c:
        if connection.vendor=="sqlite":
            c.execute("create trigger t before delete on bitacora_suceso begin select raise(abort,'no'); end")
        else:
            c.execute("create function f() returns trigger language plpgsql as $$begin raise exception 'no'; end$$")
            c.execute("create trigger t before truncate on bitacora_suceso execute function f()")
    with consultas() as h: Suceso.objects.count()
    assert len(h)==1
@pytest.mark.concurrencia
@pytest.mark.django_db(transaction=True)
def test_dep2(dependencias):
    from mipg.bitacora.models import Suceso
    assert Suceso.objects.count()==3
def test_red():
    with pytest.raises(RuntimeError): socket.create_connection(("8.8.8.8",53))
    with pytest.raises(RuntimeError): socket.create_connection(("example.com",53))
def test_indef(rf):
    t=engines["django"].get_template("_componentes/estado.html")
    with pytest.raises(AssertionError) as e: t.render({})
    assert "texto" in str(e.value) and "estado.html" in str(e.value)
    assert engines["django"].from_string("{{ x }}").render({})==""
