import { ownPicture } from "./own-picture.ts";
import { hueOf, initialsOf } from "./person.ts";

interface Props {
  /** Absent while it is not known. */
  readonly uid: string | undefined;
  readonly name: string;
  /** The address of a picture; shown where it is this site's own. */
  readonly picture?: string | undefined;
}

/** A coloured disc with a person's picture or initials, beside the name that it repeats. */
export function Avatar({ name, picture, uid }: Props) {
  const own = ownPicture(picture);
  return (
    <span class="avatar" data-hue={uid && hueOf(uid)} aria-hidden="true">
      {initialsOf(name)}
      {own !== undefined && (
        <img
          src={own}
          alt=""
          // What cannot be had leaves the initials.
          onError={({ currentTarget }) => currentTarget.remove()}
        />
      )}
    </span>
  );
}
