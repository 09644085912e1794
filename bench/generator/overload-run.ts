import { residentBytes } from "../systems/process-figures.ts";
import type { OverloadOptions, OverloadReport } from "./api.ts";
import { FrameTemplate } from "./client-frames.ts";
import { startCpuMeter } from "./cpu-meter.ts";
import type { Crowd } from "./crowd.ts";
import type { Receiver } from "./receiver.ts";
import { nextRound, report, takeCounters } from "./runs.ts";
import { COUNTER_AT, FLOODER, STAMP_LENGTH, stampOf } from "./texts.ts";

/** Bytes that may wait for a server that no longer reads: then its sender holds back, as TCP tells it to. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;
/** Milliseconds between two looks at the server's memory. */
const LOOK_EVERY_MS = 250;
/** An error in v1. Other dialects have none. */
const ERROR = '"type":"error"';

/** Messages of one sender: how many, and the sum of their counters, which tells whether they are the same messages. */
class Tally {
  count = 0;
  sum = 0;

  add(counter: number): void {
    this.count += 1;
    this.sum += counter;
  }
}

/** A socket that sends whatever comes back, and reads the answers. */
class OverloadSender {
  readonly acknowledged = new Tally();
  readonly streamed = new Tally();
  sent = 0;
  heldBack = 0;
  rejected = 0;

  readonly #crowd: Crowd;
  readonly #receiver: Receiver;
  readonly #number: number;
  readonly #template: FrameTemplate;
  readonly #first: number;
  readonly #mark: string;
  /** For each message: when it was due. */
  readonly #due: number[] = [];

  constructor(crowd: Crowd, receiver: Receiver, number: number) {
    this.#crowd = crowd;
    this.#receiver = receiver;
    this.#number = number;
    this.#template = new FrameTemplate(number, crowd.dialect);
    this.#first = crowd.counters[number] ?? 0;
    this.#mark = `@@${stampOf(number, 0).slice(0, COUNTER_AT - 2)}`;
    receiver.onFrame = (text) => this.#read(text);
  }

  get unanswered(): number {
    return this.sent - this.acknowledged.count - this.rejected;
  }

  get isClosed(): boolean {
    return this.#receiver.closedWith !== undefined;
  }

  /** Whether everyone's stream has each message that this sender got back. */
  get isComplete(): boolean {
    const { acknowledged, streamed } = this;
    return streamed.count === acknowledged.count && streamed.sum === acknowledged.sum;
  }

  /** @param due when each of the messages was due */
  send(due: readonly number[]): void {
    if (this.isClosed) return;
    if (this.#receiver.waiting > MAX_WAITING_BYTES) {
      this.heldBack += due.length;
      return;
    }
    const counter = takeCounters(this.#crowd, this.#number, due.length);
    this.#due.push(...due);
    this.sent += due.length;
    this.#receiver.write(this.#template.take(counter, due.length));
  }

  /** A message of this sender has come to a receiver for the first time. */
  dueAt(counter: number): number {
    this.streamed.add(counter);
    return this.#due[counter - this.#first] ?? 0;
  }

  stop(): void {
    this.#receiver.onFrame = undefined;
  }

  #read(text: string): void {
    for (let at = text.indexOf(this.#mark); at !== -1; at = text.indexOf(this.#mark, at + STAMP_LENGTH)) {
      this.acknowledged.add(Number(text.slice(at + COUNTER_AT, at + STAMP_LENGTH)));
    }
    for (let at = text.indexOf(ERROR); at !== -1; at = text.indexOf(ERROR, at + ERROR.length)) this.rejected += 1;
  }
}

/** Messages at a rate beyond what the room carries. The senders are not compared, because each gets errors of its own. */
export async function runOverload(crowd: Crowd, options: OverloadOptions): Promise<OverloadReport> {
  const { drainMs, durationMs, maxResidentBytes, pid, rate } = options;
  const { apart, receivers, stats } = crowd;
  const senders = apart.map((receiver, index) => new OverloadSender(crowd, receiver, FLOODER + index));
  const total = Math.max(1, Math.round((rate * durationMs) / 1_000));
  const interval = 1_000 / rate;
  crowd.begin((sender, counter) => senders[sender - FLOODER]?.dueAt(counter) ?? 0);
  const cpu = startCpuMeter();
  const startedAt = performance.now();
  const open = () => receivers.filter(({ closedWith }) => closedWith === undefined);
  const behind = () => open().filter(({ messages }) => messages < stats.stream.messages);
  const isThrough = () =>
    senders.every(({ isClosed, isComplete, unanswered }) => isClosed || (unanswered === 0 && isComplete)) &&
    behind().length === 0;

  let scheduled = 0;
  let isStopped = false;
  let lookAt = startedAt;
  while (crowd.broken.length === 0) {
    const now = performance.now();
    if (now > startedAt + durationMs + drainMs || (scheduled === total && isThrough())) break;
    if (now > lookAt) {
      lookAt = now + LOOK_EVERY_MS;
      isStopped = residentBytes(pid) > maxResidentBytes;
      if (isStopped) break;
    }
    const until = Math.min(total, Math.floor((now - startedAt) / interval) + 1);
    const due: number[][] = senders.map(() => []);
    for (; scheduled < until; scheduled += 1) {
      due[scheduled % senders.length]?.push(startedAt + scheduled * interval);
    }
    for (const [index, sender] of senders.entries()) {
      const messages = due[index] ?? [];
      if (messages.length > 0) sender.send(messages);
    }
    await nextRound(crowd);
  }
  for (const sender of senders) sender.stop();
  const sum = (of: (sender: OverloadSender) => number) => senders.reduce((total, sender) => total + of(sender), 0);
  const missing = senders.filter((sender) => !sender.isComplete && !sender.isClosed).length;
  return {
    ...report(crowd, stats.stream.messages, startedAt, cpu()),
    closed: crowd.all().filter(({ closedWith }) => closedWith !== undefined).length,
    acknowledged: sum(({ acknowledged }) => acknowledged.count),
    rejected: sum(({ rejected }) => rejected),
    unanswered: sum(({ unanswered }) => unanswered),
    heldBack: sum(({ heldBack }) => heldBack),
    lost: missing + behind().reduce((total, { messages }) => total + stats.stream.messages - messages, 0),
    isStopped,
  };
}
