import { hueOf, initialsOf } from "./person.ts";

/** A coloured disc with a person's initials, beside the name that it repeats. */
export function Avatar({ name }: { name: string }) {
  return (
    <span class="avatar" data-hue={hueOf(name)} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
