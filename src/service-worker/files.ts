/** How the names of our caches begin: an origin may have others'. */
const PREFIX = "parley-";

/**
 * How many builds are kept: this one, and those that pages may be of which are open since before it. A page renews itself
 * when it is put aside; it would have to stay in front through this many deployments to miss a file.
 */
const KEPT_BUILDS = 3;

/** The files of this build and of some before it, each build in a cache of its own. */
export class Files {
  readonly #caches: CacheStorage;
  readonly #name: string;
  readonly #paths: readonly string[];

  /**
   * @param version of this build
   * @param paths of its files
   */
  constructor(caches: CacheStorage, version: string, paths: readonly string[]) {
    this.#caches = caches;
    this.#name = PREFIX + version;
    this.#paths = paths;
  }

  /**
   * Keeps every file of this build.
   *
   * @throws where one cannot be had; then this build is not taken up
   */
  async keep(): Promise<void> {
    const cache = await this.#caches.open(this.#name);
    await Promise.all(
      this.#paths.map(async (path) => {
        const response =
          (await this.#present(path)) ?? (await fetch(path, { cache: isLasting(path) ? "default" : "no-cache" }));
        if (!response.ok) throw new Error(`${path} answered ${response.status}`);
        await cache.put(path, response);
      }),
    );
  }

  /** Lets go of builds that no page is of any more. */
  async dropOldest(): Promise<void> {
    // In the order in which they were made; this one may have been made before, by a deployment that was taken back.
    const others = (await this.#caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== this.#name);
    await Promise.all(others.slice(0, -(KEPT_BUILDS - 1)).map((name) => this.#caches.delete(name)));
  }

  /** A file as it was kept, of this build before any other; else as the network has it, and kept from now on. */
  async answer(path: string, request: Request): Promise<Response> {
    const kept = await this.#kept(path);
    if (kept !== undefined) return kept;
    const response = await fetch(request);
    if (response.ok && isLasting(path)) await this.#add(path, response.clone());
    return response;
  }

  async #add(path: string, response: Response): Promise<void> {
    try {
      await (await this.#caches.open(this.#name)).put(path, response);
    } catch {
      // As below, or it is full.
    }
  }

  async #kept(path: string): Promise<Response | undefined> {
    try {
      const own = await this.#caches.open(this.#name);
      return (await own.match(path)) ?? (await this.#caches.match(path));
    } catch {
      // A storage that fails must not take the page away from who has a network.
      return undefined;
    }
  }

  async #present(path: string): Promise<Response | undefined> {
    return isLasting(path) ? await this.#caches.match(path) : undefined;
  }
}

/** Whether a file's name tells its content, so that it is the same in every build that has it. */
function isLasting(path: string): boolean {
  return path.startsWith("/assets/");
}
