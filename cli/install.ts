// Installs the packages of this folder, unless they are there.
import { installIn } from "../bench/install.ts";

installIn(new URL(".", import.meta.url), "the packages of the command line");
