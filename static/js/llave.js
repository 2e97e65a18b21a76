// Llave de seguridad (WebAuthn). Gancho: form[data-mipg-llave="crear"|"usar"] con data-mipg-opciones (las del servidor),
// un campo oculto «credential» y [data-mipg-llave-aviso], donde se dice lo que no se pudo.

const MOTIVOS = {
  NotAllowedError: "La llave no respondió a tiempo o se canceló. Vuelva a intentarlo.",
  InvalidStateError: "Esa llave ya está agregada.",
  SecurityError: "El navegador sólo usa llaves cuando el portal se abre por su nombre y con https.",
};

async function pedir(formulario) {
  const { publicKey } = JSON.parse(formulario.dataset.mipgOpciones);
  return formulario.dataset.mipgLlave === "crear"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
}

document.querySelectorAll("form[data-mipg-llave]").forEach((formulario) => {
  const aviso = formulario.querySelector("[data-mipg-llave-aviso]");
  const puede = window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON;
  formulario.addEventListener("submit", async (suceso) => {
    suceso.preventDefault();
    if (!puede) {
      aviso.textContent = "Este navegador no sabe usar llaves de seguridad: use otro, o una aplicación.";
      return;
    }
    aviso.textContent = "Conecte la llave y tóquela.";
    try {
      const credencial = await pedir(formulario);
      formulario.elements.credential.value = JSON.stringify(credencial);
      formulario.submit();
    } catch (error) {
      aviso.textContent = MOTIVOS[error.name] ?? "No se pudo usar la llave. Vuelva a intentarlo.";
    }
  });
});
