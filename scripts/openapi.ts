// `npm run openapi`: writes public/openapi.json, and docs/api-reference.md, which shows it.
import { writeFileSync } from "node:fs";
import { renderDocument, renderReference } from "./openapi/render.ts";

const root = new URL("../", import.meta.url);

writeFileSync(new URL("public/openapi.json", root), renderDocument());
writeFileSync(new URL("docs/api-reference.md", root), renderReference());
