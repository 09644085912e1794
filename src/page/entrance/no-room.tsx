import { Mark } from "../log/mark.tsx";

/** What stands at an address that names no room. */
export function NoRoom() {
  return (
    <main class="card">
      <Mark />
      <h1>There is no such room</h1>
      <p>A room’s name is made of letters from a to z, digits, hyphens and underscores, and has at most 64 of them.</p>
      <p>
        <a class="button" href="/">
          Go to the lobby
        </a>
      </p>
    </main>
  );
}
