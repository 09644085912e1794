/**
 * Finds a response in the edge's cache, which a server of your own may not have.
 *
 * @param key a URL that names nothing but the response, so that other parameters don't wake the room
 */
export async function findAtEdge(key: string): Promise<Response | undefined> {
  try {
    return await caches.default.match(key);
  } catch {
    return undefined;
  }
}

/** Keeps a response in the edge's cache. Without a cache, it is made again each time. */
export async function keepAtEdge(key: string, response: Response, seconds: number): Promise<void> {
  response.headers.set("cache-control", `max-age=${seconds}`);
  try {
    await caches.default.put(key, response);
  } catch {
    // The platform has none, or it is full.
  }
}
