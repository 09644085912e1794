import { closeSync, fsyncSync, openSync } from "node:fs";

/** Makes what was renamed or made in a folder last through a power cut. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
