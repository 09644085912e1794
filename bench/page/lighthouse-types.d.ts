// The parts of Lighthouse that `lighthouse.ts` uses. Only `npm run bench:page` installs it.

declare module "chrome-launcher" {
  export function launch(options: {
    readonly chromePath: string;
    readonly envVars: NodeJS.ProcessEnv;
    readonly chromeFlags: readonly string[];
    readonly logLevel: "error";
  }): Promise<{ readonly port: number; kill(): void }>;
}

declare module "lighthouse" {
  interface Audit {
    readonly title: string;
    readonly score: number | null;
    readonly displayValue?: string;
    readonly numericValue?: number;
  }
  interface Category {
    readonly id: string;
    readonly score: number | null;
    readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
  }
  interface Report {
    readonly audits: { readonly [id: string]: Audit };
    readonly categories: { readonly [id: string]: Category };
    readonly runtimeError?: { readonly message: string };
  }
  function lighthouse(
    url: string,
    options: { readonly port: number; readonly logLevel: "error"; readonly onlyCategories: readonly string[] },
  ): Promise<{ readonly lhr: Report } | undefined>;

  // biome-ignore lint/style/noDefaultExport: Lighthouse exports it so.
  export { lighthouse as default };
}
