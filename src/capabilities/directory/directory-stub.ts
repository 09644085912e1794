import { objectOf } from "../../worker/config/located-objects.ts";
import type { DirectoryRpc } from "./directory-object.ts";

/** The directory of the deployment; `undefined` without the section `ROOM_DIRECTORY` in wrangler.toml. */
export function directoryOf(env: Env): DirectoryRpc | undefined {
  // The binding is absent without its section in wrangler.toml, which its type does not say.
  const { ROOM_DIRECTORY }: Partial<Pick<Env, "ROOM_DIRECTORY">> = env;
  if (ROOM_DIRECTORY === undefined) return undefined;
  // Cloudflare's stub type recurses without end on recursive JSON types.
  return objectOf(ROOM_DIRECTORY, "directory", env) as unknown as DirectoryRpc;
}
