import type { ComponentChildren, TargetedKeyboardEvent } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { useOpener } from "../../ui/use-opener.ts";
import { useBeside } from "./popover.ts";

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly onChoose: () => void;
  readonly isDangerous?: boolean;
}

interface Props {
  /** The button's accessible name. */
  readonly label: string;
  /** The button's content. */
  readonly children: ComponentChildren;
  readonly items: readonly MenuItem[];
  /** Of the button. */
  readonly class?: string;
  /** -1 if another control in the same place leads to it. */
  readonly tabIndex?: number;
}

/**
 * A WAI-ARIA menu button: the arrow keys, Home, End and first letters move, Enter and Space choose, Esc and Tab close.
 * The focus then returns to the button, unless the chosen action moved it. The menu exists only while it is open, so
 * that there can be many buttons.
 */
export function MenuButton({ children, items, label, tabIndex, ...props }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const { handlers, isOpen, setOpen } = useOpener();
  const opensAt = (event: TargetedKeyboardEvent<HTMLButtonElement>) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    setOpen(true);
  };
  return (
    <>
      <button
        {...handlers}
        ref={button}
        type="button"
        class={props.class}
        tabIndex={tabIndex}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onKeyDown={opensAt}
      >
        {children}
      </button>
      {isOpen && <Menu id={id} label={label} items={items} button={button.current} onClose={() => setOpen(false)} />}
    </>
  );
}

interface MenuProps extends Pick<Props, "label" | "items"> {
  readonly id: string;
  readonly button: HTMLElement | null;
  readonly onClose: () => void;
}

function Menu({ button, id, items, label, onClose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const entries = () => [...(menu.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];

  useBeside(menu, button, onClose);
  useLayoutEffect(() => entries()[0]?.focus(), []);

  const leave = () => {
    button?.focus();
    onClose();
  };
  const choose = (item: MenuItem) => {
    leave();
    item.onChoose();
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const all = entries();
    const place = all.findIndex((entry) => entry.matches(":focus"));
    const next = target(event.key, all, place);
    if (next !== undefined) {
      event.preventDefault();
      next.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      // Tab continues from the button.
      if (event.key === "Escape") event.preventDefault();
      event.stopPropagation();
      leave();
    }
  };
  return (
    <div
      ref={menu}
      id={id}
      class="menu"
      role="menu"
      tabIndex={-1}
      popover="auto"
      aria-label={label}
      onKeyDown={onKeyDown}
      onToggle={({ newState }) => newState === "closed" && onClose()}
    >
      {items.map((item) => (
        <button
          key={item.key}
          type="button"
          class="menu-item"
          role="menuitem"
          tabIndex={-1}
          data-dangerous={item.isDangerous}
          onClick={() => choose(item)}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}

/** The item that a key moves to, if any. */
function target(key: string, entries: readonly HTMLElement[], place: number): HTMLElement | undefined {
  switch (key) {
    case "ArrowDown":
      return entries[(place + 1) % entries.length];
    case "ArrowUp":
      return entries.at(Math.max(place, 0) - 1);
    case "Home":
      return entries[0];
    case "End":
      return entries.at(-1);
    default: {
      if (key.length !== 1 || key === " ") return undefined;
      const begins = (entry: HTMLElement) => entry.textContent?.toLocaleLowerCase().startsWith(key.toLocaleLowerCase());
      return [...entries.slice(place + 1), ...entries.slice(0, place + 1)].find(begins);
    }
  }
}
