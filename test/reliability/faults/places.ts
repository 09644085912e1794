import type { Patch } from "../../support/tree.ts";
import type { NamedTest } from "./fault.ts";

/** Names the tests of a folder. */
export const testsIn =
  (project: NamedTest["project"], folder: string) =>
  (file: string, title: string): NamedTest => ({ project, file: `${folder}/${file}.test.ts`, title });

/** Names the tests of one file. */
export const testsOf =
  (project: NamedTest["project"], file: string) =>
  (title: string): NamedTest => ({ project, file, title });

/** Changes the files of a folder. */
export const patchesIn =
  (folder: string) =>
  (file: string, from: string, to: string): Patch => ({ file: `${folder}/${file}.ts`, from, to });

/** Changes one file. */
export const patchesOf =
  (file: string) =>
  (from: string, to: string): Patch => ({ file, from, to });
