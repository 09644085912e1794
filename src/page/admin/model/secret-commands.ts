/**
 * The commands that make a secret and set it, as in docs/configuration.md and docs/self-hosting.md: no page and no Worker can.
 *
 * @param isOwnServer whether `npm run serve` runs this, and not Cloudflare
 */
export function secretCommands(name: "OWNER_TOKEN" | "JWT_SECRET", isOwnServer: boolean): readonly string[] {
  return ["openssl rand -base64 32", isOwnServer ? `${name}="…" npm run serve` : `npx wrangler secret put ${name}`];
}
