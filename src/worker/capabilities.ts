import { archive } from "../capabilities/archive/capability.ts";
import { blocks } from "../capabilities/blocks/capability.ts";
import { bots } from "../capabilities/bots/capability.ts";
import { deletion } from "../capabilities/deletion/capability.ts";
import { directory } from "../capabilities/directory/capability.ts";
import { exporting } from "../capabilities/export/capability.ts";
import { files } from "../capabilities/files/capability.ts";
import { filters } from "../capabilities/filters/capability.ts";
import { hooks } from "../capabilities/hooks/capability.ts";
import { importing } from "../capabilities/import/capability.ts";
import { incomingHooks } from "../capabilities/incoming-hooks/capability.ts";
import { newcomers } from "../capabilities/newcomers/capability.ts";
import { previews } from "../capabilities/previews/capability.ts";
import { privacy } from "../capabilities/privacy/capability.ts";
import { reading } from "../capabilities/reading/capability.ts";
import { reports } from "../capabilities/reports/capability.ts";
import { retention } from "../capabilities/retention/capability.ts";
import { search } from "../capabilities/search/capability.ts";
import { storageLimit } from "../capabilities/storage-limit/capability.ts";
import { webhooks } from "../capabilities/webhooks/capability.ts";
import type { Capability } from "./object/capability.ts";

export { DirectoryObject as Directory } from "../capabilities/directory/directory-object.ts";
export { FilesObject as Files } from "../capabilities/files/files-object.ts";

/** The capabilities that are on. */
export const CAPABILITIES: readonly Capability[] = [
  newcomers,
  filters,
  reports,
  privacy,
  deletion,
  exporting,
  importing,
  retention,
  blocks,
  reading,
  storageLimit,
  archive,
  previews,
  files,
  search,
  bots,
  hooks,
  incomingHooks,
  webhooks,
  directory,
];
