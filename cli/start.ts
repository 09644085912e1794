#!/usr/bin/env node
// `npm run --silent parley -- <command>`: installs the packages of this folder if they are not there, and runs the command.
import "./install.ts";

const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
