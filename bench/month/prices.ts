// Published prices, in US dollars. Each says where it stands and when it was read; docs/cost.md repeats that.

/** What is billed by the million above what a month includes. */
export interface Price {
  /** Units that a month of the plan includes. */
  readonly included: number;
  /** Dollars for each million more, or for each gigabyte more of storage. */
  readonly dollars: number;
}

/** Workers Paid. */
export const CLOUDFLARE = {
  source: "https://developers.cloudflare.com/durable-objects/platform/pricing/ and /workers/platform/pricing/",
  read: "2026-11-23",
  /** Dollars a month, whatever is used. */
  base: 5,
  workerRequests: { included: 10e6, dollars: 0.3 },
  objectRequests: { included: 1e6, dollars: 0.15 },
  gigabyteSeconds: { included: 400e3, dollars: 12.5 },
  rowsRead: { included: 25e9, dollars: 0.001 },
  rowsWritten: { included: 50e6, dollars: 1 },
  /** By the gigabyte-month, not by the million. */
  storedGigabytes: { included: 5, dollars: 0.2 },
  /** Incoming WebSocket messages that are billed as one request of an object. */
  messagesARequest: 20,
  /** What an object is billed as, in gigabytes, whatever it uses. */
  objectGigabytes: 0.128,
  /** What the Free plan includes, a day; past any of them, it stops working until the next. */
  freeADay: { workerRequests: 100e3, objectRequests: 100e3, gigabyteSeconds: 13e3, rowsRead: 5e6, rowsWritten: 100e3 },
  freeStoredGigabytes: 5,
} as const;

/** A small virtual server: 4 shared vCPUs, 8 GB, 80 GB of disk, 20 TB of traffic (Hetzner CX33, Falkenstein, without VAT). */
export const SERVER = {
  source: "Hetzner's pricing API (GET /v1/pricing), with the ECB's rate of that day",
  read: "2026-05-27",
  euros: 6.49,
  /** For each gigabyte-month of a volume beside it. */
  volumeEuros: 0.0572,
  diskGigabytes: 80,
  dollarsAEuro: 1.1637,
} as const;
