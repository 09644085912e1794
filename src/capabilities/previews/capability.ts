import type { Capability } from "../../worker/object/capability.ts";
import { fetchWaiting } from "./fetch-job.ts";
import { MIGRATIONS } from "./migrations.ts";
import { FETCH_JOB, plugInPreviews } from "./previews.ts";
import { site } from "./routes.ts";
import { SqlPreviewStore } from "./sql-preview-store.ts";

/** Shows the page that the first link of a message leads to (P13). */
export const previews: Capability = {
  name: "previews",
  migrations: MIGRATIONS,
  open: (sql, config) => (config.previews ? plugInPreviews(new SqlPreviewStore(sql)) : () => ({})),
  jobs: {
    [FETCH_JOB]: async ({ config, now, schedule, sql }) => {
      if (config.previews) await fetchWaiting(new SqlPreviewStore(sql), schedule, now);
    },
  },
  site,
};
