import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { momentText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { Avatar } from "../../people/person.tsx";
import { showOutcome } from "../model/dialogs-state.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";

/** A bot or an incoming webhook, as the server lists it (P15.1, P15.20). */
export interface Program {
  readonly id: string;
  readonly name: string;
  readonly avatar?: string;
  /** When it was last used, to the hour; absent until then. */
  readonly usedAt?: number;
  readonly scopes?: readonly string[];
}

interface Props {
  readonly label: string;
  /** Shown if there are none. */
  readonly none: string;
  /** `undefined` until they are loaded. */
  readonly programs: readonly Program[] | undefined;
  /** Confirms what revoking one does. */
  readonly advice: string;
  /** Returns whether it was revoked. */
  readonly onRevoke: (id: string) => Promise<boolean>;
  /** Stands below the heading. */
  readonly children?: ComponentChildren;
}

/** The programs that owners let in, each with a button that revokes it. */
export function ProgramList({ advice, children, label, none, onRevoke, programs }: Props) {
  const { bots } = useAllWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const [asked, setAsked] = useState<Program>();
  const revoke = async ({ id, name }: Program) => {
    if (!(await onRevoke(id))) return;
    showOutcome({ kind: "done", text: (words) => words.bots.revoked(name) });
    // The button that had the focus is gone.
    heading.current?.focus();
  };
  return (
    <>
      <h3 ref={heading} class="panel-title" tabIndex={-1}>
        {label}
      </h3>
      {children}
      {programs?.length === 0 && <p class="panel-advice">{none}</p>}
      {programs !== undefined && programs.length > 0 && (
        <ul class="listed" aria-label={label}>
          {programs.map((program) => (
            <li key={program.id}>
              <ProgramItem program={program} onRevoke={() => setAsked(program)} />
            </li>
          ))}
        </ul>
      )}
      {asked !== undefined && (
        <ConfirmDialog
          title={bots.revokeTitle(asked.name)}
          verb={bots.revoke}
          onConfirm={() => void revoke(asked)}
          onClose={() => setAsked(undefined)}
        >
          <p>{advice}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function ProgramItem({ onRevoke, program }: { program: Program; onRevoke: () => void }) {
  const words = useAllWords();
  const { bots } = words;
  const { avatar, name, scopes = [], usedAt } = program;
  // A scope of a later version of the server keeps its own name.
  const names: Readonly<Record<string, string>> = bots.scopeNames;
  const facts = [
    ...scopes.map((scope) => names[scope] ?? scope),
    usedAt === undefined ? bots.unused : bots.lastUsed(momentText(words, usedAt)),
  ];
  return (
    <div class="program">
      <Avatar name={name} picture={avatar} />
      <p>
        <bdi class="listed-who" dir="auto">
          {name}
        </bdi>
        <br />
        <span class="panel-advice">{facts.join(" · ")}</span>
      </p>
      <button type="button" class="button button-quiet" aria-label={`${bots.revokeAsk} ${name}`} onClick={onRevoke}>
        {bots.revokeAsk}
      </button>
    </div>
  );
}
