import type { Fault } from "./fault.ts";
import { patchesIn, testsOf } from "./places.ts";

const inRanks = testsOf("unit", "test/unit/room/ranks.test.ts");
const inRoom = patchesIn("src/room");

const inBans = testsOf("signed-in", "test/worker/signed-in/bans.test.ts");

/** Faults in ranks, addresses of people who left, invitations and tokens (P9.12 to P9.16, P8.18, P8.19). */
export const RANK_FAULTS: readonly Fault[] = [
  {
    name: "a moderator can ban an owner of the site who is away",
    isBasic: true,
    patches: [
      inRoom(
        "moderation/members",
        "if (vouched !== undefined && vouched.until > now) roles.push(vouched.role);",
        "void vouched;",
      ),
    ],
    caughtBy: inRanks(
      "P9.12 changes nothing for a person whom a site calls owner: what they wrote, whether they may enter, speak and be heard",
    ),
  },
  {
    name: "a vouched role is never forgotten",
    patches: [inRoom("moderation/members", "vouched.until > now", "vouched.until > 0")],
    caughtBy: inRanks("P9.12 is forgotten 30 days after its holder was last here, and when the site takes it back"),
  },
  {
    name: "a ban keeps out people who outrank its moderator",
    patches: [inRoom("handshake/access", "ban !== undefined && applies(ban, role) &&", "ban !== undefined &&")],
    caughtBy: inRanks(
      "P9.12 a ban and a mute do not apply to a person whose role outranks the moderator who imposed them",
    ),
  },
  {
    name: "a mute silences people who outrank its moderator",
    patches: [
      inRoom("moderation/permissions", "record?.mute !== undefined && applies(record.mute, role)", "record?.mute"),
    ],
    caughtBy: inRanks(
      "P9.12 a ban and a mute do not apply to a person whose role outranks the moderator who imposed them",
    ),
  },
  {
    name: "only the first tab of a person counts for their rank",
    patches: [
      inRoom(
        "moderation/members",
        "this.#ports.sessions.of(uid).map(({ role }) => role);",
        "this.#ports.sessions.of(uid).slice(0, 1).map(({ role }) => role);",
      ),
    ],
    caughtBy: inRanks("P9.12 counts with the highest role of a person's tabs"),
  },
  {
    name: "a ban by address after its author left bans no address",
    isBasic: true,
    patches: [inRoom("room", "      members.rememberAuthor(session, now);\n", "")],
    caughtBy: inRanks(
      "P9.13 a ban by address finds an author who left within a day, and says whether it banned an address",
    ),
  },
  {
    name: "done says that an address was banned when none was",
    patches: [
      inRoom(
        "moderation/sanctions",
        '...(action.action === "ban" && action.address && { address: hashes.length > 0 }),',
        '...(action.action === "ban" && action.address && { address: true }),',
      ),
    ],
    caughtBy: inRanks(
      "P9.13 a day after an author left their address is forgotten, and the ban says that it banned none",
    ),
  },
  {
    name: "the address of readers is kept",
    patches: [
      inRoom("moderation/members", "if (!isAuthor || from === undefined", "if (from === undefined"),
      inRoom(
        "people/sessions",
        '(wasLast && session.dialect === "v1") || session.isAuthor ||',
        'session.dialect === "v1" ||',
      ),
    ],
    caughtBy: inRanks("P9.13 people who only read leave no address behind"),
  },
  {
    name: "an address mute misses plain sockets",
    patches: [
      inRoom(
        "handshake/admission",
        "const joining = members.applyRecord(session, record, now);",
        "const joining = record === undefined ? session : members.applyRecord(session, record, now);",
      ),
    ],
    caughtBy: inRanks(
      "P9.13 an address mute silences guests from that address, here or new, on any dialect, and nobody else",
    ),
  },
  {
    name: "the last owner cannot be removed by the deployment",
    isBasic: true,
    patches: [inRoom("moderation/moderation", "if (isLastOwner && !actor.isDeployment)", "if (isLastOwner)")],
    caughtBy: inRanks("P9.14 demotes, bans, kicks and mutes any owner, the last one included"),
  },
  {
    name: "an owner can lift what the deployment imposed",
    patches: [
      inRoom(
        "moderation/sanctions",
        'if (rank !== "deployment" && sanctionInForce(',
        'if (rank === "guest" && sanctionInForce(',
      ),
    ],
    caughtBy: inRanks("P9.14 what the deployment imposed, an owner cannot lift, shorten or replace"),
  },
  {
    name: "a person whom the deployment banned can say hello",
    patches: [
      {
        file: "src/worker/identity/sign-in.ts",
        from: "    if (isBanned) {\n",
        to: "    if (isBanned && !verdict.ok) {\n",
      },
    ],
    caughtBy: inBans(
      "P9.16 a ban of a signed-in person keeps them out of every room, as an owner too, over sockets and HTTP",
    ),
  },
  {
    name: "people who are connected outlast a ban from all rooms",
    patches: [
      {
        file: "src/worker/object/chat-room.ts",
        from: "    if (this.#config.deploymentBans) this.removeBanned(await readBans(this.env));\n",
        to: "",
      },
    ],
    caughtBy: inBans("P9.16 people who are connected in other rooms are removed with the next alarm"),
  },
  {
    name: "an old invitation gives back a role that an owner took",
    patches: [inRoom("handshake/access", "found.entry > (record?.demoted ?? 0)", "found.entry > 0")],
    caughtBy: inRanks(
      "P9.15 an invitation does not make a member again of a person who lost their role after it was made",
    ),
  },
  {
    name: "the invitation of a banned person stays valid",
    patches: [
      inRoom(
        "moderation/sanctions",
        'if (action.action === "ban") members.revokeInvitation(actor, record, now);\n',
        "",
      ),
    ],
    caughtBy: inRanks(
      "P9.15 banning a person revokes the invitation that they came by, so that it lets in no other identity of theirs",
    ),
  },
  {
    name: "the invitation of a person who lost their role stays valid",
    patches: [
      inRoom("moderation/moderation", 'if (role === "guest") this.members.revokeInvitation(actor, others, now);\n', ""),
    ],
    caughtBy: inRanks(
      "P9.15 taking a person's role revokes the invitation that they came by, so that it lets in no other identity of theirs",
    ),
  },
  {
    name: "a foreign page can ban people from all rooms",
    patches: [
      { file: "src/worker/http/ban-api.ts", from: "if (!isOriginAllowed(", to: "if (!true && !isOriginAllowed(" },
    ],
    caughtBy: inBans(
      "P9.16 P8.9 a page of a foreign origin can neither ban nor read bans, even with the owner's token",
    ),
  },
  {
    name: "a banned network may read over HTTP",
    patches: [
      {
        file: "src/worker/http/room-request.ts",
        from: "deploymentBan(env, config, [network, uid])",
        to: "deploymentBan(env, config, [uid])",
      },
    ],
    caughtBy: inBans("P9.16 a banned network is rejected over HTTP too, whatever it reads"),
  },
  {
    name: "a proxy that names no address lends its own",
    patches: [
      {
        file: "src/worker/http/client-address.ts",
        from: "(valid(client) ?? UNKNOWN_ADDRESS)",
        to: "(valid(client) ?? peer)",
      },
    ],
    caughtBy: {
      project: "unit",
      file: "test/unit/worker/client-address.test.ts",
      title: "rubbish at the end of the list",
    },
  },
  {
    name: "where rooms are claimed, an owner's read opens one",
    patches: [
      {
        file: "src/worker/object/chat-room.ts",
        from: 'if (tables.isAbsent && command.type === "list") return "no_room";\n',
        to: "",
      },
    ],
    caughtBy: {
      project: "worker",
      file: "test/worker/rooms.test.ts",
      title: "P1.6 where rooms are claimed, no read opens one, an owner's included",
    },
  },
  {
    name: "signing out revokes no tokens",
    isBasic: true,
    patches: [inRoom("handshake/handshake", "    tokens.signOut(uid, now);\n", "")],
    caughtBy: inRanks(
      "P8.18 revokes every token so far, closes the other sockets with 4401, and gives this one a new token",
    ),
  },
  {
    name: "a nonce outlives signing out",
    patches: [inRoom("tokens/guest-tokens", "tokens.signedOutAt(uid) === undefined ? uid : undefined", "uid")],
    caughtBy: inRanks("P8.18 a nonce from before makes nobody this guest"),
  },
  {
    name: "rotating the key gives those who are here no new token",
    patches: [
      inRoom(
        "moderation/moderation",
        'objects: [{ type: "self", role, ...muted, token }] } as const;',
        'objects: [{ type: "self", role, ...muted }], token } as const;',
      ),
    ],
    caughtBy: inRanks(
      "P8.19 people who are here stay, and keep their uid by a new token; tokens and nonces from before are worth nothing",
    ),
  },
];
