// Installs everything that `npm start`, `npm test` and `npm run deploy` need. It runs in a fresh clone, so it uses only the
// built-in modules of Node 18. If nothing is missing, it prints nothing and makes no request.
import { provideChromium } from "./setup/chromium.mjs";
import { installDependencies } from "./setup/dependencies.mjs";
import { SetupError } from "./setup/setup-error.mjs";

try {
  installDependencies();
  if (process.argv.includes("--browser")) {
    provideChromium();
  }
} catch (error) {
  // A SetupError explains itself to the user. Anything else is a bug and keeps its stack.
  if (!(error instanceof SetupError)) {
    throw error;
  }
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
