/** A file's text, as Vite imports it. */
declare module "*.md?raw" {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: Vite exports the text so
  export default text;
}
