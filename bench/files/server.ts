import { fileURLToPath } from "node:url";
import { startDevServer } from "../../test/support/dev-server.ts";
import { copyTree } from "../../test/support/tree.ts";
import { UNLIMITED } from "../../test/support/unlimited.ts";
import { startWorkerd } from "../../test/support/workerd.ts";
import { pin } from "../systems/cores.ts";

/** A running Worker. */
export interface FileServer {
  readonly origin: string;
  stop(): Promise<void>;
}

const PLAIN = fileURLToPath(new URL("../peers/files", import.meta.url));

/** Everyone may send as much as a bench does. */
const VARS = {
  ...UNLIMITED,
  UPLOADS: "everyone",
  MAX_FILE_BYTES_PER_PERSON: "1000000000000",
  MAX_FILE_BYTES_PER_ADDRESS: "1000000000000",
};

/** In bare workerd, on a core of its own. */
export async function startWithSqlite(system: "parley" | "plain"): Promise<FileServer> {
  const workerd = await startWorkerd(system === "parley" ? { vars: VARS } : { root: PLAIN });
  pin(workerd.pid, "server");
  return workerd;
}

/** Under `wrangler dev`: bare workerd has no R2. */
export async function startWithR2(system: "parley" | "plain"): Promise<FileServer> {
  if (system === "plain") return startDevServer({ root: PLAIN, vars: { STORE: "r2" } });
  const tree = await copyTree();
  await tree.plant([
    {
      file: "wrangler.toml",
      from: '# [[r2_buckets]]\n# binding = "FILES"\n# bucket_name = "parley-files"',
      to: '[[r2_buckets]]\nbinding = "FILES"\nbucket_name = "parley-files"',
    },
  ]);
  const server = await startDevServer({ root: tree.root, vars: VARS });
  return {
    origin: server.origin,
    async stop() {
      await server.stop();
      await tree.remove();
    },
  };
}
