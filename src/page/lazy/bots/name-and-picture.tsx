import { useAllWords } from "../../i18n/use-all-words.ts";
import { Field } from "../ui/form-fields.tsx";

/** Characters of a picture's address that the server takes (P15.1). */
const MAX_AVATAR_LENGTH = 256;
const MAX_NAME_LENGTH = 32;

interface Looks {
  readonly name: string;
  readonly avatar: string;
}

/** The fields for how a program looks in the room. */
export function NameAndPicture({ avatar, name, onChange }: Looks & { readonly onChange: (looks: Looks) => void }) {
  const { bots } = useAllWords();
  return (
    <>
      <Field label={bots.name}>
        {(attributes) => (
          <input
            {...attributes}
            type="text"
            dir="auto"
            required
            autocomplete="off"
            maxLength={MAX_NAME_LENGTH}
            value={name}
            onInput={({ currentTarget }) => onChange({ avatar, name: currentTarget.value })}
          />
        )}
      </Field>
      <Field label={bots.picture} advice={bots.pictureAdvice}>
        {(attributes) => (
          <input
            {...attributes}
            type="url"
            dir="ltr"
            autocomplete="off"
            pattern="https://.*"
            maxLength={MAX_AVATAR_LENGTH}
            value={avatar}
            onInput={({ currentTarget }) => onChange({ avatar: currentTarget.value, name })}
          />
        )}
      </Field>
    </>
  );
}
