import type { Fault } from "./fault.ts";
import { patchesOf, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit");
const inLimiter = patchesOf("src/server/request-limiter.ts");
const inHeaders = patchesOf("src/server/header-rules.ts");
const inMetrics = patchesOf("src/server/metrics.ts");
const inCheck = patchesOf("src/worker/config/check-settings.ts");
const inMove = testsIn("worker", "test/worker");
const inBackup = testsIn("reliability", "test/reliability/serve");

/** Faults of `npm run serve`, and of what happens before any server starts. */
export const OWN_SERVER_FAULTS: readonly Fault[] = [
  {
    name: "a server of your own limits no address",
    patches: [inLimiter("return count <= this.#limit;", "return true;")],
    caughtBy: inUnit("server/rules", "P5.5 requests are counted by address, anew in each period"),
  },
  {
    name: "a file of a server of your own keeps a header that a later rule takes away",
    patches: [inHeaders("      headers.delete(name);\n", "")],
    caughtBy: inUnit(
      "server/rules",
      "headers of several rules are joined, and ! leaves out what an earlier rule added",
    ),
  },
  {
    name: "anyone reads a server's figures",
    patches: [inMetrics("if (!(await isOwner(request, ownerToken)))", "if (false)")],
    caughtBy: inUnit("server/metrics", "/metrics answers the owner alone, and reads only"),
  },
  {
    name: "a frame that is refused is not counted",
    patches: [
      patchesOf("src/worker/object/meter.ts")(
        'if (object.type === "error") meter.refused(object.code);',
        "void object;",
      ),
    ],
    caughtBy: inUnit(
      "server/figures",
      "a turn is counted by its effects, and its way to the disk is timed ten times a second at most",
    ),
  },
  {
    name: "the buckets of a histogram don't add up",
    patches: [patchesOf("src/server/histogram.ts")("total += count;", "total = count;")],
    caughtBy: inUnit(
      "server/figures",
      "/metrics counts messages, refused frames, times to the disk and calls of webhooks",
    ),
  },
  {
    name: "a server starts with an invalid setting",
    patches: [
      inCheck(
        "if (error instanceof ConfigError) return error.message;",
        "if (error instanceof ConfigError) return undefined;",
      ),
    ],
    caughtBy: inUnit(
      "settings/check-settings",
      "settings that the Worker refuses are refused before it starts, each with what it takes and an example",
    ),
  },
  {
    name: "an owner of a room gets the keys of its tokens",
    patches: [
      patchesOf("src/worker/object/chat-room.ts")('if (requester.type !== "owner") return "not_allowed";', ""),
      patchesOf("src/worker/http/move-api.ts")(
        ' || asked.requester.type === "owner") return asked;',
        ") return asked;\n  if (c !== undefined) return asked;",
      ),
    ],
    caughtBy: inMove("move", "a room is moved by the deployment's owner alone: it hands out the keys of its tokens"),
  },
  {
    name: "a room of a newer version moves into an older one",
    patches: [
      patchesOf("src/worker/storage/migrations.ts")(
        "return room > MIGRATIONS.length || Object.entries(stored).some(isAhead);",
        "return room > MIGRATIONS.length && Object.entries(stored).some(isAhead);",
      ),
    ],
    caughtBy: inMove(
      "move",
      "nothing but tables and indexes is made of what another server sends, and only of versions that are known",
    ),
  },
  {
    name: "any move may open a room that another one closed",
    patches: [
      patchesOf("src/worker/object/room-move.ts")(
        "return this.#moveOf(moving) === step.move ? undefined :",
        "return step.move !== undefined ? undefined :",
      ),
    ],
    caughtBy: inMove("move", "a step of another move changes nothing, before the move is done and after it"),
  },
  {
    name: "a room that came without some of its rows is whole",
    patches: [
      patchesOf("src/worker/object/room-move.ts")(
        "[...names].every((name) => rows[name] === counted[name])",
        "[...names].length > 0",
      ),
    ],
    caughtBy: inMove("move", "a room is whole only if every row came, and the answer to that can be asked for again"),
  },
  {
    name: "a move that is undone deletes what people have written since",
    patches: [
      patchesOf("src/worker/object/room-move.ts")("if (!isForced && arrival", "if (isForced === false && arrival"),
    ],
    caughtBy: inMove("move", "a room that came is deleted by its own move alone, and not if people have written since"),
  },
  {
    name: "a second statement of another server comes with the first",
    patches: [
      patchesOf("src/worker/storage/table-dump.ts")(
        "i.test(bare)) return false;",
        'i.test(bare) && bare === "") return false;',
      ),
    ],
    caughtBy: inMove(
      "move",
      "nothing but tables and indexes is made of what another server sends, and only of versions that are known",
    ),
  },
  {
    name: "a backup has its name before it is whole",
    patches: [
      patchesOf("scripts/backup/back-up.ts")('const file = join(scratch, "archive");', "const file = to;"),
      patchesOf("scripts/backup/back-up.ts")("linkSync(file, to);", ""),
    ],
    caughtBy: inBackup("backup", "a backup or restore that is killed leaves nothing that looks whole"),
  },
  {
    name: "a folder that a restore has half filled passes for the rooms of a server",
    patches: [
      patchesOf("scripts/backup/restore.ts")(
        "isThere ? join(folder, UNFINISHED)",
        "isThere && keepsEpochs ? join(folder, UNFINISHED)",
      ),
    ],
    caughtBy: inBackup(
      "streamed-backup",
      "a restore into a folder that is there keeps the folder, and one that is killed is refused by every command",
    ),
  },
  {
    name: "a room that went back to an earlier state keeps the epoch of the lost messages",
    patches: [patchesOf("scripts/backup/restore.ts")("if (!keepsEpochs) renewEpochs(scratch);", "")],
    caughtBy: inBackup(
      "backup",
      "rooms that were restored elsewhere know their guests, have their files, and begin another log",
    ),
  },
  {
    name: "a database without a byte passes as whole",
    patches: [patchesOf("scripts/backup/check-data.ts")("if (isEmpty(join(data, path))) {", 'if (data === "") {')],
    caughtBy: inBackup(
      "backup",
      "verify finds a database that is empty or gone, alarms that are lost, and a folder without rooms",
    ),
  },
  {
    name: "a log with a hole passes as whole",
    patches: [patchesOf("scripts/backup/room-database.ts")("&& count === newest - oldest + 1;", ";")],
    caughtBy: inBackup("backup", "verify finds a hole in a log, a file that is lost, and a key that signs nothing"),
  },
  {
    name: "a restore replaces what is in its folder",
    patches: [
      patchesOf("scripts/backup/restore.ts")(
        "if (isThere && entriesOf(folder).length > 0) {",
        "if (isThere) for (const name of entriesOf(folder)) rmSync(join(folder, name));\n  if (folder === undefined) {",
      ),
    ],
    caughtBy: inBackup("backup", "a restore overwrites nothing, and neither does a backup"),
  },
];
