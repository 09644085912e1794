import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RoomError } from "../../../client/index.ts";
import { momentText } from "../../i18n/time-text.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { reportOutcome } from "../../lazy/model/dialogs-state.ts";
import { BAN_FOR_MS, SUGGESTED_MS } from "../../lazy/model/sanctions.ts";
import { DurationChoice, Field, ReasonField } from "../../lazy/ui/form-fields.tsx";
import { PanelForm } from "../../lazy/ui/panel-form.tsx";
import { adminText } from "../model/admin-text.ts";
import { banFromAll } from "../model/ban-from-all.ts";
import { callServer } from "../model/call-server.ts";
import { useStatus } from "../model/session.ts";
import { useAnswer } from "../model/use-answer.ts";
import { AnswerState } from "../ui/answer-state.tsx";
import { type BanFault, faultBefore, faultOf } from "./ban-fault.ts";

/** A ban from all rooms (P9.16). */
interface BanEverywhere {
  readonly key: string;
  readonly kind: "uid" | "network";
  readonly at: number;
  readonly until?: number;
  readonly reason?: string;
}

/** The bans from all rooms. */
export function BansPart() {
  const { everywhere, operator } = useAdminWords();
  const isOn = useStatus()?.bans === true;
  return (
    <>
      <h1>{operator.bans}</h1>
      {isOn ? (
        <section class="operator-box operator-part">
          <Bans />
        </section>
      ) : (
        <p>{everywhere.off}</p>
      )}
    </>
  );
}

function Bans() {
  const words = useAdminWords();
  const { everywhere } = words;
  const loaded = useAnswer<{ readonly bans: readonly BanEverywhere[] }>("/bans");
  const bans = loaded.answer?.bans;
  return (
    <>
      <h2>{everywhere.bans}</h2>
      <AnswerState of={loaded} />
      {bans?.length === 0 && <p class="panel-advice">{everywhere.noBans}</p>}
      {bans !== undefined && bans.length > 0 && (
        <ul class="listed" aria-label={everywhere.bans}>
          {bans.map((ban) => (
            <li key={ban.key}>
              <Ban ban={ban} />
            </li>
          ))}
        </ul>
      )}
      <BanForm />
    </>
  );
}

function Ban({ ban: { at, key, kind, reason, until } }: { ban: BanEverywhere }) {
  const words = useAdminWords();
  const { everywhere, moderation } = words;
  const lift = () =>
    reportOutcome(
      callServer(`/bans/${encodeURIComponent(key)}`, { method: "DELETE" }),
      adminText(({ everywhere }) => everywhere.lifted),
    );
  const facts = [
    momentText(words, at),
    until === undefined ? moderation.noEnd : moderation.until(momentText(words, until)),
  ];
  return (
    <>
      <p class="listed-who">{kind === "uid" ? everywhere.person(key) : everywhere.network(key)}</p>
      {reason !== undefined && <p dir="auto">{reason}</p>}
      <p class="panel-actions">
        <span class="panel-advice">{facts.join(" · ")}</span>
        <button
          type="button"
          class="button button-quiet"
          aria-label={`${everywhere.lift}: ${key}`}
          onClick={() => void lift()}
        >
          {everywhere.lift}
        </button>
      </p>
    </>
  );
}

const EMPTY = { uid: "", room: "", address: "", reason: "" };

function BanForm() {
  const { everywhere, moderation } = useAdminWords();
  const [typed, setTyped] = useState(EMPTY);
  const [ms, setMs] = useState(SUGGESTED_MS);
  const [fault, setFault] = useState<BanFault>();
  const form = useRef<HTMLDetailsElement>(null);
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus(), [fault]);
  const submit = async () => {
    const known = faultBefore(typed);
    setFault(known);
    if (known !== undefined) return;
    const asked = banFromAll({ ...typed }, ms);
    // It rejects with nothing else.
    const found = await asked.then(
      () => undefined,
      ({ code }: RoomError) => faultOf(code, typed),
    );
    setFault(found);
    if (found !== undefined) return;
    const isDone = await reportOutcome(
      asked,
      adminText(({ everywhere }) => everywhere.added),
    );
    if (isDone) setTyped(EMPTY);
  };
  const field = (name: BanFault["field"], label: string, advice?: string) => (
    <Field label={label} advice={advice} fault={fault?.field === name ? everywhere[fault.words] : undefined}>
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          dir="ltr"
          autocomplete="off"
          spellcheck={false}
          value={typed[name]}
          onInput={({ currentTarget }) => setTyped({ ...typed, [name]: currentTarget.value })}
        />
      )}
    </Field>
  );
  const isEmpty = typed.uid.trim() === "" && typed.address.trim() === "";
  return (
    <details ref={form}>
      <summary>{everywhere.add}</summary>
      <PanelForm verb={moderation.banVerb} isDisabled={isEmpty} onSubmit={submit}>
        {field("uid", everywhere.uid, everywhere.uidAdvice)}
        {field("room", everywhere.room)}
        {field("address", everywhere.address)}
        <DurationChoice label={moderation.howLong} choices={BAN_FOR_MS} value={ms} onChange={setMs} />
        <ReasonField
          label={moderation.banReason}
          value={typed.reason}
          onChange={(reason) => setTyped({ ...typed, reason })}
        />
      </PanelForm>
    </details>
  );
}
