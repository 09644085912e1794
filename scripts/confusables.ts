// `node scripts/confusables.ts`: writes src/room/people/confusables.json, Unicode's table of confusables as the room needs it.
import { writeFileSync } from "node:fs";
import { confusablesByLook } from "./confusables/by-look.ts";

const FILE = new URL("../src/room/people/confusables.json", import.meta.url);

writeFileSync(FILE, `${JSON.stringify(confusablesByLook(), undefined, 2)}\n`);
