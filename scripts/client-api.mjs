// Writes docs/client-api.md from the package's declarations. Run `npm run build:client` first.
import { writeFile } from "node:fs/promises";
import { renderApiPage } from "./build/client-api.mjs";

await writeFile(
  new URL("../docs/client-api.md", import.meta.url),
  await renderApiPage(new URL("../dist/types", import.meta.url)),
);
