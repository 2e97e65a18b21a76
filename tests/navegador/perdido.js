// Textos que una caja corta (`overflow: hidden`) y textos que caen sobre otros. Lo que sólo oyen los lectores de
// pantalla y lo plegado no cuentan; lo que tiene barra de desplazamiento se puede leer desplazándolo.
() => {
    const TOLERANCIA = 3, faltas = [], trozos = [];
    const cajas = new Map();
    const caja = e => {
        if (!cajas.has(e)) {
            const s = getComputedStyle(e), r = e.getBoundingClientRect();
            cajas.set(e, {r, x: s.overflowX, y: s.overflowY, posicion: s.position, svg: e instanceof SVGElement,
                          encima: s.position !== "static" && s.zIndex !== "auto",
                          oculta: s.clipPath !== "none" || s.clip !== "auto" || (r.width <= 1 && r.height <= 1) || s.opacity === "0"});
        }
        return cajas.get(e);
    };
    const corta = v => v === "hidden" || v === "clip", rueda = v => v === "auto" || v === "scroll";
    const nombre = e => e.tagName.toLowerCase() + (e.className && e.className.baseVal === undefined
        ? "." + e.className.trim().replace(/\s+/g, ".") : "");
    // Un nombre abreviado en el botón de un desplegable está completo dentro de él.
    const completo = (e, texto) => [...(e.closest("summary")?.parentElement.children ?? [])].some(
        h => h.tagName !== "SUMMARY" && h.textContent.includes(texto));
    const paseo = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let n = paseo.nextNode(); n; n = paseo.nextNode()) {
        const texto = n.data.trim(), padre = n.parentElement;
        if (!texto || !padre.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        if (completo(padre, texto)) continue;
        const rango = document.createRange();
        rango.selectNodeContents(n);
        const rectas = [...rango.getClientRects()].filter(r => r.width > 1 && r.height > 1);
        if (!rectas.length) continue;
        let fuera = false, capa = null, dentro_x = true, dentro_y = true;
        for (let e = padre; e && e !== document.body; e = e.parentElement) {
            const c = caja(e);
            if (c.encima) capa ??= e;
            if (c.oculta || c.posicion === "fixed") { fuera = true; break; }
            for (const r of rectas) {
                if (!c.svg && dentro_x && corta(c.x) && (r.right > c.r.right + TOLERANCIA || r.left < c.r.left - TOLERANCIA)
                    || !c.svg && dentro_y && corta(c.y)
                       && (r.bottom > c.r.bottom + r.height / 3 || r.top < c.r.top - r.height / 3)) {
                    faltas.push(`se corta «${texto.slice(0, 40)}» en ${nombre(e)}`);
                    fuera = true;
                    break;
                }
            }
            if (rueda(c.x)) dentro_x = false;
            if (rueda(c.y)) dentro_y = false;
            if (fuera) break;
        }
        if (fuera) continue;
        for (const r of rectas) trozos.push({r, n, texto, capa, rueda: !dentro_x || !dentro_y});
    }
    trozos.sort((a, b) => a.r.top - b.r.top);
    for (let i = 0; i < trozos.length; i++) {
        const a = trozos[i];
        for (let j = i + 1; j < trozos.length && trozos[j].r.top < a.r.bottom; j++) {
            const b = trozos[j];
            if (a.n === b.n || a.capa !== b.capa || a.rueda !== b.rueda) continue;
            const ancho = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
            const alto = Math.min(a.r.bottom, b.r.bottom) - b.r.top;
            if (ancho > TOLERANCIA && alto > Math.min(a.r.height, b.r.height) / 2)
                faltas.push(`se enciman «${a.texto.slice(0, 30)}» y «${b.texto.slice(0, 30)}» (${nombre(a.n.parentElement)})`);
        }
    }
    return [...new Set(faltas)].slice(0, 5);
}
