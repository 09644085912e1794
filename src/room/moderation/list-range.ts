/** Page of a list, newest first. */
export interface ListRange {
  readonly limit: number;
  /** Returns only entries with a lower number; absent for the newest page. */
  readonly before?: number;
}
