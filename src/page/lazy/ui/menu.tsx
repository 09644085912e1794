import type { ComponentChildren, TargetedKeyboardEvent } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { rowAt } from "../../log/log-navigation.ts";
import { Icon } from "../../ui/icon.tsx";
import { useOpener } from "../../ui/use-opener.ts";
import { useBeside } from "./popover.ts";

/** An action, or a submenu. */
export type MenuItem = MenuAction | Submenu;

interface MenuAction {
  readonly key: string;
  readonly label: string;
  readonly onChoose: () => void;
  readonly isDangerous?: boolean;
}

interface Submenu {
  readonly key: string;
  readonly label: string;
  readonly items: readonly MenuAction[];
}

/** Items about one thing, separated from others by a line. */
export interface MenuGroup {
  readonly key: string;
  /** Names what the items are about, such as a person. */
  readonly heading?: string;
  readonly items: readonly MenuItem[];
}

interface Props {
  /** The button's accessible name. */
  readonly label: string;
  /** The button's content. */
  readonly children: ComponentChildren;
  readonly groups: readonly MenuGroup[];
  /** Of the button. */
  readonly class?: string;
  /** -1 if another control in the same place leads to it. */
  readonly tabIndex?: number;
  readonly onOpen?: () => void;
}

/**
 * A WAI-ARIA menu button: the arrow keys, Home, End and first letters move, Enter and Space choose, Esc and Tab close.
 * The focus then returns to where it was, unless the chosen action moved it. The menu exists only while it is open, so
 * that there can be many buttons.
 */
export function MenuButton({ children, groups, label, onOpen, tabIndex, ...props }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const { handlers, isOpen, setOpen } = useOpener();
  const opensAt = (event: TargetedKeyboardEvent<HTMLButtonElement>) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    setOpen(true);
  };
  useLayoutEffect(() => {
    if (isOpen) onOpen?.();
  }, [isOpen]);
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
      {isOpen && <Menu id={id} label={label} groups={groups} button={button.current} onClose={() => setOpen(false)} />}
    </>
  );
}

interface MenuProps extends Pick<Props, "label" | "groups"> {
  readonly id?: string;
  readonly button: HTMLElement | null;
  readonly onClose: () => void;
}

/** The menu of a button, while it is open. */
export function Menu({ button, groups, id, label, onClose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef(openerOf(button));
  const show = useBeside(menu, button, onClose);
  const leave = () => {
    opener.current?.focus();
    onClose();
  };
  return (
    <div ref={menu} id={id} class="menu" popover="auto" onToggle={({ newState }) => newState === "closed" && onClose()}>
      <MenuItems label={label} groups={groups} onLeave={leave} onResize={show} />
    </div>
  );
}

/** The message on which a key opened its menu; otherwise the menu's button. */
function openerOf(button: HTMLElement | null): HTMLElement | null {
  const row = rowAt(button)?.line;
  return row !== undefined && row === document.activeElement ? row : button;
}

interface MenuItemsProps extends Pick<Props, "label" | "groups"> {
  /** Called before an item's action, and by keys that close the menu. */
  readonly onLeave: () => void;
  /** Whether the items stand in a dialog, among other controls that the Tab key reaches. */
  readonly isInSheet?: boolean;
  /** Called when the items are first there, and after a submenu has replaced them; before one gets the focus. */
  readonly onResize?: () => void;
}

/** The items of a menu or a sheet. A submenu takes their place, with a way back. */
export function MenuItems({ groups, isInSheet = false, label, onLeave, onResize }: MenuItemsProps) {
  const { actions } = useAllWords();
  const menu = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<string>();
  const all = groups.flatMap(({ items }) => items);
  const submenu = all.find((item): item is Submenu => item.key === opened && "items" in item);
  const shown: readonly MenuGroup[] = submenu === undefined ? groups : [{ key: submenu.key, items: submenu.items }];
  const entries = () => [...(menu.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  const previous = useRef(opened);
  useLayoutEffect(() => {
    // After a submenu, the focus returns to the item that opened it.
    onResize?.();
    const from = opened === undefined ? `menu-${previous.current}` : undefined;
    (entries().find(({ id }) => id === from) ?? entries()[0])?.focus();
    previous.current = opened;
  }, [opened]);

  const choose = (item: MenuItem) => {
    if ("items" in item) {
      setOpened(item.key);
      return;
    }
    onLeave();
    item.onChoose();
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const list = entries();
    const current = list.find((entry) => entry.matches(":focus"));
    const [into, back] = getComputedStyle(event.currentTarget).direction === "rtl" ? ARROWS.toReversed() : ARROWS;
    const next = target(event.key, list, current === undefined ? -1 : list.indexOf(current));
    if (next !== undefined) next.focus();
    else if (event.key === into && current?.ariaHasPopup === "menu") current.click();
    else if (event.key === back && submenu !== undefined) setOpened(undefined);
    else if (event.key === "Escape" && submenu !== undefined) setOpened(undefined);
    else if (event.key === "Escape" || (event.key === "Tab" && !isInSheet)) {
      event.stopPropagation();
      onLeave();
      // Tab continues from the button.
      if (event.key === "Tab") return;
    } else return;
    event.preventDefault();
  };
  return (
    <div ref={menu} class="menu-items" role="menu" tabIndex={-1} aria-label={label} onKeyDown={onKeyDown}>
      {submenu !== undefined && (
        <button
          key="back"
          type="button"
          class="menu-item menu-back"
          role="menuitem"
          tabIndex={isInSheet ? 0 : -1}
          aria-label={`${actions.back}: ${submenu.label}`}
          onClick={() => setOpened(undefined)}
        >
          <Icon shape="chevron" />
          {submenu.label}
        </button>
      )}
      {shown.map(({ heading, items, key }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of menu items
        <div key={key} class="menu-group" role="group" aria-label={heading}>
          {heading !== undefined && (
            <p class="menu-heading" aria-hidden="true">
              <bdi>{heading}</bdi>
            </p>
          )}
          {items.map((item) => (
            <button
              key={item.key}
              id={`menu-${item.key}`}
              type="button"
              class="menu-item"
              role="menuitem"
              tabIndex={isInSheet ? 0 : -1}
              aria-haspopup={"items" in item ? "menu" : undefined}
              data-dangerous={"isDangerous" in item && item.isDangerous}
              onClick={() => choose(item)}
            >
              {item.label}
              {"items" in item && <Icon shape="chevron" />}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Keys that open a submenu and leave it, from left to right. */
const ARROWS = ["ArrowRight", "ArrowLeft"];

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
