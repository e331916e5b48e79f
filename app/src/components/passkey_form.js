// Asks the browser for the passkey that a form wants, and sends what it says with the form.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const words = {
  NotAllowedError: 'Nothing was sent: it was cancelled, took too long, or this device has no passkey that fits. Try again.',
  InvalidStateError: 'This device or key has a passkey of yours for this portal already. Use another one.',
  SecurityError: 'Passkeys do not work at the address that you opened. Open the portal at its own address.',
  NotSupportedError: 'This device cannot make a passkey that asks for your finger, face or PIN. Use another one.',
  ConstraintError: 'This device cannot make a passkey that asks for your finger, face or PIN. Use another one.',
  AbortError: 'Nothing was sent: it was cancelled. Try again.',
};

async function asked(options) {
  const publicKey = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  for (const list of ['excludeCredentials', 'allowCredentials'])
    publicKey[list] = publicKey[list]?.map((one) => ({ ...one, id: bytes(one.id) }));
  if (publicKey.user) publicKey.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  const { id, rawId, type, response } = await (publicKey.user
    ? navigator.credentials.create({ publicKey })
    : navigator.credentials.get({ publicKey }));
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ['attestationObject', 'authenticatorData', 'signature', 'userHandle'])
    if (response[part]) said[part] = text(response[part]);
  const transports = response.getTransports?.();
  return JSON.stringify({ id, rawId: text(rawId), type, response: { ...said, ...(transports && { transports }) } });
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const [answer, said, button] = ['[data-answer]', '[data-said]', 'button'].map((one) => form.querySelector(one));
    said.textContent = '';
    if (!window.PublicKeyCredential) {
      said.textContent = 'This browser has no passkeys here. Use a code, or another browser.';
      return;
    }
    button.disabled = true;
    try {
      answer.value = await asked(JSON.parse(form.dataset.passkey));
      form.submit();
    } catch (error) {
      button.disabled = false;
      said.textContent = words[error.name] ?? 'The browser could not do this. Try again, or use a code.';
    }
  });
}
