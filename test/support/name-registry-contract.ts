import { expect, test } from "vitest";
import type { NameRegistry, RegisteredName } from "../../src/room/people/name-registry.ts";

const person = (uid: string, skeletons: readonly string[], until = 1_000): RegisteredName => ({
  uid,
  username: uid.toUpperCase(),
  skeletons,
  until,
});

const uids = (people: readonly RegisteredName[]) => people.map(({ uid }) => uid).sort();

/**
 * The contract of every {@link NameRegistry}.
 *
 * @param withBook passes an empty registry to the check
 */
export function nameBookContract(withBook: (check: (book: NameRegistry) => void) => unknown): void {
  test("returns the newest entry that was stored", () =>
    withBook((book) => {
      expect(book.get("ada")).toBeUndefined();
      book.put(person("ada", ["one"]));
      book.put({ ...person("ada", ["two", "three"]), username: "Countess", until: 2_000 });
      expect(book.get("ada")).toEqual({ uid: "ada", username: "Countess", skeletons: ["two", "three"], until: 2_000 });
    }));

  test("finds every user who has one of two skeletons, in either position, once", () =>
    withBook((book) => {
      book.put(person("ada", ["one"]));
      book.put(person("ben", ["one", "two"]));
      book.put(person("cyd", ["three", "one"]));
      book.put(person("dan", ["three"]));
      expect(uids(book.alike(["one"]))).toEqual(["ada", "ben", "cyd"]);
      expect(uids(book.alike(["two"]))).toEqual(["ben"]);
      expect(uids(book.alike(["one", "two"]))).toEqual(["ada", "ben", "cyd"]);
      expect(uids(book.alike(["four", "three"]))).toEqual(["cyd", "dan"]);
      expect(book.alike(["four"])).toEqual([]);
    }));

  test("does not find a replaced skeleton, or one of a deleted user", () =>
    withBook((book) => {
      book.put(person("ada", ["one", "two"]));
      book.put(person("ada", ["three"]));
      book.put(person("ben", ["three"]));
      book.delete("ben");
      book.delete("nobody");
      expect(book.alike(["one", "two"])).toEqual([]);
      expect(uids(book.alike(["three"]))).toEqual(["ada"]);
    }));

  test("finds the names that count for an address and have not expired, the first to expire first", () =>
    withBook((book) => {
      book.put({ ...person("ada", ["one"], 3_000), from: "here" });
      book.put({ ...person("ben", ["two"], 2_000), from: "here before" });
      book.put({ ...person("cyd", ["three"], 2_000), from: "there" });
      book.put({ ...person("dan", ["four"], 1_000), from: "here" });
      book.put({ ...person("eve", ["five"], 2_500), from: "here" });
      book.put(person("eve", ["five"], 2_500));
      book.put(person("fay", ["six"], 2_500));
      expect(book.heldFrom(["here", "here before"], 1_000).map(({ uid }) => uid)).toEqual(["ben", "ada"]);
      expect(book.heldFrom(["here"], 1_000)).toEqual([{ ...person("ada", ["one"], 3_000), from: "here" }]);
      expect(book.heldFrom(["nowhere"], 1_000)).toEqual([]);
    }));

  test("returns the next few entries after a uid, known or not, in order of uids", () =>
    withBook((book) => {
      for (const uid of ["d", "a", "c", "b"]) book.put(person(uid, [uid]));
      expect(book.after("a", 2).map(({ uid }) => uid)).toEqual(["b", "c"]);
      expect(book.after("bb", 5).map(({ uid }) => uid)).toEqual(["c", "d"]);
      expect(book.after("d", 5)).toEqual([]);
    }));
}
