import pytest
pytestmark=pytest.mark.navegador
def test_pag(page, sitio, axe, consola):
    consola.permitir("404")
    page.goto(sitio+"/nada/")
    assert page.title()
    assert axe(page)==[]
def test_mal(page, sitio, consola):
    page.goto(sitio+"/nada/")
    page.set_content("<html><img src='a'><p style='color:#eee'>hola</p><script>throw new Error('malo')</script></html>")
    page.evaluate("setTimeout(()=>{throw new Error('tarde')},0)")
    page.wait_for_timeout(200)
    assert any("tarde" in e for e in consola.errores), consola.errores
    print(consola.errores)
    consola.permitir("")
