import { useRef, useState } from "preact/hooks";
import type { MessageFile } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { useMedia } from "../../ui/use-media.ts";
import { type FileSource, FileTrouble, useLoading } from "./file-trouble.tsx";
import { Lightbox } from "./lightbox.tsx";
import { boxOf, gridSpans } from "./picture-size.ts";
import { Spoiler } from "./spoiler.tsx";

interface GridProps {
  readonly pictures: readonly MessageFile[];
  readonly source: FileSource;
  readonly tabIndex: number;
}

/** The pictures of a message: one in its own proportions, several in a grid. Their places are there before they load. */
export function PictureGrid({ pictures, source, tabIndex }: GridProps) {
  const [opened, setOpened] = useState<number>();
  const spans = gridSpans(pictures.length);
  const [only] = pictures;
  const box = pictures.length === 1 && only !== undefined ? boxOf(only) : undefined;
  return (
    <>
      <div class={box === undefined ? "pictures" : "pictures pictures-one"}>
        {pictures.map((picture, index) => (
          <div
            key={picture.id}
            class="picture-place"
            style={
              box === undefined
                ? { gridColumn: `span ${spans[index] ?? 1}` }
                : { aspectRatio: `${box.width} / ${box.height}`, width: `${box.width}px` }
            }
          >
            <Picture picture={picture} source={source} tabIndex={tabIndex} onOpen={() => setOpened(index)} />
          </div>
        ))}
      </div>
      {opened !== undefined && (
        <Lightbox pictures={pictures} source={source} start={opened} onClose={() => setOpened(undefined)} />
      )}
    </>
  );
}

interface PictureProps {
  readonly picture: MessageFile;
  readonly source: FileSource;
  readonly tabIndex: number;
  readonly onOpen: () => void;
}

function Picture({ onOpen, picture, source, tabIndex }: PictureProps) {
  const { files } = useAllWords();
  const { alt, name, spoiler, type } = picture;
  const { attempt, failed, retry, trouble, url } = useLoading(picture.url, source);
  const isStill = useMedia("(prefers-reduced-motion: reduce)") && type === "image/gif";
  if (trouble !== undefined) return <FileTrouble trouble={trouble} tabIndex={tabIndex} onRetry={retry} />;
  return (
    <Spoiler isCovered={spoiler === true} label={files.showSpoiler} tabIndex={tabIndex}>
      <button type="button" class="picture" tabIndex={tabIndex} onClick={onOpen} aria-label={files.open(alt ?? name)}>
        {isStill ? (
          <StillImage key={attempt} url={url} label={files.moving} onError={failed} />
        ) : (
          <img key={attempt} src={url} alt="" loading="lazy" decoding="async" onError={failed} />
        )}
      </button>
    </Spoiler>
  );
}

/** The first picture of a GIF. It moves only when it is opened. */
function StillImage({ label, onError, url }: { label: string; url: string | undefined; onError: () => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const draw = (image: HTMLImageElement) => {
    if (canvas.current === null) return;
    const { naturalHeight: height, naturalWidth: width } = image;
    Object.assign(canvas.current, { width, height });
    canvas.current.getContext("2d")?.drawImage(image, 0, 0);
  };
  return (
    <>
      <img
        src={url}
        alt=""
        class="picture-source"
        loading="lazy"
        decoding="async"
        onLoad={({ currentTarget }) => draw(currentTarget)}
        onError={onError}
      />
      <canvas ref={canvas} />
      <span class="picture-mark">{label}</span>
    </>
  );
}
