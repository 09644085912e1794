import { filters } from "../capabilities/filters/capability.ts";
import { newcomers } from "../capabilities/newcomers/capability.ts";
import { reports } from "../capabilities/reports/capability.ts";
import type { Capability } from "./capability.ts";

/** The capabilities that are on. */
export const CAPABILITIES: readonly Capability[] = [newcomers, filters, reports];
