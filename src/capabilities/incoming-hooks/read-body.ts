/** The fields of forms that have the JSON of a payload: Slack's, Mattermost's and GitHub's, and Discord's. */
const FORM_FIELDS = ["payload", "payload_json"];

const FORM = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/**
 * Reads the payload of a request: JSON, whatever its type says, or JSON in a field of a form.
 *
 * @returns `undefined` if it has none
 */
export async function readBody(request: Request): Promise<unknown> {
  try {
    if (!FORM.test(request.headers.get("content-type") ?? "")) return await request.json();
    const text = await request.text();
    // `curl -d '{"text": …}'` says that it sends a form.
    if (text.trimStart().startsWith("{")) return JSON.parse(text);
    const form = await new Response(text, { headers: request.headers }).formData();
    const json = FORM_FIELDS.map((name) => form.get(name)).find((value) => typeof value === "string");
    return typeof json === "string" ? JSON.parse(json) : undefined;
  } catch {
    return undefined;
  }
}
