// embed.js: registers the element, for rooms of the server that this script comes from.
import { define } from "./index.ts";

define(new URL(import.meta.url).origin);
