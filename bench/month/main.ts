// `node bench/month/main.ts`: computes a month's bill from counted rows and wake-ups, and writes it to docs/cost.md.
import { writeFigures } from "../report/docs-figures.ts";
import { COMMAND, renderCost } from "./render.ts";

writeFigures("cost.md", COMMAND, renderCost());
process.stdout.write(`${renderCost()}\n`);
