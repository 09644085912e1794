/**
 * Loads a part of the program that needs the packages of this folder, and installs them first if they are not there. The
 * commands that need none start without them.
 */
export async function withPackages<T>(load: () => Promise<T>): Promise<T> {
  await import("./install.ts");
  return load();
}
