import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { MessageFile } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { ActionIcon } from "../ui/action-icon.tsx";
import { kindOf, sizeText } from "./file-kind.ts";
import { type FileSource, FileTrouble, useLoading } from "./file-trouble.tsx";
import { boxOf } from "./picture-size.ts";
import { FileIcon } from "./preview.tsx";

interface Props {
  readonly file: MessageFile;
  readonly source: FileSource;
  readonly tabIndex: number;
}

interface FileLinkProps {
  readonly url: string | undefined;
  readonly download: string;
  readonly title: string;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly tabIndex?: number;
  readonly "aria-label"?: string;
}

/** A link that downloads a file, once its address is known. */
export function FileLink({ children, url, ...link }: FileLinkProps) {
  if (url === undefined) return <span class={link.class ?? ""}>{children}</span>;
  return (
    <a {...link} href={url}>
      {children}
    </a>
  );
}

/** A file to download, with its icon, name and size. */
export function FileCard({ file: { name, size, url: path }, source, tabIndex }: Props) {
  const { files, format } = useAllWords();
  const { url } = useLoading(path, source);
  return (
    <FileLink class="file-card" url={url} download={name} tabIndex={tabIndex} title={files.download}>
      <FileIcon name={name} />
      <span class="attachment-text">
        <span class="file-name">
          <bdi>{name}</bdi>
        </span>{" "}
        <span class="file-size">{sizeText(format.locale, size)}</span>
      </span>
      <ActionIcon shape="download" />
    </FileLink>
  );
}

/** A player of sound or video. It asks for the length and the first picture only when it comes into view. */
export function Player({ file, source, tabIndex }: Props) {
  const { files, format } = useAllWords();
  const { alt, name, size, type } = file;
  const frame = useRef<HTMLElement>(null);
  const isNear = useIsNear(frame);
  const { attempt, failed, retry, trouble, url } = useLoading(file.url, source);
  const isVideo = kindOf(type) === "video";
  const box = boxOf(file);
  const shared = {
    key: attempt,
    ...(url !== undefined && { src: url }),
    controls: true,
    tabIndex,
    preload: isNear ? "metadata" : "none",
    "aria-label": alt ?? name,
    onError: failed,
  } as const;
  return (
    <figure ref={frame} class="player">
      {trouble !== undefined && <FileTrouble trouble={trouble} tabIndex={tabIndex} onRetry={retry} />}
      {trouble === undefined && isVideo && (
        <video
          {...shared}
          playsInline
          style={{ aspectRatio: `${box.width} / ${box.height}`, width: `${box.width}px` }}
        />
      )}
      {trouble === undefined && !isVideo && <audio {...shared} />}
      <figcaption>
        <bdi class="file-name">{name}</bdi> <span class="file-size">{sizeText(format.locale, size)}</span>{" "}
        <FileLink
          url={url}
          download={name}
          tabIndex={tabIndex}
          aria-label={files.downloadNamed(name)}
          title={files.download}
        >
          <ActionIcon shape="download" />
        </FileLink>
      </figcaption>
    </figure>
  );
}

/** Whether an element has been within a screen of the visible part of the page. */
function useIsNear(element: { readonly current: HTMLElement | null }): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        setNear(true);
        observer.disconnect();
      },
      { rootMargin: "100%" },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return isNear;
}
