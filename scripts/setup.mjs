// What `npm start`, `npm test` and `npm run deploy` need before they can begin. Runs in a fresh clone, so it has only
// Node's own modules, and only those of Node 18. When everything is there, it prints nothing and asks no network.
import { provideChromium } from "./setup/chromium.mjs";
import { installDependencies } from "./setup/dependencies.mjs";
import { SetupError } from "./setup/setup-error.mjs";

try {
  installDependencies();
  if (process.argv.includes("--browser")) {
    provideChromium();
  }
} catch (error) {
  // What a person can mend is told in words; anything else is our own mistake and keeps its stack.
  if (!(error instanceof SetupError)) {
    throw error;
  }
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
