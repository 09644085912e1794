// Signs the user in: gives each room a function that fetches a token. Only pages for signed-in users load it.
for (const room of document.querySelectorAll("parley-chat[data-token-url]")) {
  const { tokenNonce, tokenUrl } = room.dataset;
  room.token = async () => {
    const response = await fetch(tokenUrl, { credentials: "same-origin", headers: { "X-WP-Nonce": tokenNonce } });
    // Signed out in another tab: a guest from now on.
    if (response.status === 401 || response.status === 403) return undefined;
    if (!response.ok) throw new Error(`No chat token: ${response.status}`);
    return (await response.json()).token;
  };
}
