import type { TargetedKeyboardEvent } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { MessageFile } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { Icon } from "../../ui/icon.tsx";
import { ActionIcon } from "../ui/action-icon.tsx";
import { closeDialog } from "../ui/dialog.tsx";
import { FileLink } from "./file-card.tsx";
import { type FileSource, FileTrouble, useLoading } from "./file-trouble.tsx";

interface Props {
  readonly pictures: readonly MessageFile[];
  readonly source: FileSource;
  /** Index of the picture to begin with. */
  readonly start: number;
  readonly onClose: () => void;
}

/** CSS pixels of a swipe to the next picture. */
const SWIPE_PX = 50;

/** Shows pictures as large as the window, one at a time. An enlarged picture scrolls. */
export function Lightbox({ onClose, pictures, source, start }: Props) {
  const { common, files, format } = useAllWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [index, setIndex] = useState(start);
  const [isZoomed, setZoomed] = useState(false);
  const touchedAt = useRef<number | undefined>(undefined);
  const picture = pictures[index];
  const { attempt, failed, retry, trouble, url } = useLoading(picture?.url ?? "", source);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    return () => closeDialog(dialog.current);
  }, []);
  const show = (next: number) => {
    if (pictures[next] === undefined) return;
    setZoomed(false);
    setIndex(next);
  };
  /** @param by 1 to the right, -1 to the left */
  const move = (by: number) => {
    const isRtl = dialog.current !== null && getComputedStyle(dialog.current).direction === "rtl";
    show(index + (isRtl ? -by : by));
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDialogElement>) => {
    // The arrows move an enlarged picture.
    if (event.key === "ArrowRight" && !isZoomed) move(1);
    else if (event.key === "ArrowLeft" && !isZoomed) move(-1);
    else if (event.key === "+" || event.key === "=") setZoomed(true);
    else if (event.key === "-") setZoomed(false);
    else return;
    event.preventDefault();
  };
  const onTouchEnd = ({ changedTouches, touches }: TouchEvent) => {
    const by = (touchedAt.current ?? 0) - (changedTouches[0]?.clientX ?? 0);
    // Two fingers enlarge the page.
    if (touchedAt.current !== undefined && touches.length === 0 && !isZoomed && Math.abs(by) > SWIPE_PX) {
      move(Math.sign(by));
    }
  };
  if (picture === undefined) return null;
  const text = picture.alt ?? picture.name;
  const step = (label: string, to: number, side: string) => (
    <button
      type="button"
      class={`lightbox-button lightbox-${side}`}
      aria-label={label}
      title={label}
      // A disabled one would lose the focus, and with it the keys.
      aria-disabled={pictures[to] === undefined}
      onClick={() => show(to)}
    >
      <Icon shape="chevron" />
    </button>
  );
  return (
    <dialog ref={dialog} class="lightbox" aria-label={files.open(text)} onClose={onClose} onKeyDown={onKeyDown}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys for what gestures do are Esc, + and the arrows */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div
        class="lightbox-slide"
        onTouchStart={({ touches }) => {
          touchedAt.current = touches.length === 1 ? touches[0]?.clientX : undefined;
        }}
        onTouchEnd={onTouchEnd}
        onClick={({ currentTarget, target }) => {
          if (target === currentTarget) onClose();
          else if (target instanceof HTMLImageElement) setZoomed(!isZoomed);
        }}
      >
        {trouble !== undefined && <FileTrouble trouble={trouble} tabIndex={0} onRetry={retry} />}
        {trouble === undefined && url !== undefined && (
          <img
            key={`${picture.id} ${attempt}`}
            src={url}
            alt={text}
            width={picture.width}
            height={picture.height}
            data-zoomed={isZoomed}
            draggable={false}
            onError={failed}
          />
        )}
      </div>
      <p class="lightbox-text" role="status">
        {pictures.length > 1 && (
          <span>{files.position(format.number(index + 1), format.number(pictures.length))} </span>
        )}
        <bdi>{text}</bdi>
      </p>
      <div class="lightbox-bar">
        <button
          type="button"
          class="lightbox-button"
          aria-label={files.zoom}
          title={files.zoom}
          aria-pressed={isZoomed}
          onClick={() => setZoomed(!isZoomed)}
        >
          <ActionIcon shape="zoom" />
        </button>
        <FileLink
          class="lightbox-button"
          url={url}
          download={picture.name}
          aria-label={files.download}
          title={files.download}
        >
          <ActionIcon shape="download" />
        </FileLink>
        <button type="button" class="lightbox-button" aria-label={common.close} title={common.close} onClick={onClose}>
          <Icon shape="close" />
        </button>
      </div>
      {pictures.length > 1 && (
        <>
          {step(files.previous, index - 1, "previous")}
          {step(files.next, index + 1, "next")}
        </>
      )}
    </dialog>
  );
}
