// Published prices, in US dollars, each with its source and date; docs/cost.md repeats them.

/** A price per million above the included amount. */
export interface Price {
  /** Included units per month. */
  readonly included: number;
  /** Dollars per further million, or per further gigabyte of storage. */
  readonly dollars: number;
}

/** Workers Paid. */
export const CLOUDFLARE = {
  source: "https://developers.cloudflare.com/durable-objects/platform/pricing/ and /workers/platform/pricing/",
  read: "2026-11-23",
  /** Dollars per month, regardless of use. */
  base: 5,
  workerRequests: { included: 10e6, dollars: 0.3 },
  objectRequests: { included: 1e6, dollars: 0.15 },
  gigabyteSeconds: { included: 400e3, dollars: 12.5 },
  rowsRead: { included: 25e9, dollars: 0.001 },
  rowsWritten: { included: 50e6, dollars: 1 },
  /** Per gigabyte-month, not per million. */
  storedGigabytes: { included: 5, dollars: 0.2 },
  /** Incoming WebSocket messages that are billed as one request to an object. */
  messagesARequest: 20,
  /** Gigabytes of memory that are billed per object, regardless of use. */
  objectGigabytes: 0.128,
  /** The Free plan's daily limits; past any of them, it stops until the next day. */
  freeADay: { workerRequests: 100e3, objectRequests: 100e3, gigabyteSeconds: 13e3, rowsRead: 5e6, rowsWritten: 100e3 },
  freeStoredGigabytes: 5,
} as const;

/** R2, standard storage. Bytes that leave it are free. */
export const R2 = {
  source: "https://developers.cloudflare.com/r2/pricing/",
  read: "2026-11-28",
  /** Class A. */
  writes: { included: 1e6, dollars: 4.5 },
  /** Class B. */
  reads: { included: 10e6, dollars: 0.36 },
  storedGigabytes: { included: 10, dollars: 0.015 },
} as const;

/** A small virtual server: 4 shared vCPUs, 8 GB, 80 GB of disk, 20 TB of traffic (Hetzner CX33, Falkenstein, without VAT). */
export const SERVER = {
  source: "Hetzner's pricing API (GET /v1/pricing), with the ECB's rate of that day",
  read: "2026-05-27",
  euros: 6.49,
  /** Per gigabyte-month of an attached volume. */
  volumeEuros: 0.0572,
  diskGigabytes: 80,
  dollarsAEuro: 1.1637,
} as const;
