// La hoja en que se formula, viva: sin este guion es una tabla de campos que se guarda entera con su botón.

import { celda, filas, formulario, llenas } from "./filas.js";
import "./guardado.js";
import "./ordenes.js";
import "./pegar.js";
import "./teclas.js";
import "./cuentas.js";

formulario.toggleAttribute("data-mipg-viva", true);
// En una hoja vacía sólo hay una cosa que hacer.
if (!llenas().length && !location.hash) celda(filas()[0], "nombre").focus();
