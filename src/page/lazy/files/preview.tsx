import { useEffect, useRef, useState } from "preact/hooks";
import { Shape } from "../../ui/icon.tsx";
import { extensionOf, kindOf } from "./file-kind.ts";

/** CSS pixels of a preview's sides. */
const SIDE = 64;

interface Props {
  readonly blob: Blob;
  readonly name: string;
  readonly isSpoiler?: boolean;
}

/**
 * A file that is not uploaded yet, as a small picture or as an icon. The picture is drawn, because the page's policy has no `blob:`
 * for images, and a GIF is still.
 */
export function Preview({ blob, isSpoiler = false, name }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    let isGone = false;
    const draw = async () => {
      if (kindOf(blob.type) !== "picture" || canvas.current === null) return;
      const bitmap = await createImageBitmap(blob).catch(() => undefined);
      if (bitmap === undefined) return;
      if (!isGone && canvas.current !== null) {
        drawCover(canvas.current, bitmap);
        setDrawn(true);
      }
      bitmap.close();
    };
    void draw();
    return () => {
      isGone = true;
    };
  }, [blob]);
  return (
    <span class="file-preview" data-spoiler={isSpoiler} aria-hidden="true">
      <canvas ref={canvas} hidden={!isDrawn} />
      {!isDrawn && <FileIcon name={name} />}
    </span>
  );
}

/** Fills the canvas with the middle of a picture. */
function drawCover(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  const { height, width } = bitmap;
  const side = Math.min(width, height);
  const pixels = Math.round(SIDE * devicePixelRatio);
  Object.assign(canvas, { width: pixels, height: pixels });
  canvas.getContext("2d")?.drawImage(bitmap, (width - side) / 2, (height - side) / 2, side, side, 0, 0, pixels, pixels);
}

/** A sheet of paper with the end of the file's name. */
export function FileIcon({ name }: { readonly name: string }) {
  return (
    <span class="file-icon" aria-hidden="true">
      <Shape path="M6 3h8l4 4v14H6zM14 3v4h4" />
      <span dir="ltr">{extensionOf(name)}</span>
    </span>
  );
}
