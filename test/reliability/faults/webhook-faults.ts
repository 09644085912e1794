import type { Fault } from "./fault.ts";
import { patchesIn, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit/webhooks");
const inWorker = testsIn("webhooks", "test/worker/webhooks");
const inWebhooks = patchesIn("src/capabilities/webhooks");

/** Mistakes in webhooks and slash commands (P16). */
export const WEBHOOK_FAULTS: readonly Fault[] = [
  {
    name: "a delivery that failed is passed over",
    isBasic: true,
    patches: [
      inWebhooks(
        "webhooks",
        "const { attempts, cursor, failingSince = now, seen } = hook;",
        "const { attempts, failingSince = now } = hook;\n  const cursor = hook.cursor + 1;\n  const seen = hook.seen + 1;",
      ),
    ],
    caughtBy: inWorker(
      "webhooks",
      "P16.7 a delivery that fails is repeated with the same id, and what follows waits for it",
    ),
  },
  {
    name: "a webhook goes to the server's own network",
    patches: [inWebhooks("send", "const url = publicUrl(address);", "const url = URL.parse(address) ?? undefined;")],
    caughtBy: inUnit("send", "P16.4 is not loopback as one decimal number"),
  },
  {
    name: "a webhook follows redirects",
    patches: [inWebhooks("send", 'redirect: "manual"', 'redirect: "follow"')],
    caughtBy: inUnit("send", "P16.7 follows no redirect"),
  },
  {
    name: "a webhook receives hidden messages",
    patches: [
      inWebhooks(
        "backlog",
        "this.#log.after(cursor, PUBLIC_VIEWER, to)",
        'this.#log.after(cursor, { uid: "", isModerator: true }, to)',
      ),
    ],
    caughtBy: inWorker("webhooks", "P16.11 what is hidden from the public goes to no hook"),
  },
  {
    name: "answers of webhooks wake webhooks",
    patches: [inWebhooks("backlog", "if (own.has(event.uid)) return undefined;", "")],
    caughtBy: inWorker("webhooks", "P16.9 the receiver's answer is posted as a reply, and goes to no hook itself"),
  },
  {
    name: "the previous secret of a webhook ends at once",
    patches: [inWebhooks("hook", "previous.until > now", "previous.until < now")],
    caughtBy: inWorker(
      "webhooks",
      "P16.5 P16.6 each request is signed, by both secrets for a day after a new one was made",
    ),
  },
  {
    name: "the list of deliveries keeps deleted messages",
    patches: [
      inWebhooks("webhooks", "...(body === undefined || seq !== undefined ? {} : { body }),", "sent: subject,"),
      inWebhooks(
        "backlog",
        "const subject = this.#subjectOf(event, hook);",
        "const subject = { ...this.#subjectOf(event, hook), body: asData(event) };",
      ),
    ],
    caughtBy: inWorker("webhooks", "P16.10 owners see the last deliveries, send one again, and send a test"),
  },
  {
    name: "anyone can see and change webhooks",
    patches: [inWebhooks("requests", 'if (!isAtLeast(author.role, "owner")) return refused("not_allowed");', "")],
    caughtBy: inWorker("webhooks", "P16.1 only owners make, see and change hooks"),
  },
  {
    name: "a private answer of a command is for everyone",
    patches: [inWebhooks("slash-commands", "if (reply.private) {", "if (reply.private && outcome.status === 0) {")],
    caughtBy: inWorker("commands", "P16.22 a private answer is for the person alone"),
  },
  {
    name: "a muted person runs commands",
    patches: [
      inWebhooks(
        "slash-commands",
        "const denied = this.#webhooks.room.writeRefusal(author, turn);",
        "const denied = undefined as Refusal | undefined;",
      ),
    ],
    caughtBy: inWorker("commands", "P16.21 who may not write may run no command, and no one runs many at once"),
  },
];
