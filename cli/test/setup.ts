/** Installs what the command line needs, before its tests load it. */
export async function setup(): Promise<void> {
  await import("../install.ts");
}
