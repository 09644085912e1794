/** The style of a page of the log, in the page's own colors. It stands in the document, whose policy allows this text alone. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --back: light-dark(#ffffff, #17191d);
  --soft: light-dark(#eef1f5, #22262c);
  --text: light-dark(#1d2129, #e7e9ed);
  --quiet: light-dark(#5b6472, #9ba4b1);
  --line: light-dark(#e1e5ea, #292d34);
  --accent: light-dark(#2f5fc4, #8fb4f7);
  --target: light-dark(#e8effc, #1d2941);
  font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  color: var(--text);
  background: var(--back);
}
body { max-width: 45rem; margin: 0 auto; padding: 1rem clamp(0.75rem, 3vw, 1.5rem) 3rem; overflow-wrap: anywhere }
a { color: var(--accent); text-underline-offset: 0.15em }
h1 { margin: 0.5rem 0; font-size: 1.5rem; line-height: 1.25 }
h2 { margin: 2rem 0 0; padding-top: 0.5rem; border-top: 1px solid var(--line); font-size: 1rem }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 1rem 0; padding: 0; list-style: none }
nav a { display: inline-block; padding: 0.25rem 0 }
.log { margin: 0; padding: 0; list-style: none }
.log > li { padding: 0.375rem 0; border-radius: 0.25rem }
.log > li:target { background: var(--target); box-shadow: 0 0 0 0.375rem var(--target) }
.head, .reply, .reactions, .note { margin: 0; color: var(--quiet); font-size: 0.875rem }
/* Under the name of the message above. */
.head.continued { float: inline-end; margin-inline-start: 0.75rem; font-size: 0.75rem; line-height: 1.5rem }
.head b { margin-inline-end: 0.5rem; color: var(--text); font-size: 1rem }
.head a, .reply a { color: inherit }
.reply { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.reactions { display: flex; flex-wrap: wrap; gap: 0.75rem; padding: 0; list-style: none }
.files { margin: 0; padding: 0; list-style: none }
.files a { display: inline-block; padding-block: 0.125rem }
.text { width: fit-content; max-width: 100%; white-space: pre-wrap }
.text p { margin: 0; unicode-bidi: plaintext }
.text > * + * { margin-top: 0.375rem }
.text code { padding: 0.1em 0.3em; border-radius: 0.25rem; font: 0.875em ui-monospace, Menlo, Consolas, monospace; background: var(--soft) }
.text pre { overflow-x: auto; margin: 0; padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--soft) }
.text pre code { padding: 0; background: none }
.text blockquote { margin: 0; padding-inline-start: 0.75rem; border-inline-start: 3px solid var(--line) }
.text ul, .text ol { margin: 0; padding-inline-start: 1.5rem }
.text ul { list-style: disc }
.mention { font-weight: 600; color: var(--accent) }
@media print {
  :root { color-scheme: light }
  body { max-width: none; padding: 0 }
  nav { display: none }
  .log > li:target { background: none; box-shadow: none }
  .log > li { break-inside: avoid }
  .text pre { white-space: pre-wrap }
}
`;
