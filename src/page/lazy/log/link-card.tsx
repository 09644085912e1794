import { useMemo, useState } from "preact/hooks";
import type { LinkPreview, Message } from "../../../client/index.ts";
import { readPreview } from "../../../protocol/preview.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { ActionIcon } from "../ui/action-icon.tsx";

interface Props {
  readonly chat: Chat;
  readonly message: Message;
  /** Whether the message is hovered or focused: only then are the links Tab stops. */
  readonly isActive: boolean;
}

/** The page that the first link of a message leads to (P13.1). The picture comes from our own server; nothing else is loaded. */
export function LinkCard({ chat, isActive, message }: Props) {
  const preview = useMemo(() => readPreview(message.preview), [message.preview]);
  if (preview === undefined || message.deleted) return null;
  const link = {
    href: preview.url,
    tabIndex: isActive ? 0 : -1,
    target: "_blank",
    rel: "noopener noreferrer nofollow ugc",
  };
  const { description, site, title } = preview;
  return (
    <div class="link-card" data-wide={isWide(preview)} dir="auto">
      <div class="link-card-text">
        {site !== undefined && <p class="link-card-site">{site}</p>}
        {title !== undefined && (
          <a class="link-card-title" {...link}>
            {title}
          </a>
        )}
        {description !== undefined && <p class="link-card-description">{description}</p>}
      </div>
      {preview.picture !== undefined && (
        <Picture key={preview.picture.id} room={chat.view.room} preview={preview} link={link} />
      )}
    </div>
  );
}

interface PictureProps {
  readonly room: string;
  readonly preview: LinkPreview;
  readonly link: { readonly href: string; readonly tabIndex: number; readonly target: string; readonly rel: string };
}

/** A picture in a box of one size, so that nothing moves when it has loaded. */
function Picture({ link, preview, room }: PictureProps) {
  const { actions } = useAllWords();
  const [isBroken, setIsBroken] = useState(false);
  const { picture, site = new URL(preview.url).hostname, title, video } = preview;
  if (picture === undefined || isBroken) return null;
  const isNamed = title !== undefined && !video;
  return (
    // Beside a title that leads to the same place, it would only be read twice.
    <a class="link-card-picture" {...link} {...(isNamed ? { tabIndex: -1, "aria-hidden": true } : {})}>
      <img
        src={`/previews/${room}/${picture.id}`}
        alt={isNamed ? "" : video ? actions.watchOn(site) : site}
        loading="lazy"
        decoding="async"
        onError={() => setIsBroken(true)}
      />
      {video && (
        <span class="link-card-play">
          <ActionIcon shape="play" />
        </span>
      )}
    </a>
  );
}

/** A picture much wider than high is the card's own. Others, and those of unknown size, stand beside the text. */
function isWide({ picture, title, video }: LinkPreview): boolean {
  if (picture === undefined) return false;
  const { height = 1, width = 1 } = picture;
  return video === true || title === undefined || width / height > 1.3;
}
