// What the system must allow before workerd starts, which would say it in its own words.
import { once } from "node:events";
import { accessSync, constants, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { checkWhole } from "../backup/data-folder.ts";
import { codeOf, reasonOf } from "../system-error.ts";

/** The first port that every user may listen on. */
const FIRST_FREE_PORT = 1024;

/**
 * Makes the folder of the rooms, unless there is one.
 *
 * @throws Error in words for the user
 */
export function provideFolder(folder: string): void {
  try {
    // Only this user may read what people wrote, or tell the server to stop.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`Can't store the rooms in ${folder}: ${reasonOf(error)}.`);
  }
  checkWhole(folder);
}

/**
 * Checks that this process may listen on a port.
 *
 * @throws Error in words for the user
 */
export async function checkPort(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, "listening");
  } catch (error) {
    const isReserved = codeOf(error) === "EACCES" && port < FIRST_FREE_PORT;
    const hint = isReserved ? `; ports below ${FIRST_FREE_PORT} are for root` : "";
    throw new Error(`Can't listen on port ${port} of ${host}: ${reasonOf(error)}${hint}.`);
  }
  probe.close();
  await once(probe, "close");
}
