// Finds the browsers of this machine without starting or downloading anything.
import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A browser that the tests can drive. */
export type InstalledBrowser =
  | { readonly kind: "firefox"; readonly path: string }
  | {
      readonly kind: "webkit";
      /** The small browser that comes with WebKitGTK. */
      readonly path: string;
      /** `WebKitWebDriver`. */
      readonly driver: string;
      /** A display without a screen. */
      readonly xvfb: string;
    };

/** Where Firefox is when it is not on the PATH. */
const FIREFOX_PLACES = ["/Applications/Firefox.app/Contents/MacOS/firefox"];

/** Folders that hold a WebKitGTK's own programs, by the distributions' habits. */
const LIBRARIES = ["/usr/lib", "/usr/libexec", "/usr/lib64"];

/** The browsers of this machine, out of those that these tests are for. */
export function installedBrowsers(): InstalledBrowser[] {
  return [...firefox(), ...webkit()];
}

function firefox(): InstalledBrowser[] {
  const path = onPath("firefox-esr") ?? onPath("firefox") ?? FIREFOX_PLACES.find(isProgram);
  return path === undefined ? [] : [{ kind: "firefox", path }];
}

function webkit(): InstalledBrowser[] {
  const [driver, xvfb, path] = [onPath("WebKitWebDriver"), onPath("Xvfb"), miniBrowser()];
  if (driver === undefined || xvfb === undefined || path === undefined) return [];
  return [{ kind: "webkit", path, driver, xvfb }];
}

/** WebKitGTK's own browser: `/usr/lib/<machine>/webkit2gtk-4.1/MiniBrowser` on Debian. */
function miniBrowser(): string | undefined {
  const folders = LIBRARIES.flatMap((library) => [library, ...namesIn(library).map((name) => join(library, name))]);
  return folders
    .flatMap((folder) => namesIn(folder).map((name) => join(folder, name)))
    .filter((folder) => /\/webkit(2gtk|gtk)-[\d.]+$/.test(folder))
    .map((folder) => join(folder, "MiniBrowser"))
    .find(isProgram);
}

function onPath(program: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, program)).find(isProgram);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
