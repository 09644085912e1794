import type { Capability, JobContext } from "../../worker/object/capability.ts";
import { defaultsOf, PUSH, plugInFiles } from "./files.ts";
import { filesOf } from "./files-stub.ts";
import { MIGRATIONS } from "./migrations.ts";
import { routes } from "./routes.ts";
import { site } from "./site.ts";
import { SqlFileRegistry } from "./sql-file-registry.ts";

/** Files that the `Files` object deletes at once. */
const DELETED_AT_ONCE = 50;

/** Pictures and other files that people send with messages (P12). */
export const files: Capability = {
  name: "files",
  migrations: MIGRATIONS,
  open: (sql, config) => plugInFiles(new SqlFileRegistry(sql), config.files),
  // The first person to come sees at once whether they can send files.
  unmade:
    ({ files }) =>
    () =>
      defaultsOf(files),
  jobs: { [PUSH]: (context, { isOpen }) => push(context, isOpen === true) },
  roomExpired: async (context) => {
    // Most rooms never have files.
    if (new SqlFileRegistry(context.sql).hasAny()) await filesOf(context).clear();
  },
  routes,
  site,
};

/** Tells the `Files` object who may read, and what to delete. */
async function push(context: JobContext, isOpen: boolean): Promise<void> {
  const registry = new SqlFileRegistry(context.sql);
  const stub = filesOf(context);
  await stub.restrict(isOpen, registry.held());
  for (let ids = registry.gone(DELETED_AT_ONCE); ids.length > 0; ids = registry.gone(DELETED_AT_ONCE)) {
    await stub.remove(ids);
    registry.forget(ids);
  }
}
