import type { Capability } from "../../worker/object/capability.ts";
import { plugInBlocks } from "./blocks.ts";
import { MIGRATIONS } from "./migrations.ts";
import { SqlBlockStore } from "./sql-block-store.ts";

/** Remembers whom signed-in people blocked for themselves (P11.6). */
export const blocks: Capability = {
  name: "blocks",
  migrations: MIGRATIONS,
  open: (sql) => plugInBlocks(new SqlBlockStore(sql)),
};
