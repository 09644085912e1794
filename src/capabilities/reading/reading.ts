import type { PlugIn } from "../../room/capability/capability.ts";
import type { ReadPositionStore } from "./read-position-store.ts";

/**
 * Remembers how far signed-in people have read (P3.42). A guest is one browser, which remembers that itself. No one but that
 * person learns of it.
 */
export function plugInReading(store: ReadPositionStore): PlugIn {
  return ({ log }) => ({
    welcomeFields: ({ signedIn, uid }) => (signedIn ? { read: store.of(uid) } : {}),
    hasRead({ signedIn, uid }, seq) {
      const read = Math.min(seq, log.head());
      if (!signedIn || read <= store.of(uid)) return undefined;
      store.put(uid, read);
      return read;
    },
    personalItems: (uid) => {
      const seq = store.of(uid);
      return seq === 0 ? [] : [{ kind: "read", seq }];
    },
    forget: (uid) => {
      store.forget(uid);
      return [];
    },
  });
}
