/** What an event is called. One of a later version of the server keeps its own name. */
export function eventName(names: Readonly<Record<string, string>>, event: string): string {
  return names[event] ?? event;
}
