"""Lo que se dice de lo que se encuentra en un plan, por el código de su nota. Los supuestos, sin mayúscula ni punto."""

from collections.abc import Mapping
from typing import NamedTuple

from mipg.libros.textos import ValorInvalido

MENSAJES: Mapping[str, str] = {
    "bpin_sin_codigo": "No trae un código BPIN, que es de sólo dígitos: queda vacío.",
    "cantidad_combinada": "La cantidad está combinada sobre {trimestres} y no se sabe cuánto va en cada uno. Separe "
        "las celdas y escriba lo de cada una.",
    "celda_combinada": "La celda está combinada con la fila {desde} y no se sabe cuánto corresponde a cada actividad. "
        "Separe las celdas y escriba el valor de cada una.",
    "columna_posible": "El archivo no trae {que} y esta columna puede serlo. Diga qué es, o que no se importa.",
    "columna_que_corrige": "Otra columna trae {que} y esta puede corregirla. Diga cuál se importa y que la otra no se "
        "importa.",
    "columna_supuesta": "«{titulo}» se tomó como {que}. Si es otra cosa, diga abajo qué es",
    "constante_con_otras": "La meta es constante ({meta}), pero los trimestres traen otras cantidades. Repita la meta "
        "en cada trimestre programado o cambie el tipo de meta.",
    "constante_repetida": "la misma meta se repite en los trimestres: se entendió como constante",
    "constante_sin_cantidad": "sin cantidad: la meta constante queda en 100 %",
    "constante_sin_trimestres": "sin trimestres: la meta constante rige en {donde}",
    "continuacion": "la fila no tiene nombre: se unió a la actividad de la fila {otra}",
    "cronograma_pintado": "El cronograma está pintado y los colores no se leen. Escriba una «X» en cada casilla "
        "pintada, o la fecha fin; si los colores no dicen cuándo, diga arriba que esas columnas no se importan.",
    "de_otro_plan": "Sólo se importan las actividades de «{plan}»: las de otros planes ({cuantas}) no. Si son de este, "
        "escriba su nombre en la columna o bórrela.",
    "dependencia_interpretada": "«{texto}» se entendió como «{nombre}»",
    "dependencia_sin_reconocer": "«{literal}» no es el nombre, el alias ni la sigla de una sola dependencia. Diga "
        "cuál es o corrija la celda.",
    "dependencias_sin_usar": "La columna trae dependencias de la entidad y no se importa. Diga si son las "
        "responsables, o que no.",
    "encabezado_de_dos_filas": "El encabezado ocupa dos filas y esta es la segunda: si la borra, no se sabe qué es "
        "cada columna. Deje una sola, con el título completo en cada columna: «Trimestre I programado», «Trimestre I "
        "ejecutado».",
    "entrega_por_marca": "sin meta: una entrega en cada trimestre señalado ({donde})",
    "falta_la_meta": "Falta la meta. Escriba la cantidad que se propone la actividad, por ejemplo «2 informes». Si la "
        "fila es el título de una sección, combine sus celdas o bórrela.",
    "fecha_de_otra_vigencia": "El año no es el de la vigencia {vigencia}. Compruebe la fecha.",
    "fechas_de_varias_filas": "Las filas combinadas de esta actividad traen otras fechas y sólo se lee la de la "
        "primera.",
    "fechas_mes_dia": "las fechas de la columna se leyeron como mes/día",
    "fechas_por_trimestre": "cada trimestre trae sus fechas: va de la primera a la última",
    "fichas": "Las actividades vienen en fichas: «Meta», «Responsable»… son filas y no columnas. Ponga esos títulos en "
        "una sola fila y, debajo, cada actividad en la suya.",
    "fila_de_otra_vigencia": "La fila es de la vigencia {vigencia} y se importa en la {esta}.",
    "fila_de_resumen": "La fila {padre} parece el resumen de las que siguen ({siguiente}…). Si lo es, bórrela.",
    "fila_que_puede_ser": "La fila se tomó como título, firma o nota. Si es una actividad, complétela.",
    "fila_sin_nombre": "La fila tiene datos pero no el nombre de la actividad. Escríbalo o borre la fila.",
    "filas_iguales": "Las filas {filas} dicen lo mismo y se importan todas. Borre las repetidas.",
    "filas_ocultas": "Hay filas ocultas y también se importan: {filas}. Muéstrelas en Excel para revisarlas.",
    "fin_antes_de_inicio": "La fecha fin ({fin:%d/%m/%Y}) es anterior a la de inicio ({inicio:%d/%m/%Y}). Corrija una.",
    "hito_de_una_entrega": "la meta de un hito es una entrega: queda en 1",
    "hito_de_varias": "La meta de un hito es 1: se entrega o no. Escriba 1 o cambie el tipo de meta.",
    "hito_en_varios": "Un hito se entrega en un solo trimestre y aquí hay {senalados}. Deje sólo uno.",
    "hito_sin_programar": "sin meta, trimestres ni fecha fin: se entendió como una entrega (hito) sin programar",
    "hito_sin_trimestre": "sin trimestre: el hito queda en el de la fecha fin (T{ultimo})",
    "hoja_oculta": "La hoja «{nombre}» está oculta. Compruebe que es la que quiere importar.",
    "hojas_parecidas": "Varias hojas traen actividades y se lee una sola: «{nombre}». Elija la de este plan arriba "
        "(también están: {nombres}) o junte todas en una hoja.",
    "letras_perdidas": "Hay un «?» donde iba una letra y así se guarda. Corríjala en el archivo.",
    "hojas_que_completan": "Se lee una sola hoja, «{nombre}», y la programación de sus actividades está en otra "
        "({nombres}). Pase sus columnas a «{nombre}» o, si no se importa, elija «{nombre}» arriba.",
    "linea_base_en_otra_escala": "La línea base queda en {escrita} %. Si es {como} %, escríbala con su signo.",
    "linea_base_ilegible": "La línea base no es un número: queda vacía. Escriba sólo la cifra.",
    "marcas_y_cantidades": "Unos trimestres traen cantidad y otros una «X». Escriba la cantidad en todos.",
    "meta_cero": "La meta es cero. Si se busca llegar a cero (cero sanciones), escriba «Descendente» en una columna "
        "«Sentido»; si este año no se programa, borre la fila; si no, escriba otra cantidad.",
    "meta_del_producto": "sin columna de meta: {dicho}",
    "meta_descrita_distinta": "Aquí dice {dicha} y la meta queda en {meta}. Compruebe cuál es.",
    "meta_en_dinero": "«{texto}» es dinero. Si es el presupuesto, no es la meta: escriba la cantidad que se propone "
        "la actividad. Si la meta sí es en pesos, escriba «pesos» en la unidad de medida.",
    "meta_en_fraccion": "la meta {una} está en porcentaje: se entendió como {otra} %",
    "meta_en_su_trimestre": "la meta queda programada en el trimestre de esta columna",
    "meta_es_la_suma": "sin meta anual: se tomó la suma de los trimestres ({meta})",
    "meta_negativa": "La meta es negativa. Escriba una cantidad mayor que cero.",
    "meta_periodica": "La meta dice cuánto en cada período y no cuánto en el año. Escriba el total de la vigencia, "
        "por ejemplo «4 informes», o lo de cada trimestre.",
    "meta_por_trimestre": "la meta de cada fila es la de su trimestre (filas {filas})",
    "meta_repartida": "la meta se repartió por igual {como} ({donde})",
    "meta_repetida_dudosa": "Todas las filas de la actividad traen la misma meta ({meta}) y lo ejecutado va "
        "creciendo: no se sabe si es la meta de cada trimestre o la de todo el año. Si es la del año, deje una sola "
        "fila; si es la de cada trimestre, quite las columnas de ejecución.",
    "meta_sin_cantidad": "La meta no trae una cantidad. Escríbala con número, por ejemplo «2 informes».",
    "meta_sin_repartir": "la meta no se reparte exacta en {donde}: queda toda en T{ultimo}",
    "meta_sin_unidad": "La meta no tiene unidad. Si es un porcentaje, escríbala «{cien} %».",
    "no_acumulada": "una meta no acumulada se entendió como {como}",
    "nombre_combinado": "La actividad está combinada desde la fila {combinada_desde} y esta fila trae otros datos. "
        "Deje una sola fila por actividad, o separe las celdas y dele nombre a cada una.",
    "nombre_partido": "la fila sigue el nombre de la actividad de la fila {otra}: se unió a ella",
    "nombre_sin_letras": "El nombre de la actividad no tiene letras. Escríbalo, o diga cuál columna lo trae.",
    "numeracion_por_grupo": "varias actividades llevan el mismo número, el de su hallazgo: se numeraron de corrido",
    "numeracion_por_seccion": "la numeración se repite en cada sección: se numeró de corrido",
    "numero_como_fecha": "Excel guardó el número como fecha: se leyó {numero}",
    "numero_repetido": "El número {escrito} está repetido. Dé uno a cada actividad.",
    "numero_supuesto": "las actividades sin número tomaron el siguiente libre",
    "solo_avances": "Traen avances y ninguna meta, producto ni fecha: {nombres}. Nada de eso entra como avance, que se "
        "reporta en cada actividad con su soporte.",
    "otras_hojas": "Otras hojas también parecen un plan y no se leen: {nombres}.",
    "otra_con_su_numero": "Lleva el número de una actividad del plan que se llama de otro modo, y la reemplaza. Mire "
        "«Cambian»; si es otra actividad, cámbiele el número, y si el archivo es de otro plan, descártelo.",
    "partes_que_no_suman": "Los trimestres vienen en porcentaje, suman {suma} % y la meta es una cantidad. Escriba en "
        "cada uno cuánto se programa, o porcentajes que sumen 100 %.",
    "periodos_acumulados": "las cantidades vienen acumuladas: vale la última de cada trimestre",
    "periodos_sumados": "los meses, semestres u otros períodos se sumaron en su trimestre",
    "peso_falta": "Unas actividades tienen peso y esta no. Escriba el de todas o deje la columna vacía.",
    "peso_no_positivo": "El peso debe ser mayor que cero. Escriba el de esta actividad o, para que todas pesen igual, "
        "diga arriba que la columna del peso no se importa.",
    "pesos_en_fraccion": "los pesos vienen en fracciones de 1: se convirtieron en porcentaje",
    "pesos_no_suman": "Los pesos suman {suma} % y deben sumar 100 %. Corríjalos.",
    "pesos_redondeados": "los pesos no suman 100 % por redondeo: se ajustó el último",
    "plan_de_otro_anio": "Todas las fechas son de {anios} y el plan es de la vigencia {vigencia}. Si subió otro "
        "archivo, descarte este; si las fechas son así, confírmelo arriba.",
    "porcentaje_chico": "{uno} ya está en porcentaje, como los demás del archivo: queda en {uno} % y no en {otro} %",
    "porcentaje_dudoso": "{uno} puede ser {uno} % o {otro} %. Escríbalo con su signo «%» o dé a la columna formato de "
        "porcentaje.",
    "porcentajes_sin_meta": "Los trimestres vienen en porcentaje y falta la meta. Escriba la cantidad que se propone "
        "la actividad.",
    "presupuesto_en_otra_escala": "Esta columna puede ser el presupuesto, pero no está en pesos. Escríbala en pesos en "
        "el archivo, o diga que no se importa.",
    "presupuesto_muy_bajo": "El presupuesto queda en menos de un millón de pesos. Si está en miles o millones, "
        "escríbalo completo.",
    "presupuesto_sin_cifra": "El presupuesto no trae una cifra: queda vacío. Escriba sólo los pesos.",
    "punto_dudoso": "«{escrito}» puede ser {miles} o {decimal}: en otras celdas el punto separa decimales. Escriba el "
        "que es, sin punto.",
    "queda_sin_fecha_fin": "sin fecha fin: queda vacía, y el plan no se puede enviar hasta que alguien la escriba",
    "queda_sin_fecha_inicio": "sin fecha de inicio: queda vacía, y el plan no se puede enviar hasta que alguien la "
        "escriba",
    "queda_sin_programar": "sin trimestres ni fecha fin: la meta queda sin programar",
    "reordena_encabezado": "Desde la fila {fila} las columnas están en otro orden. Ponga lo que sigue bajo los títulos "
        "de arriba, columna por columna, o páselo a otro archivo. No basta con borrar esta fila.",
    "se_conservan_los_pesos": "el archivo no trae pesos: cada actividad conserva el suyo y las nuevas quedan sin peso",
    "sin_actividades": "No hay ninguna actividad debajo del encabezado. Suba el plan con sus actividades.",
    "sin_columna_de_actividad": "No se encontró la columna de las actividades. Ponga un encabezado «Actividad» (y "
        "«Meta», «Fecha fin», «Dependencia responsable»…) encima de los datos, o diga qué es cada columna.{posible}",
    "sin_columna_de_dependencia": "No trae dependencia responsable. Asígnela a cada actividad después.",
    "sin_dependencia": "La actividad no tiene dependencia responsable. Asígnela después.",
    "sin_fecha_fin": "sin fecha fin: queda el {fin:%d/%m/%Y}",
    "sin_fecha_inicio": "sin fecha de inicio: queda el {inicio:%d/%m/%Y}",
    "sin_meta": "sin meta ni trimestres: se entendió como una entrega (hito) en el trimestre {ultimo}",
    "sin_pesos": "el archivo no trae pesos: todas las actividades pesan igual",
    "sin_trimestres": "sin trimestres: toda la meta queda en el de la fecha fin (T{ultimo})",
    "solo_apoyos": "La celda sólo nombra dependencias de apoyo. Asigne después la responsable.",
    "tabla_acostada": "La tabla está acostada: «Actividad», «Meta», «Responsable»… van hacia abajo y cada actividad "
        "en una columna. En Excel cópiela, péguela en otra hoja con Pegado especial › Transponer y suba el archivo de "
        "nuevo.",
    "texto_largo": "El texto tiene {letras} caracteres y caben {limite}. Acórtelo.",
    "texto_suelto": "La fila no tiene nombre de actividad y está separada de la anterior: no se importa «{dice}». Si "
        "es de una actividad, póngala justo debajo.",
    "trimestre_ilegible": "El trimestre no se entiende. Escriba 1, 2, 3 o 4.",
    "trimestre_negativo": "Hay un trimestre con cantidad negativa. Escriba cero o una cantidad positiva.",
    "trimestre_no_es_el_del_fin": "El trimestre no es el de la fecha fin ({fin:%d/%m/%Y}): la meta queda programada "
        "{queda}. Compruebe cuál es.",
    "trimestre_repetido": "El trimestre {trimestre} está repetido en esta actividad. Deje una fila.",
    "trimestres_acumulados": "los trimestres vienen acumulados: se convirtieron en lo de cada trimestre",
    "trimestres_distintos": "Es otro trimestre de la actividad de la fila {otra} y aquí dice otra cosa. Deje lo mismo "
        "en todas sus filas, o dele otro código si es otra actividad.",
    "trimestres_en_fraccion": "los trimestres vienen en fracciones de 1: se convirtieron en porcentaje",
    "trimestres_en_partes": "los trimestres vienen en porcentaje de la meta: se convirtieron en cantidades",
    "trimestres_no_suman": "Los trimestres suman {suma} y la meta es {meta}. Corrija la meta o los trimestres; si la "
        "misma cantidad se mantiene todo el año, escriba «Permanente» en la meta.",
    "trimestres_redondeados": "los trimestres no suman la meta por redondeo: se ajustó el último",
    "trimestres_sin_meta": "Falta la meta y lo programado suma {suma}, que no se suma. Escriba la meta.",
    "unidad_de_hito": "sin unidad: un hito se cuenta en entregas",
    "unidad_es_porcentaje": "la meta está en porcentaje: la unidad es «%» y no «{escrita}»",
    "estrategia_de_otro_plan": "La columna «{titulo}» no se importa: las estrategias del modelo sólo van en el plan de "
        "implementación.",
    "estrategia_no_clara": "«{texto}» no dice cuál de las nueve estrategias es y queda sin ninguna. Escriba sólo su "
        "número, del 1 al 9.",
    "valor_por_defecto": "«{texto}» no se reconoce: queda el valor por defecto.",
    "varias_politicas": "El archivo trae {politicas} políticas y un plan es de una sola: {nombres}.",
    "varios_planes": "El archivo trae {planes} planes y sus actividades se importan juntas: {nombres}. Si no son el "
        "mismo, suba cada uno por separado.",
    "varios_responsables": "varios responsables: {cual} responde y las demás dependencias apoyan",
}  # fmt: skip


class Supuesto(NamedTuple):
    """Algo que se interpretó: la regla que lo hizo y lo que se le dice a la persona."""

    codigo: str
    mensaje: str


def suponer(codigo: str, **datos) -> Supuesto:
    """El supuesto de ese código, con sus datos."""
    return Supuesto(codigo, MENSAJES[codigo].format(**datos))


def invalido(codigo: str, **datos) -> ValorInvalido:
    """La negativa de ese código, con sus datos, para lanzarla."""
    return ValorInvalido(MENSAJES[codigo].format(**datos), codigo)
