import type { Format } from "../../format.ts";

/** What tells of a mention while the page is out of sight. */
export const notifications = ({ foreign }: Format) => ({
  mentions: "Notify me when I am mentioned",
  mentionsAdvice: "While this page is out of sight. Your browser asks once whether it may.",
  denied: "Your browser does not let this page notify you. You can allow it in the browser’s own settings.",
  mentionedBy: (name: string) => `${foreign(name)} mentioned you`,
});
