import { hueOf } from "./person.ts";

/** A person's name, in their colour. */
export function Name({ name, uid }: { name: string; uid: string }) {
  return (
    <bdi class="name" dir="auto" data-hue={hueOf(uid)}>
      {name}
    </bdi>
  );
}
