import { reports } from "../capabilities/reports/capability.ts";
import { storageLimit } from "../capabilities/storage-limit/capability.ts";
import type { Capability } from "./capability.ts";

/** The capabilities that are on. */
export const CAPABILITIES: readonly Capability[] = [reports, storageLimit];
