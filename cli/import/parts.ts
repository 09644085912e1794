// The parts of an import that need packages, loaded when they are there.
export { fit } from "./imported.ts";
export { readImport } from "./read-file.ts";
export { sendImport } from "./send.ts";
