/** The argument that makes a peer gather messages. */
export const GATHER = "--gather";
/** Whether this process was asked to. */
export const isGathering = process.argv.includes(GATHER);
/** Milliseconds for which messages are gathered into one frame: a delay too short to notice. */
const GATHER_MS = 5;

/**
 * Gathering, which the peers' own examples lack: the messages of a few milliseconds become one frame, a JSON array.
 *
 * @param send sends a frame to everyone
 */
export function gather(send: (frame: string) => void): (frame: string) => void {
  let gathered: string[] = [];
  const flush = () => {
    const frame = `[${gathered.join(",")}]`;
    gathered = [];
    send(frame);
  };
  return (frame) => {
    // Several messages of one client.
    const messages = frame.startsWith("[") ? frame.slice(1, -1) : frame;
    if (gathered.push(messages) === 1) setTimeout(flush, GATHER_MS);
  };
}
