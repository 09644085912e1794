#!/usr/bin/env node
// `npm run --silent parley -- <command>`.
import { main } from "./main.ts";

process.exitCode = await main(process.argv.slice(2));
