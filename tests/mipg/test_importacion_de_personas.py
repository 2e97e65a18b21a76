"""Entender una tabla de personas: encabezados, alias, fechas y cada error en su celda. Sin base de datos."""

from dataclasses import replace
from datetime import date

import pytest

from mipg.libros import Celda, Fila, Hoja, Libro
from mipg.texto import normalizar
from mipg.usuarios.personas import Existente, interpretar
from mipg.usuarios.reglas import Papel, Perfil
from mipg.usuarios.roles import Rol

HOY = date(2026, 7, 6)
DEPENDENCIAS = {normalizar(n): pk for n, pk in [("Secretaría de Hacienda", 1), ("SHA", 1), ("Talento Humano", 2)]}
TITULOS = ["Nombre completo", "Correo electrónico", "Dependencia", "Rol", "Desde", "Hasta", "Cargo"]
ANA = ["Ana Pérez", "Ana@Ejemplo.test", "secretaria de hacienda", "Enlace", "", "", ""]


def tabla(*filas, titulos=TITULOS, desde_fila=1):
    return libro(
        (numero, {i: v for i, v in enumerate(fila, start=1) if v != ""})
        for numero, fila in enumerate([titulos, *filas], start=desde_fila)
    )


def libro(filas):
    return Libro((Hoja("", tuple(Fila(n, {i: Celda(v) for i, v in celdas.items()}) for n, celdas in filas)),))


def leer(*filas, existentes=None, quien="", perfil=None, jefes=(), **opciones):
    quienes = {"existentes": existentes or {}, "quien": quien, "perfil": perfil, "jefes": jefes}
    return interpretar(tabla(*filas, **opciones), dependencias=DEPENDENCIAS, hoy=HOY, **quienes)


def con(**cambio):
    campos = ["nombre", "correo", "dependencia", "rol", "desde", "hasta", "cargo"]
    return [cambio.get(campo, valor) for campo, valor in zip(campos, ANA, strict=True)]


def test_entiende_encabezados_alias_y_pone_hoy_donde_no_hay_fecha():
    lectura = leer(
        ANA, con(correo="b@ejemplo.test", dependencia="Talento  humano", rol="líder", desde=date(2026, 1, 1))
    )
    assert lectura.errores == ()
    ana, beto = lectura.filas
    assert (ana.correo, ana.dependencia, ana.rol, ana.desde) == ("ana@ejemplo.test", 1, Rol.ENLACE, HOY)
    assert (beto.dependencia, beto.rol, beto.desde) == (2, Rol.JEFE, date(2026, 1, 1))
    assert lectura.sin_fecha == 1


def test_el_encabezado_puede_estar_mas_abajo_y_en_otro_orden():
    filas = [(1, {1: "Alcaldía"}), (3, {2: "Rol", 3: "Correo", 4: "Nombre", 5: "Oficina"}),
             (4, {2: "jefe", 3: "a@b.co", 4: "Ana", 5: "SHA"})]  # fmt: skip
    lectura = interpretar(libro(filas), dependencias=DEPENDENCIAS, existentes={}, hoy=HOY)
    assert [f.fila for f in lectura.filas] == [4]


@pytest.mark.parametrize(
    ("nombres", "apellidos", "nombre"),
    [
        ("Carlos", "Díaz", "Carlos Díaz"),
        ("Carlos Díaz", "Díaz", "Carlos Díaz"),
        ("Diana", "Ana", "Diana Ana"),
        ("Carlos", "", "Carlos"),
    ],
)
def test_los_apellidos_de_otra_columna_completan_el_nombre(nombres, apellidos, nombre):
    titulos = ["Nombres", "Apellidos", "Correo electrónico institucional", "Dependencia", "Rol"]
    lectura = leer([nombres, apellidos, "c@ejemplo.test", "SHA", "Enlace"], titulos=titulos)
    assert (lectura.errores, lectura.avisos) == ((), ())
    assert lectura.filas[0].nombre == nombre


def test_unos_apellidos_solos_no_son_un_nombre():
    titulos = ["Nombres", "Apellidos", "Correo", "Dependencia", "Rol"]
    assert "Falta el nombre." in str(leer(["", "Díaz", "c@ejemplo.test", "SHA", "Enlace"], titulos=titulos).errores)


def test_no_se_pide_decir_que_es_una_columna_donde_no_se_elige():
    avisos = leer([*ANA, "Rojo"], titulos=[*TITULOS, "Color"]).avisos
    assert [aviso.mensaje for aviso in avisos] == ["La columna «Color» no se reconoció y no se importa."]


@pytest.mark.parametrize(
    ("cambio", "columna", "frase"),
    [
        ({"nombre": ""}, "A", "Falta el nombre"),
        ({"nombre": "x" * 151}, "A", "caben 150"),
        ({"correo": "ana(arroba)ejemplo"}, "B", "no es un correo"),
        ({"correo": ""}, "B", "Falta el correo"),
        ({"dependencia": "Oficina de Sueños"}, "C", "No hay ninguna dependencia llamada «Oficina de Sueños»"),
        ({"dependencia": ""}, "C", "Falta la dependencia"),
        ({"rol": "rey"}, "D", "no es un rol"),
        ({"rol": ""}, "D", "Falta el rol"),
        ({"desde": "ayer"}, "E", "no es una fecha"),
        ({"desde": "45000"}, "E", "no es una fecha"),
        ({"desde": "10/07/2026", "hasta": "01/07/2026"}, "F", "anterior a la inicial"),
    ],
)
def test_cada_error_dice_su_fila_su_columna_y_como_arreglarlo(cambio, columna, frase):
    lectura = leer(ANA, con(**{"correo": "otra@ejemplo.test"} | cambio))
    assert [(f.fila, f.columna) for f in lectura.errores] == [(3, columna)]
    assert frase in lectura.errores[0].mensaje
    assert f"Fila 3, columna {columna}: " in f"F{lectura.errores[0].donde[1:]}: "


def test_dice_todos_los_errores_de_una_vez():
    assert len(leer(con(nombre="", rol=""), con(correo="x", dependencia="y")).errores) == 4


@pytest.mark.parametrize(
    ("titulos", "frase"),
    [
        (["Nombre", "Correo", "Rol"], "«Dependencia»"),
        (["a", "b", "c"], "«Nombre», «Correo», «Dependencia», «Rol»"),
    ],
)
def test_si_falta_una_columna_lo_dice(titulos, frase):
    assert frase in leer(ANA, titulos=titulos).errores[0].mensaje


def test_sin_filas_o_con_demasiadas_lo_dice():
    assert "no trae personas" in leer().errores[0].mensaje
    assert "Súbalo por partes" in leer(*[ANA] * 2_100).errores[0].mensaje


def test_una_persona_en_dos_filas_son_dos_roles_y_una_sola_persona():
    lectura = leer(ANA, con(rol="jefe", dependencia="Talento Humano"))
    assert lectura.cuantas == {"personas": 1, "asignaciones": 1, "por_confirmar": 1, "iguales": 0}


def test_el_mismo_correo_con_dos_nombres_es_un_error():
    assert "ya está en otra fila" in leer(ANA, con(nombre="Beto Ruiz", rol="jefe")).errores[0].mensaje


def test_reimportar_lo_mismo_no_hace_nada():
    existente = Existente(7, "Ana Pérez", (("enlace", 1, date(2025, 1, 1), None),))
    lectura = leer(ANA, ANA, existentes={"ana@ejemplo.test": existente})
    assert [f.efecto for f in lectura.filas] == ["igual", "igual"]
    assert lectura.cuantas == {"personas": 0, "asignaciones": 0, "por_confirmar": 0, "iguales": 2}


def test_lo_ya_pedido_no_se_pide_otra_vez():
    pedido = Existente(7, "Ana Pérez", pedidos=(("jefe", 1, date(2026, 7, 1), None),))
    lectura = leer(con(rol="jefe"), existentes={"ana@ejemplo.test": pedido})
    assert [(f.efecto, f.cambia, f.por_confirmar) for f in lectura.filas] == [("pedido", False, False)]
    (error,) = leer(con(rol="jefe", desde=date(2026, 1, 1)), existentes={"ana@ejemplo.test": pedido}).errores
    assert error.columna == "D" and "ya está pedido desde el 01/07/2026 y falta que otra persona" in error.mensaje
    # En el mismo archivo, dos periodos de un rol que confirma otra persona son dos pedidos iguales.
    (error,) = leer(con(rol="jefe", hasta=date(2026, 8, 1)), con(rol="jefe", desde=date(2026, 9, 1))).errores
    assert (error.fila, "Suba aparte" in error.mensaje) == (3, True)


def test_un_rol_que_confirma_otra_persona_no_se_pide_para_fechas_que_ya_pasaron():
    (error,) = leer(con(rol="jefe", desde=date(2026, 1, 1), hasta=date(2026, 7, 5))).errores
    assert error.columna == "F" and "esas fechas ya pasaron" in error.mensaje


def test_lo_que_la_persona_detuvo_dice_donde_se_pide_con_su_acto():
    detuvo = Existente(7, "Ana Pérez", detenidos=frozenset({"jefe:1"}))
    (error,) = leer(con(rol="jefe"), existentes={"ana@ejemplo.test": detuvo}).errores
    assert error.columna == "D" and "desde su ficha, citando el acto administrativo" in error.mensaje


def test_a_quien_ya_esta_se_le_suma_el_rol_nuevo():
    existente = Existente(7, "Ana Pérez", (("enlace", 2, date(2025, 1, 1), None),))
    fila = leer(ANA, existentes={"ana@ejemplo.test": existente}).filas[0]
    assert (fila.efecto, fila.persona) == ("asignar", 7)


def test_control_interno_excluye_tambien_dentro_del_archivo():
    assert "excluyente" in leer(ANA, con(rol="Control Interno")).errores[0].mensaje


def test_quien_importa_no_se_da_roles_a_si_mismo():
    existente = Existente(7, "Ana Pérez", (("planeacion", 2, date(2025, 1, 1), None),))
    quien = {"quien": "ana@ejemplo.test", "perfil": Perfil(7, HOY, (Papel("planeacion", 2),))}
    lectura = leer(ANA, existentes={"ana@ejemplo.test": existente}, **quien)
    assert "a sí mismo" in lectura.errores[0].mensaje


def test_lo_que_quien_importa_no_puede_pedir_es_un_error_en_la_celda_del_rol():
    planeacion = {"quien": "beto@ejemplo.test", "perfil": Perfil(8, HOY, (Papel("planeacion", 2),))}
    lectura = leer(con(rol="Control Interno"), **planeacion)
    assert [(e.codigo, e.mensaje) for e in lectura.errores] == [
        ("rol_por_corregir", "Un cambio en la cuenta de Control Interno lo pide Administración técnica.")
    ]
    administracion = planeacion | {"perfil": Perfil(8, HOY, (Papel("administrador", 2),))}
    assert [f.por_confirmar for f in leer(con(rol="Control Interno"), **administracion).filas] == [True]


@pytest.mark.parametrize(
    ("estado", "frase"),
    [
        ({"activa": False}, "está desactivada: reactívela antes de darle un rol"),
        ({"vinculo_hasta": date(2026, 7, 5)}, "vínculo terminó el 05/07/2026: corríjalo antes de darle un rol"),
    ],
)
def test_a_quien_ya_no_esta_vinculado_no_se_le_da_un_rol(estado, frase):
    ana = Existente(7, "Ana Pérez", (("enlace", 1, date(2025, 1, 1), None),), **estado)
    existentes = {"ana@ejemplo.test": ana}
    (falta,) = leer(con(rol="jefe"), existentes=existentes).errores
    assert ((falta.fila, falta.columna), frase in falta.mensaje) == ((2, "B"), True), falta
    # Lo que ya tenía no cambia nada.
    assert [f.efecto for f in leer(ANA, existentes=existentes).filas] == ["igual"]


def test_el_correo_de_otra_persona_no_le_da_el_rol_y_dice_de_quien_es():
    maria = {"maria@ejemplo.test": Existente(7, "María Gómez")}
    (falta,) = leer(con(nombre="Juan Pérez", correo="maria@ejemplo.test", rol="jefe"), existentes=maria).errores
    assert (falta.fila, falta.columna) == (2, "A")
    assert "maria@ejemplo.test es de «María Gómez»" in falta.mensaje
    assert not leer(con(nombre="MARIA  GOMEZ", correo="maria@ejemplo.test"), existentes=maria).errores


def test_el_orden_de_las_fechas_lo_decide_la_columna():
    otra = con(nombre="Luis", correo="luis@ejemplo.test", desde="1/15/2026", hasta="12/31/2026")
    lectura = leer(con(desde="2/1/2026", hasta="12/5/2026"), otra)
    assert lectura.errores == ()
    assert [(f.desde, f.hasta) for f in lectura.filas] == [
        (date(2026, 2, 1), date(2026, 12, 5)),
        (date(2026, 1, 15), date(2026, 12, 31)),
    ]


def test_con_fechas_de_las_dos_maneras_la_ambigua_se_pide():
    filas = [
        con(nombre=correo[0], correo=correo, desde=desde)
        for correo, desde in (("a@x.co", "1/15/2026"), ("b@x.co", "31/1/2026"), ("c@x.co", "2/3/2026"))
    ]
    lectura = leer(*filas)
    assert [(f.fila, f.columna) for f in lectura.errores] == [(2, "E"), (4, "E")]
    assert "dos maneras" in lectura.errores[1].mensaje


@pytest.mark.parametrize(
    ("hasta", "efecto"), [("", "asignar"), ("01/01/2027", "asignar"), ("31/12/2026", "igual"), ("30/12/2026", "igual")]
)
def test_un_rol_que_dura_mas_que_el_que_tiene_no_es_el_mismo(hasta, efecto):
    existente = Existente(7, "Ana Pérez", (("enlace", 1, date(2025, 1, 1), date(2026, 12, 31)),))
    (fila,) = leer(con(hasta=hasta), existentes={"ana@ejemplo.test": existente}).filas
    assert fila.efecto == efecto


def test_las_filas_ocultas_y_las_demas_hojas_se_dicen():
    (hoja,) = tabla(ANA).hojas
    oculta = replace(hoja.filas[1], oculta=True)
    ajena = Hoja("Notas", (Fila(1, {1: Celda("Versión")}), Fila(2, {1: Celda("2")})))
    partes = Libro((replace(hoja, nombre="General", filas=(hoja.filas[0], oculta)), replace(hoja, nombre="SHA"), ajena))
    lectura = interpretar(partes, dependencias=DEPENDENCIAS, existentes={}, hoy=HOY)
    assert {nota.codigo: nota.mensaje for nota in lectura.avisos} == {
        "filas_ocultas": "Estas filas están ocultas y también entran: 2.",
        "otras_hojas": "Sólo se lee la hoja «General». Suba aparte «SHA».",
    }
    assert lectura.se_puede


def test_un_correo_con_letras_de_otro_alfabeto_no_es_un_correo():
    (error,) = leer(con(correo="ana@ejemplo.\u0441\u043e")).errores
    assert "no es un correo" in error.mensaje


@pytest.mark.parametrize(
    "nombre",
    ["VACANTE", "Vacante definitiva", "Cargo vacante - Jefe", "Por nombrar", "N.N.", "Por definir"],
)
def test_un_cargo_sin_nadie_no_es_una_persona_aunque_traiga_correo(nombre):
    (error,) = leer(con(nombre=nombre, correo="hacienda@ejemplo.test", rol="jefe")).errores
    assert error.columna == "A" and ("no es una persona" in error.mensaje or "Falta el nombre" in error.mensaje)


def test_quien_se_apellida_parecido_si_es_una_persona():
    assert leer(con(nombre="Vicente Provisor Nnamdi")).errores == ()


@pytest.mark.parametrize(
    ("titulo", "dice"),
    [
        ("Tipo", "Encargo"),
        ("Titular o encargo", "ENCARGADA"),
        ("En encargo", "Sí"),
        ("Encargado de", "Beto Ruiz"),
        ("Titular", "No"),
        ("Titular", "Beto Ruiz"),
        ("En reemplazo de", "Beto Ruiz"),
    ],
)
def test_un_encargo_se_niega_en_su_celda_y_dice_donde_se_da(titulo, dice):
    (error,) = leer([*con(rol="jefe"), dice], titulos=[*TITULOS, titulo]).errores
    assert error.columna == "H" and "Un encargo no se importa: déselo en su ficha" in error.mensaje


@pytest.mark.parametrize(
    ("titulo", "dice"),
    [
        ("Tipo", "Titular"),
        ("En encargo", "No"),
        ("Titular", "Sí"),
        ("Titular", "ANA PEREZ"),
        ("En reemplazo de", "N/A"),
    ],
)
def test_el_titular_entra_aunque_el_archivo_traiga_la_columna(titulo, dice):
    lectura = leer([*con(rol="jefe"), dice], titulos=[*TITULOS, titulo])
    assert (lectura.errores, lectura.avisos, len(lectura.filas)) == ((), (), 1)


def test_la_e_entre_parentesis_es_un_encargo():
    (error,) = leer(con(rol="jefe", cargo="Secretaria de Hacienda (E)")).errores
    assert error.columna == "G"


def avisos(*filas, **opciones):
    return [(a.codigo, a.fila, a.columna) for a in leer(*filas, **opciones).avisos]


def test_dos_jefes_titulares_a_la_vez_en_una_dependencia_se_avisan():
    beto = con(nombre="Beto Ruiz", correo="beto@ejemplo.test", rol="jefe")
    ana = con(rol="jefe", hasta=date(2026, 8, 1))
    assert avisos(ana, beto) == [("dos_jefes", 3, "D")]
    assert avisos(ana, [*beto[:4], date(2026, 8, 2), "", ""]) == []
    assert avisos(ana, [*beto[:2], "Talento Humano", *beto[3:]]) == []
    assert avisos(ana, [*beto[:3], "Enlace", *beto[4:]]) == []
    lectura = leer(beto, jefes=[(1, "zoe@ejemplo.test", "Zoe Díaz", date(2025, 1, 1), None)])
    assert "también Zoe Díaz" in lectura.avisos[0].mensaje and lectura.se_puede


def test_un_rol_que_ya_termino_se_avisa():
    pasado = con(desde=date(2025, 1, 1), hasta=date(2026, 7, 5))
    assert avisos(pasado) == [("rol_pasado", 2, "F")]
    assert avisos(con(desde=date(2025, 1, 1), hasta=HOY)) == []
