"""Un PDF: lo que ejecuta o abre algo al leerlo, y los archivos que lleva adjuntos."""

import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pikepdf

from .hallazgo import BOMBA, CON_CLAVE, DANADO, Peligro

_ARREGLO = "Imprímalo a PDF («Microsoft Print to PDF» o «Guardar como PDF») y suba ese archivo."
_ABRE = Peligro("una acción que abre programas u otros archivos", _ARREGLO)
_GUIONES = Peligro("programas (JavaScript) que corren al abrirlo", _ARREGLO)
_SALE = Peligro("una acción que al abrirlo va sola a otro lugar o le envía datos", _ARREGLO)
# Imprimirlo, o guardarlo de nuevo, le quita la firma y con ella lo que prueba.
_SIN_TOCAR_LA_FIRMA = (
    "Está firmado y cambiarlo le quitaría la firma: consérvelo donde está (su expediente de origen o el aplicativo que "
    "lo emitió) y adjunte aquí un enlace a él."
)
_FIRMADO = re.compile(rb"/ByteRange\b")
# Lo que una acción no hace sin que nadie la pida.
_SOLAS = {
    "/JavaScript": _GUIONES,
    **dict.fromkeys(("/SubmitForm", "/URI"), _SALE),
    **dict.fromkeys(("/Launch", "/ImportData", "/GoToR", "/RichMediaExecute"), _ABRE),
}
_GUION_DE_FORMULARIO = re.compile(rb"<(?:\w+:)?script\b", re.IGNORECASE)
# Lo que un formulario corriente hace cuando alguien escribe en un campo o lo pulsa: fechas, sumas, «Imprimir».
_AL_USAR_UN_CAMPO = frozenset({"/K", "/F", "/V", "/C", "/D", "/U", "/Fo", "/Bl"})
_SOSPECHA = re.compile(rb"/(?:Launch|ImportData|OpenAction|AA|EF|XFA)\b")
_ASOMA = re.compile(rb"/(?:Launch|ImportData|JavaScript|JS|EmbeddedFiles?|ObjStm|Encrypt)\b")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_CORRIENTE = re.compile(rb"\bstream\r?\n")
_ENCADENADAS = 200
# En 20 MB no caben más que estos en un documento de verdad, y con ellos leerlo cuesta segundos y memoria.
_OBJETOS_MAXIMOS = 200_000
_OBJETOS_COMPRIMIDOS_MAXIMO = 32 * 1024 * 1024
_CORRIENTES_MAXIMAS = 100_000
_FICHA_MAXIMA = 2048
_TROZO = 16 * 1024
_DESCOMPRIMIDO_MAXIMO = 200 * 1024 * 1024

Revision = Callable[[str, bytes], Peligro | None]


def peligro_de_pdf(contenido: bytes, revisar: Revision) -> Peligro | None:
    """Lo que un PDF no debe traer. `revisar(nombre, bytes)` mira cada archivo adjunto, como los de un comprimido.

    Un enlace, un formulario que calcula y un XML o un PDF adjuntos son corrientes; lo que corre al abrirlo, no.
    """
    hallado = _peligro(contenido, revisar)
    if hallado and hallado.arreglo == _ARREGLO and _FIRMADO.search(contenido):
        return replace(hallado, arreglo=_SIN_TOCAR_LA_FIRMA)
    return hallado


def _peligro(contenido: bytes, revisar: Revision) -> Peligro | None:
    if _revienta(contenido):
        return BOMBA
    try:
        with pikepdf.open(io.BytesIO(contenido)) as pdf:
            return _del_documento(pdf, revisar)
    except pikepdf.PasswordError:
        return CON_CLAVE
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError, OverflowError):
        # Otro lector puede entenderlo mejor: si dentro asoma algo que ejecuta, o se esconde, no entra.
        return DANADO if _ASOMA.search(_sin_escapes(contenido)) else None


def _sin_escapes(trozo: bytes) -> bytes:
    """«/J#61vaScript» es «/JavaScript»."""
    return _ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), trozo)


def _revienta(contenido: bytes) -> bool:
    """Si los objetos comprimidos, que se abren enteros para leer el PDF, no caben en la memoria."""
    if contenido.count(b"obj") > 2 * _OBJETOS_MAXIMOS:
        return True
    queda, visto = _OBJETOS_COMPRIMIDOS_MAXIMO, memoryview(contenido)
    for cuantas, corriente in enumerate(_CORRIENTE.finditer(contenido)):
        if cuantas > _CORRIENTES_MAXIMAS:
            return True
        antes = max(0, corriente.start() - _FICHA_MAXIMA)
        desde = contenido.rfind(b"obj", antes, corriente.start())
        ficha = _sin_escapes(contenido[max(desde, antes) : corriente.start()])
        if b"/ObjStm" in ficha or b"/XRef" in ficha:
            if ficha.count(b"Decode") - ficha.count(b"DecodeParms") > 1:
                return True
            queda -= sum(map(len, _inflado(visto[corriente.end() :], queda + 1)))
            if queda < 0:
                return True
    return False


def _inflado(comprimido: memoryview, maximo: int) -> Iterator[bytes]:
    """Lo descomprimido, por trozos, hasta pasar de `maximo` o hasta donde se pueda."""
    inflador, salieron = zlib.decompressobj(), 0
    for desde in range(0, len(comprimido), _TROZO):
        try:
            trozo = inflador.decompress(comprimido[desde : desde + _TROZO], max(1, maximo - salieron))
        except zlib.error:
            return
        salieron += len(trozo)
        yield trozo
        if inflador.eof or salieron >= maximo:
            return


def _del_documento(pdf: pikepdf.Pdf, revisar: Revision) -> Peligro | None:
    if "/JavaScript" in pdf.Root.get("/Names", {}):
        return _GUIONES
    for objeto in pdf.objects:
        raiz = objeto.stream_dict if isinstance(objeto, pikepdf.Stream) else objeto
        if isinstance(raiz, pikepdf.Dictionary | pikepdf.Array) and _SOSPECHA.search(raiz.unparse(resolved=True)):
            for diccionario in _diccionarios(raiz):
                if hallado := _de_un_diccionario(diccionario, revisar):
                    return hallado
    return None


def _diccionarios(objeto: pikepdf.Object, hondura: int = 0) -> Iterator[pikepdf.Dictionary]:
    """Un objeto y los que lleva escritos dentro; los que sólo nombra se miran aparte."""
    if isinstance(objeto, pikepdf.Dictionary):
        yield objeto
        dentro = list(objeto.values())
    else:
        dentro = list(objeto) if isinstance(objeto, pikepdf.Array) else []
    for otro in dentro:
        if isinstance(otro, pikepdf.Dictionary | pikepdf.Array) and not otro.is_indirect and hondura < _ENCADENADAS:
            yield from _diccionarios(otro, hondura + 1)


def _de_un_diccionario(diccionario: pikepdf.Dictionary, revisar: Revision) -> Peligro | None:
    if diccionario.get("/S") in ("/Launch", "/ImportData"):
        return _ABRE
    solas = [diccionario.get("/OpenAction")]
    if isinstance(gatillos := diccionario.get("/AA"), pikepdf.Dictionary):
        tolerados = frozenset() if diccionario.get("/Type") in ("/Page", "/Catalog") else _AL_USAR_UN_CAMPO
        solas += [accion for cual, accion in gatillos.items() if cual not in tolerados]
    if hallado := next(filter(None, map(_de_una_accion_sola, solas)), None):
        return hallado
    if "/XFA" in diccionario and _lleva_guion(diccionario["/XFA"]):
        return _GUIONES
    if isinstance(adjuntos := diccionario.get("/EF"), pikepdf.Dictionary):
        # Cada lector usa uno de sus nombres.
        nombres = {str(diccionario[n]) for n in ("/UF", "/F", "/DOS", "/Unix", "/Mac") if n in diccionario}
        for adjunto in adjuntos.values():
            for nombre in nombres or {"archivo adjunto"}:
                if isinstance(adjunto, pikepdf.Stream) and (hallado := revisar(nombre, _bytes(adjunto))):
                    return hallado
    return None


def _de_una_accion_sola(accion: object) -> Peligro | None:
    """Lo que no debe hacer una acción que nadie pide, o alguna de las que siguen a ella."""
    pendientes, vistas = [accion], 0
    while pendientes and vistas < _ENCADENADAS:
        vistas += 1
        actual = pendientes.pop()
        if isinstance(actual, pikepdf.Array):
            pendientes += list(actual)[:_ENCADENADAS]
        elif isinstance(actual, pikepdf.Dictionary):
            if "/JS" in actual:
                return _GUIONES
            if hallado := _SOLAS.get(str(actual.get("/S"))):
                return hallado
            if actual.get("/S") in ("/GoToE", "/Thread") and "/F" in actual:
                return _ABRE
            pendientes.append(actual.get("/Next"))
    return _GUIONES if vistas >= _ENCADENADAS else None


def _lleva_guion(formulario: pikepdf.Object) -> bool:
    """Si un formulario XFA (su XML, entero o en pedazos) trae programas."""
    pedazos = list(formulario) if isinstance(formulario, pikepdf.Array) else [formulario]
    escrito = b"".join(_bytes(pedazo) for pedazo in pedazos if isinstance(pedazo, pikepdf.Stream))
    return bool(_GUION_DE_FORMULARIO.search(escrito.replace(b"\x00", b"")))


def _bytes(adjunto: pikepdf.Stream) -> bytes:
    crudo = adjunto.read_raw_bytes()
    return b"".join(_inflado(memoryview(crudo), _DESCOMPRIMIDO_MAXIMO)) if "/Filter" in adjunto.stream_dict else crudo
