"""Lo que se encuentra dentro de un archivo y cómo lo arregla quien lo subió."""

from dataclasses import dataclass, replace

SIN_ESO = "Quítelo y guárdelo de nuevo, o guárdelo como PDF."


@dataclass(frozen=True)
class Peligro:
    """Por qué un archivo no debe entrar: `que` completa «trae …» y `arreglo` dice qué hacer."""

    que: str
    arreglo: str = SIN_ESO

    def __str__(self) -> str:
        return f"trae {self.que}. {self.arreglo}"

    def dentro_de(self, miembro: str) -> "Peligro":
        """El mismo, diciendo en qué archivo del comprimido está."""
        return replace(self, que=f"{self.que}, en «{miembro}»")


DANADO = Peligro(
    "partes dañadas o incompletas, y no se puede revisar",
    "Ábralo con su programa, guárdelo de nuevo y vuelva a subirlo.",
)
CON_CLAVE = Peligro("contraseña, y quien lo audite no podría abrirlo", "Guárdelo sin contraseña y vuelva a subirlo.")
BOMBA = Peligro("demasiado contenido al descomprimirlo", "Súbalo por partes o quítele lo que no haga falta.")
MACROS = Peligro("macros (programas)", "Guárdelo sin macros (.docx, .xlsx, .pptx) o como PDF y vuelva a subirlo.")
EICAR = Peligro("la firma de prueba de los antivirus (EICAR)", "No lo suba: un archivo así se trata como un virus.")
OLE = Peligro(
    "un objeto incrustado de otro programa (OLE)",
    "Guárdelo como PDF, o quite el objeto y adjunte ese archivo aparte.",
)
ACTIVEX = Peligro("controles ActiveX", "Guárdelo como PDF, o quite los controles y guárdelo de nuevo.")
PLANTILLA_REMOTA = Peligro(
    "una plantilla que se descarga de otro lugar",
    "En Word: Archivo › Opciones › Complementos › Plantillas, quite la plantilla adjunta; o guárdelo como PDF.",
)
ENLACE_REMOTO = Peligro(
    "contenido que se carga solo desde otro lugar", "Guárdelo como PDF, o rompa el vínculo e incruste el contenido."
)
DDE = Peligro(
    "un vínculo que puede ejecutar otro programa (DDE)", "Guárdelo como PDF, o cambie el vínculo por su valor."
)
ENLACE_QUE_EJECUTA = Peligro(
    "un enlace que abre un programa del computador en vez de una página",
    "Quite ese hipervínculo y guárdelo de nuevo.",
)
SE_ACTUALIZA_SOLO = Peligro(
    "una consulta a otro lugar que se actualiza sola al abrirlo",
    "En Excel: Datos › Consultas y conexiones › Propiedades, quite «Actualizar al abrir el archivo» o elimine la "
    "conexión, y guárdelo de nuevo.",
)
