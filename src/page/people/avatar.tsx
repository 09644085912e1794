import { hueOf, initialsOf } from "./person.ts";

interface Props {
  /** Absent while it is not known. */
  readonly uid: string | undefined;
  readonly name: string;
}

/** A coloured disc with a person's initials, beside the name that it repeats. */
export function Avatar({ name, uid }: Props) {
  return (
    <span class="avatar" data-hue={uid && hueOf(uid)} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
