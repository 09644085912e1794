import { startWorkerd } from "../../test/support/workerd.ts";
import { pin } from "./cores.ts";
import type { RunningSystem } from "./system.ts";

/**
 * Starts a folder's Worker in bare workerd: one process, with its storage on disk.
 *
 * @param maxHeapMegabytes it aborts if its JavaScript heap needs more
 */
export async function startWorkerdRoom(
  root?: string,
  vars?: Readonly<Record<string, string>>,
  maxHeapMegabytes?: number,
): Promise<RunningSystem> {
  const workerd = await startWorkerd({
    ...(root === undefined ? {} : { root }),
    ...(vars === undefined ? {} : { vars }),
    ...(maxHeapMegabytes === undefined ? {} : { maxHeapMegabytes }),
  });
  pin(workerd.pid, "server");
  return {
    port: workerd.port,
    databases: workerd.databases,
    get pid() {
      return workerd.pid;
    },
    async restart(between) {
      await workerd.kill();
      between?.();
      await workerd.restart();
      pin(workerd.pid, "server");
    },
    stop: () => workerd.stop(),
  };
}
