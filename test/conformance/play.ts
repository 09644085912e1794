import { randomBytes } from "node:crypto";
import { Actor } from "./actor.ts";
import type { Case, Step } from "./cases.ts";
import { type Bindings, difference, fill, type Template } from "./match.ts";

/** The result of one case. */
export interface Outcome {
  readonly rules: readonly string[];
  readonly title: string;
  /** What went otherwise, and at which step; absent if the case passed. */
  readonly failure?: string;
}

export interface PlayOptions {
  /** The server's address, `ws://host:port` or `wss://…`. */
  readonly url: string;
  /** Milliseconds to wait for each answer. */
  readonly within: number;
}

/** Plays a case against a server, in a room of its own. */
export async function play({ rules, steps, title }: Case, options: PlayOptions): Promise<Outcome> {
  const actors = new Map<string, Actor>();
  const bindings: Bindings = new Map([["room", `conformance-${randomBytes(4).toString("hex")}`]]);
  try {
    for (const [index, step] of steps.entries()) {
      try {
        await take(step, actors, bindings, options);
      } catch (error) {
        const what = error instanceof Error ? error.message : String(error);
        return { rules, title, failure: `step ${index + 1}, ${JSON.stringify(step)}: ${what}` };
      }
    }
    return { rules, title };
  } finally {
    for (const actor of actors.values()) actor.close();
  }
}

async function take(step: Step, actors: Map<string, Actor>, bindings: Bindings, options: PlayOptions): Promise<void> {
  const open = async (name: string, dialect: "v1" | "plain", query = "") => {
    const address = `${options.url}/ws/${String(bindings.get("room"))}${query}`;
    const actor = new Actor(address, dialect, options.within);
    actors.set(name, actor);
    await actor.opened();
    return actor;
  };
  const check = (template: Template, actual: unknown) => {
    const found = difference(template, actual, bindings);
    if (found !== undefined) throw new Error(`${found} (received ${JSON.stringify(actual)})`);
  };
  if ("open" in step) {
    await open(step.open, step.dialect, step.query);
    return;
  }
  if ("enter" in step) {
    const { enter: name, hello = {} } = step;
    const actor = await open(name, "v1");
    const fields = Object.entries(hello).map(([field, value]) => [field, fill(value, bindings)]);
    actor.send(JSON.stringify({ type: "hello", v: 1, username: name, ...Object.fromEntries(fields) }));
    // An earlier socket of the same actor may have captured these.
    for (const field of ["token", "epoch"]) bindings.delete(`${name}.${field}`);
    check(
      { type: "welcome", uid: `$${name}`, token: `$${name}.token`, epoch: `$${name}.epoch` },
      await actor.object("welcome"),
    );
    while ((await actor.object(undefined)).type !== "ready");
    return;
  }
  if ("close" in step) {
    actorOf(step.close, actors).close();
    return;
  }
  if ("get" in step) {
    const response = await fetch(options.url.replace(/^ws/, "http") + String(fill(step.get, bindings)));
    if (response.status !== (step.status ?? 200)) throw new Error(`the status is ${response.status}`);
    check(step.expect, await response.json());
    return;
  }
  const actor = actorOf(step.as, actors);
  if ("send" in step) actor.send(JSON.stringify(fill(step.send, bindings)));
  else if ("sendText" in step) actor.send(String(fill(step.sendText, bindings)));
  else if ("sendBytes" in step) actor.send(Uint8Array.from(step.sendBytes));
  else if ("expectText" in step) check(step.expectText, await actor.text());
  else if ("closed" in step) check(step.closed, await actor.closed());
  else check(step.expect, await actor.object(typeOf(step.expect)));
}

function actorOf(name: string, actors: ReadonlyMap<string, Actor>): Actor {
  const actor = actors.get(name);
  if (actor === undefined) throw new Error(`${name} has no socket`);
  return actor;
}

function typeOf(template: Template): unknown {
  return typeof template === "object" && template !== null && "type" in template ? template.type : undefined;
}
