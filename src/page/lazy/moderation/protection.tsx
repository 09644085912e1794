import { useState } from "preact/hooks";
import type { RoomSettings, SettingsPatch } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { useView } from "../../model/view-store.ts";
import { moderate } from "../model/dialogs-state.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { Choice, DurationChoice, Field, Switch } from "../ui/form-fields.tsx";
import { PanelForm } from "../ui/panel-form.tsx";
import { type DomainsFault, parseDomains } from "./link-domains.ts";

const SECOND_MS = 1_000;
/** How long new guests can only read, in milliseconds; 0 turns it off. */
const NEWCOMER_MS = [0, 30, 60, 300, 600, 3_600].map((seconds) => seconds * SECOND_MS);

/** The settings against floods and spam, saved together. */
export function Protection({ chat }: { chat: ModeratedRoom }) {
  const settings = protectionOf(useView(chat, (view) => view.settings));
  // A saved change, from here or elsewhere, resets the fields.
  return <ProtectionForm key={JSON.stringify(settings)} chat={chat} saved={settings} />;
}

type ProtectionSettings = Required<
  Omit<RoomSettings, "read" | "write" | "slowMode" | "files" | "title" | "topic" | "listed">
>;

/** The settings of a room, where an absent one is the default. */
function protectionOf(settings: RoomSettings): ProtectionSettings {
  return {
    challenge: settings.challenge ?? "never",
    plainClients: settings.plainClients ?? "allow",
    newcomerSeconds: settings.newcomerSeconds ?? 0,
    links: settings.links ?? "everyone",
    linkDomains: settings.linkDomains ?? [],
    repeats: settings.repeats ?? false,
    shouting: settings.shouting ?? false,
    wordVariants: settings.wordVariants ?? false,
    casts: settings.casts ?? "on",
    previews: settings.previews ?? "members",
  };
}

function ProtectionForm({ chat, saved }: { chat: ModeratedRoom; saved: ProtectionSettings }) {
  const { common, moderation, protection } = useAllWords();
  const [chosen, setChosen] = useState(saved);
  const [domains, setDomains] = useState(saved.linkDomains.join("\n"));
  const [fault, setFault] = useState<DomainsFault>();
  const change = (part: Partial<ProtectionSettings>) => setChosen({ ...chosen, ...part });
  const submit = () => {
    const parsed = parseDomains(domains);
    setFault(parsed.ok ? undefined : parsed.fault);
    if (!parsed.ok) return undefined;
    const settings = changesOf(saved, { ...chosen, linkDomains: parsed.domains });
    return moderate(chat, { action: "settings", settings });
  };
  return (
    <PanelForm noValidate verb={common.save} onSubmit={submit}>
      <h3 class="panel-title">{protection.newGuests}</h3>
      <Choice
        label={protection.challenge}
        advice={protection.challengeAdvice}
        value={chosen.challenge}
        choices={{ never: protection.never, flood: protection.flood, always: protection.always }}
        onChange={(challenge) => change({ challenge })}
      />
      <Choice
        label={protection.plainClients}
        value={chosen.plainClients}
        choices={{ allow: protection.plainAllow, read: protection.plainRead }}
        onChange={(plainClients) => change({ plainClients })}
      />
      <DurationChoice
        label={protection.newcomerTime}
        choices={NEWCOMER_MS}
        value={chosen.newcomerSeconds * SECOND_MS}
        none={moderation.off}
        onChange={(ms) => change({ newcomerSeconds: ms / SECOND_MS })}
      />
      <h3 class="panel-title">{protection.filters}</h3>
      <Choice
        label={protection.links}
        value={chosen.links}
        choices={{
          everyone: moderation.everyone,
          members: moderation.members,
          moderators: moderation.moderators,
          nobody: protection.nobody,
        }}
        onChange={(links) => change({ links })}
      />
      {chosen.links !== "everyone" && <DomainsField value={domains} fault={fault} onChange={setDomains} />}
      <Switch label={protection.repeats} isOn={chosen.repeats} onChange={(repeats) => change({ repeats })} />
      <Switch
        label={protection.shouting}
        advice={protection.shoutingAdvice}
        isOn={chosen.shouting}
        onChange={(shouting) => change({ shouting })}
      />
      <Switch
        label={protection.wordVariants}
        advice={protection.wordVariantsAdvice}
        isOn={chosen.wordVariants}
        onChange={(wordVariants) => change({ wordVariants })}
      />
      <Switch
        label={protection.casts}
        advice={protection.castsAdvice}
        isOn={chosen.casts === "on"}
        onChange={(isOn) => change({ casts: isOn ? "on" : "off" })}
      />
      <Choice
        label={protection.previews}
        advice={protection.previewsAdvice}
        value={chosen.previews}
        choices={{ on: moderation.everyone, members: moderation.members, off: protection.nobody }}
        onChange={(previews) => change({ previews })}
      />
    </PanelForm>
  );
}

/** The changed settings only, so that a change that someone else makes meanwhile stays. */
function changesOf(saved: ProtectionSettings, next: ProtectionSettings): SettingsPatch {
  const before: Readonly<Record<string, unknown>> = saved;
  const changed = Object.entries(next).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  // The room rejects an empty patch.
  return changed.length === 0 ? { challenge: next.challenge } : Object.fromEntries(changed);
}

interface DomainsFieldProps {
  readonly value: string;
  readonly fault: DomainsFault | undefined;
  readonly onChange: (value: string) => void;
}

function DomainsField({ fault, onChange, value }: DomainsFieldProps) {
  const { protection } = useAllWords();
  return (
    <Field
      label={protection.linkDomains}
      advice={protection.linkDomainsAdvice}
      fault={
        fault?.kind === "invalid"
          ? protection.badDomain(fault.domain)
          : fault?.kind === "tooMany"
            ? protection.tooManyDomains(fault.most)
            : undefined
      }
    >
      {(attributes) => (
        <textarea
          {...attributes}
          rows={3}
          dir="ltr"
          spellcheck={false}
          value={value}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
    </Field>
  );
}
