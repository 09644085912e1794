// `node bench/month/main.ts`: what a month costs, from counted rows and wake-ups, into docs/cost.md.
import { writeFigures } from "../report/pages.ts";
import { COMMAND, renderMonth } from "./render.ts";

writeFigures("cost.md", COMMAND, renderMonth());
process.stdout.write(`${renderMonth()}\n`);
