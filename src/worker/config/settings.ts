import type { Setting } from "./setting.ts";

/** Characters that stand for a secret in an example. */
const SECRET_EXAMPLE = "x".repeat(44);

/** The command that makes a secret. */
const MAKE_SECRET = "openssl rand -base64 32";

/** Highest `MAX_EVENTS_PER_SECOND` for a public room: people don't type faster for long (docs/floods.md). */
const PUBLIC_EVENTS_PER_SECOND = 2;

/** Highest `MAX_ROOMS_PER_ADDRESS` for a public server. */
const PUBLIC_ROOMS_PER_ADDRESS = 100;

/** Every setting that `readConfig` reads, in the order of docs/configuration.md. */
export const SETTINGS = [
  {
    name: "ALLOWED_ORIGINS",
    group: "connect",
    default: "none",
    about:
      "Other sites whose pages may connect: exact origins, separated by commas (`https://example.org`), or `*` for every site. The room's own origin needs no entry.",
    example: "https://example.org",
    unsafe: (value) => (value.includes("*") ? "Every site's pages can connect, and act as their visitor." : undefined),
  },
  {
    name: "EMBED_ORIGINS",
    group: "connect",
    default: "none",
    about:
      "Sites whose pages may [embed a room](embedding.md): exact origins, separated by commas, or `*` for every site. `*, https://example.org` lets every site embed, and trusts one. It allows frames only: to connect from a script, a site needs `ALLOWED_ORIGINS`.",
    example: "https://example.org",
  },
  {
    name: "RESERVED_NAMES",
    group: "connect",
    default: "none",
    about:
      "Names that guests can't use, separated by commas. Look-alikes are rejected too. `admin`, `owner`, `system` and similar names are always reserved.",
    example: "Ada, Grace",
  },
  {
    name: "CASTS",
    group: "connect",
    default: "`on`",
    about:
      "Whether users can broadcast objects other than messages ([plain](../src/protocol/PROTOCOL.md#plain-other-objects) or [`cast`](../src/protocol/PROTOCOL.md#command-cast)). `off` rejects them in every room whose owner has not decided.",
    example: "off",
  },
  {
    name: "DEPLOYMENT_BANS",
    group: "connect",
    default: "`off`",
    about:
      "`on` lets you ban people from all rooms at once, with `OWNER_TOKEN` ([moderation](moderation.md#ban-from-all-rooms)).",
    example: "on",
    cost: "With `on`, one more request to an object now and then: each room reads the list when it has grown old.",
  },
  {
    name: "DIRECTORY",
    group: "connect",
    default: "`off`",
    about:
      "`public` shows visitors the list of rooms that everyone can read, with how many people are in each ([operating](operating.md)).",
    example: "public",
    unsafe: (value) => (value === "public" ? "Visitors see the names of all rooms that everyone can read." : undefined),
  },
  {
    name: "SYSTEM_NAMES",
    group: "connect",
    default: "`name`",
    about: "How system messages name a person: `name`, or `ip` to show everyone's address to everyone.",
    example: "name",
    unsafe: (value) => (value === "ip" ? "Everyone in a room sees everyone's address." : undefined),
  },
  {
    name: "ALLOWED_HOSTS",
    group: "connect",
    default: "every host",
    about:
      "Hosts that the deployment answers to, separated by commas (`chat.example.org`). Set it on a server of your own: it stops DNS rebinding.",
    example: "chat.example.org",
  },
  {
    name: "TRUSTED_PROXY",
    group: "connect",
    default: "Cloudflare",
    about:
      "A reverse proxy in front of a server of your own: its addresses or networks, separated by commas (`127.0.0.1, 10.0.0.0/8`). `none` believes no header.",
    example: "127.0.0.1",
    unsafe: (value) =>
      /(^|[\s,])(0\.0\.0\.0|::)\/0/.test(value)
        ? "Anyone can claim any address, and limits per address fail."
        : undefined,
  },
  {
    name: "TRUSTED_PROXY_HEADER",
    group: "connect",
    default: "`x-forwarded-for`",
    about: "The header in which that proxy names the client: `x-forwarded-for`, or `cf-connecting-ip`.",
    example: "x-forwarded-for",
  },
  {
    name: "ROOMS",
    group: "rooms",
    default: "`open`",
    about:
      "`open`: any name. `listed`: those in `ROOM_NAMES`. `claimed`: those that you made with `OWNER_TOKEN` over HTTP ([P8.9](../src/protocol/PROTOCOL.md#moderating-over-http)). Any other room is 404.",
    example: "claimed",
    cost: "With `open`, anyone can make rooms, and each takes storage.",
  },
  {
    name: "ROOM_NAMES",
    group: "rooms",
    default: "none",
    about: "Room names, separated by commas.",
    example: "lobby, garden",
  },
  {
    name: "MAX_ROOMS_PER_ADDRESS",
    group: "rooms",
    default: "20",
    about: "Rooms that one address can make in an hour, if all names are open.",
    example: "5",
    unsafe: (value) => (Number(value) > PUBLIC_ROOMS_PER_ADDRESS ? "One address can make many rooms." : undefined),
  },
  {
    name: "ROOM_IDLE_DAYS",
    group: "rooms",
    default: "never",
    about: "Days after its newest event when a room deletes itself, with everything in it.",
    example: "365",
    cost: "Saves the storage of rooms that no one uses.",
  },
  {
    name: "ARCHIVE",
    group: "rooms",
    default: "`off`",
    about:
      "`public` shows the logs of open rooms as [pages without JavaScript](archive.md), at `/r/<room>/log`. `indexed` lets search engines list them too.",
    example: "public",
    unsafe: (value) =>
      value === "indexed" ? "Search engines keep what people say, longer than the room does." : undefined,
    cost: "Each page that is read is a request to the Worker, and to the room's object if no cache has it.",
  },
  {
    name: "WEBHOOK_PRIVATE",
    group: "rooms",
    default: "`deny`",
    about:
      "`allow` lets [webhooks](outgoing-webhooks.md#where-requests-can-go) go to any address, also in the server's own network: for development.",
    example: "deny",
    unsafe: (value) =>
      value === "allow" ? "An owner of any room can reach this server's own network by a webhook." : undefined,
  },
  {
    name: "PREVIEWS",
    group: "rooms",
    default: "`on`",
    about:
      "`off` asks no other site for a [preview of a link](link-previews.md), in any room. With `on`, each room decides.",
    example: "off",
    cost: "With `on`, one outgoing request per new link.",
  },
  {
    name: "SEARCH",
    group: "rooms",
    default: "`on`",
    about: "`off` lets no one [search](search.md) the messages. A room that no one searches stores nothing for it.",
    example: "off",
    cost: "In rooms that are searched, one more row written per message.",
  },
  {
    name: "JURISDICTION",
    group: "rooms",
    default: "none",
    about:
      "`eu`, `us`, `fedramp` or `fedramp-high`: Cloudflare stores and runs rooms, their files and bans [there alone](deploying.md#where-rooms-are). Decide before the first room: with another value, every room starts empty.",
    example: "eu",
    lasting: "With another value, every room is another one, which starts empty. The old ones stay, out of reach.",
  },
  {
    name: "LOCATION_HINT",
    group: "rooms",
    default: "near the first visitor",
    about:
      "Where Cloudflare makes new rooms, if it can: `wnam`, `enam`, `sam`, `weur`, `eeur`, `apac`, `apac-ne`, `apac-se`, `oc`, `afr` or `me`. Rooms that exist stay [where they are](deploying.md#where-rooms-are).",
    example: "weur",
    lasting: "A room stays where it was made.",
  },
  {
    name: "MAX_ROOM_BYTES",
    group: "rooms",
    default: "9500000000",
    about: "Bytes at which a room stores no more. Moderators hear of it from 80 % on. Deletes still work.",
    example: "2000000000",
    cost: "Storage is paid for per GB and month, or is your own disk.",
  },
  {
    name: "MAX_MESSAGE_CHARACTERS",
    group: "limits",
    default: "4000",
    about: "Characters per message. Can only be lowered.",
    example: "2000",
  },
  {
    name: "MAX_ROOM_SOCKETS",
    group: "limits",
    default: "5000",
    about: "Connections per room. Can only be lowered.",
    example: "500",
  },
  {
    name: "MAX_SOCKETS_PER_ADDRESS",
    group: "limits",
    default: "500",
    about: "Connections per address and room. Many people can share an address.",
    example: "100",
  },
  {
    name: "MAX_FRAMES_PER_SECOND",
    group: "limits",
    default: "50",
    about:
      "Average frames per second for one connection, with bursts of twice as many. A person has the allowance of two connections, an address that of ten.",
    example: "20",
    unsafe: (value) => (Number(value) >= 1_000 ? "One connection can keep a room busy." : undefined),
    cost: "On Cloudflare, 20 frames are one request to an object.",
  },
  {
    name: "MAX_EVENTS_PER_SECOND",
    group: "limits",
    default: "5",
    about:
      "Average stored messages, edits, deletes, reactions and renames per second for one person, with bursts of five times as many. An address has the allowance of ten people.",
    example: "1",
    unsafe: (value) =>
      Number(value === "" ? 5 : value) > PUBLIC_EVENTS_PER_SECOND
        ? "One person can write faster than others read. Public rooms do well with 1."
        : undefined,
    cost: "Each event writes rows.",
  },
  {
    name: "UPLOADS",
    group: "limits",
    default: "`members`",
    about:
      "Who can send [files](files.md), in rooms whose owner has not decided: `everyone`, `members`, `moderators` or `off`. `npm start` sets `everyone`.",
    example: "members",
    unsafe: (value) => (value === "everyone" ? "Guests without any account can upload files." : undefined),
    cost: "Files take storage: rows of an object, R2 if it is bound, or your own disk.",
  },
  {
    name: "MAX_FILE_BYTES",
    group: "limits",
    default: "10485760",
    about: "Bytes of a file; 104857600 (100 MiB) at most.",
    example: "5242880",
  },
  {
    name: "FILE_TYPES",
    group: "limits",
    default: "pictures, audio, video, PDF, ZIP, plain text",
    about: "Media types that can be sent, separated by commas, such as `image/jpeg, image/png`.",
    example: "image/jpeg, image/png",
  },
  {
    name: "MAX_FILE_BYTES_PER_PERSON",
    group: "limits",
    default: "104857600",
    about: "Bytes that a person can send in a day. Each file counts at least 64 KiB, here and in the next two.",
    example: "52428800",
  },
  {
    name: "MAX_FILE_BYTES_PER_ADDRESS",
    group: "limits",
    default: "314572800",
    about: "The same for an IP address.",
    example: "104857600",
  },
  {
    name: "MAX_ROOM_FILE_BYTES",
    group: "limits",
    default: "5000000000",
    about: "Bytes of all files of a room. Beyond, no file can be sent until some are deleted.",
    example: "1000000000",
    cost: "The most that a room's files can take.",
  },
  {
    name: "FILE_SCAN_URL",
    group: "limits",
    default: "none",
    about:
      "The address of a [scanner](files.md#scan-files), which decides which files are usable: https, or http on the same machine. Requires the secret `FILE_SCAN_SECRET`.",
    example: "https://scanner.example.org/scan",
    cost: "One outgoing request per file, and one more to the room.",
  },
  {
    name: "MAX_EXTRA_BYTES",
    group: "limits",
    default: "1024",
    about: "Bytes of the additional fields that a message may carry.",
    example: "0",
  },
  {
    name: "KEEP_EVENTS",
    group: "limits",
    default: "all",
    about: "Events that a room keeps, 50 or more. The oldest are removed in batches of a tenth, or 1,000 at most.",
    example: "100000",
    unsafe: (value) => (value === "" ? "A log grows without end. 100000 keeps it below 2 GB." : undefined),
    cost: "Bounds a room's storage. Each event that is removed is a row written.",
  },
  {
    name: "KEEP_DAYS",
    group: "limits",
    default: "all",
    about:
      "Days for which a room keeps events. Older ones are removed within an hour, while the room is in use or was opened since you set it.",
    example: "90",
    cost: "Bounds a room's storage. Each event that is removed is a row written.",
  },
  {
    name: "JWT_ISSUER",
    group: "accounts",
    default: "none",
    about: "The issuer of the tokens that sign your users in.",
    example: "https://example.org",
  },
  {
    name: "JWT_AUDIENCE",
    group: "accounts",
    default: "none",
    about: "The audience of those tokens.",
    example: "parley",
  },
  {
    name: "JWT_JWKS_URL",
    group: "accounts",
    default: "none",
    about: "The https address of the public keys for those tokens. The alternative is the secret `JWT_SECRET`.",
    example: "https://example.org/.well-known/jwks.json",
  },
  {
    name: "JWT_MAX_DAYS",
    group: "accounts",
    default: "ten years",
    about: "Days from now until which such a token may be valid.",
    example: "30",
  },
  {
    name: "ACCESS_TEAM_DOMAIN",
    group: "accounts",
    default: "none",
    about: "Your team's host, for a room that Cloudflare Access protects.",
    example: "team.cloudflareaccess.com",
  },
  {
    name: "ACCESS_AUD",
    group: "accounts",
    default: "none",
    about: "The application's audience tag in Cloudflare Access.",
    example: "32eafc7626e737acbfe50e3b3ac6f0ea4ab51d3e6ab2a1a2c1d1aae1e7a2b1c0",
  },
  {
    name: "ACCESS_OPERATOR_AUD",
    group: "accounts",
    default: "none",
    about:
      "The audience tag of an Access application around `/admin` and `/api/operator`. Whoever passes it is an [operator](operating.md#sign-in).",
    example: "9d1e7b2f5c3a48d6a0b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f50617",
  },
  {
    name: "TURNSTILE_SITE_KEY",
    group: "guests",
    default: "none",
    about:
      "The site key of a Turnstile widget, for rooms that [check new guests](moderation.md#check-new-guests). Requires the secret `TURNSTILE_SECRET`. Without them, the check is a proof of work.",
    example: "0x4AAAAAAAexample",
    cost: "One outgoing request per new guest.",
  },
  {
    name: "OWNER_TOKEN",
    group: "secrets",
    about: "Makes its holder an owner of any room ([moderation](moderation.md)). 32 characters or more.",
    example: SECRET_EXAMPLE,
    madeBy: MAKE_SECRET,
    unsafe: (value) => (value === "" ? "Nobody can claim a room, so nobody can moderate." : undefined),
  },
  {
    name: "TURNSTILE_SECRET",
    group: "secrets",
    about: "The secret key of the widget that `TURNSTILE_SITE_KEY` names.",
    example: "0x4AAAAAAAexample-secret",
  },
  {
    name: "FILE_SCAN_SECRET",
    group: "secrets",
    about: "Signs what the scanner of `FILE_SCAN_URL` receives. `whsec_` and 24 to 64 bytes in base64.",
    example: `whsec_${SECRET_EXAMPLE}`,
    madeBy: `echo "whsec_$(${MAKE_SECRET})"`,
  },
  {
    name: "JWT_SECRET",
    group: "secrets",
    about: "Shared with your site, which signs tokens with it. 32 bytes or more.",
    example: SECRET_EXAMPLE,
    madeBy: MAKE_SECRET,
  },
] as const satisfies readonly Setting[];
