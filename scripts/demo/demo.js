// Connects the controls of the demo to the element.
const chat = /** @type {import("../../src/embed/index.ts").ParleyChat} */ (document.querySelector("parley-chat"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const output = /** @type {HTMLOutputElement} */ (document.querySelector("output"));

form.addEventListener("input", ({ target }) => {
  const { checked, name, type, value } = /** @type {HTMLInputElement} */ (target);
  if (name === "user") return;
  if (name === "style") document.body.className = value;
  else if (type === "checkbox") chat.toggleAttribute(name, checked);
  else if (value === "") chat.removeAttribute(name);
  else chat.setAttribute(name, value);
});

/** A real page asks its own server, which knows the user by a session. */
async function token() {
  const user = new FormData(form).get("user");
  const response = await fetch(`/token?user=${encodeURIComponent(String(user))}`);
  return (await response.json()).token;
}

/** @type {Record<string, () => void>} */
const actions = {
  "sign-in": () => {
    chat.token = token;
  },
  "sign-out": () => chat.signOut(),
  send: () => void chat.send("Hello from the page").catch((error) => note("send", error.code)),
  focus: () => chat.focus(),
  open: () => chat.open(),
  close: () => chat.close(),
};
for (const [name, act] of Object.entries(actions)) {
  form.querySelector(`button[name="${name}"]`)?.addEventListener("click", act);
}

for (const name of ["ready", "status", "message", "unread", "mention", "error", "token-needed"]) {
  chat.addEventListener(`parley-${name}`, (event) => note(name, /** @type {CustomEvent} */ (event).detail));
}

/**
 * @param {string} name
 * @param {unknown} detail
 */
function note(name, detail) {
  output.append(`${name} ${JSON.stringify(detail)}\n`);
  output.scrollTop = output.scrollHeight;
}
