declare module "vitest" {
  interface ProvidedContext {
    /** Rooms of test/worker/directory-day.test.ts. Only its long form, `npm run reliability:day`, provides them. */
    readonly roomsOfDay?: number;
  }
}

export {};
