// `node scripts/fault-table.ts`: writes the planted faults of test/reliability/faults to docs/reliability.md.
import { writeFigures } from "../bench/report/docs-figures.ts";
import { COMMAND, renderFaults } from "../test/reliability/faults/table.ts";

writeFigures("reliability.md", COMMAND, renderFaults());
