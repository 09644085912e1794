import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** PROTOCOL.md as it stands in the tree. */
export const page = readFileSync(`${root}/src/protocol/PROTOCOL.md`, "utf8");
