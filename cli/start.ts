#!/usr/bin/env node
// `npm run --silent parley -- <command>`.
import { EXIT } from "./exit-codes.ts";
import { main } from "./main.ts";
import { tell } from "./text/print.ts";

// A disk that is full, or a pipe that was closed. A command that must say more does so before.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  setImmediate(() => {
    if (error.code !== "EPIPE") tell(`stdout can't be written to (${error.code ?? error.message}).`);
    process.exit(EXIT.failed);
  });
});

process.exitCode = await main(process.argv.slice(2));
