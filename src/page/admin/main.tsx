// The operator's page (`/admin`, docs/operating.md), built apart from the chat page, which carries none of it.
import { followLanguage } from "../settings/follow-language.ts";
import { followTheme } from "../theme/theme.ts";

const root = document.getElementById("app");
if (root !== null) {
  await followLanguage();
  followTheme();
  // After the language, so that the first strings that load are those of it.
  const { showOperatorPage } = await import("./operator-page.tsx");
  await showOperatorPage(root);
}
