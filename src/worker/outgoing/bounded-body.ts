/**
 * Reads a body up to a length.
 *
 * @param beyond how a longer one is treated: only its start is returned, or nothing
 * @throws if the signal aborts, whatever the platform makes of it: a body that stalls is left
 */
export async function readBounded(
  { body: stream }: Response,
  maxBytes: number,
  beyond: "cut" | "refuse",
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  if (stream === null) return undefined;
  const body = new Uint8Array(maxBytes);
  let length = 0;
  const reader = stream.getReader();
  const stalled = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  stalled.catch(() => {});
  for (;;) {
    const { done, value } = await Promise.race([reader.read(), stalled]).catch(async (error: unknown) => {
      await reader.cancel().catch(() => {});
      throw error;
    });
    if (done) return body.subarray(0, length);
    const part = value.subarray(0, maxBytes - length);
    body.set(part, length);
    length += part.length;
    if (part.length < value.length) {
      await reader.cancel();
      return beyond === "cut" ? body : undefined;
    }
  }
}
