/**
 * Every error that a client can get, as a frame (`{type: "error", code, message}`, P2.4) or over HTTP
 * (`{error: {code, message}}`, P7.3). What went wrong inside is in the log, never here.
 */
export const ERRORS = {
  binary: "Frames are text: one JSON object each.",
  too_large: "The frame is larger than 16 KiB.",
  bad_encoding: "The frame holds U+FFFD or half a surrogate pair, which stand for bytes that were not UTF-8.",
  bad_json: "The frame is not JSON.",
  not_object: "The frame is JSON, but not an object.",
  too_deep: "The object nests more than 32 levels.",
  forbidden_key: "The object has a key named __proto__.",
  reserved_type: "Only the room itself sends objects of this type.",
  bad_username: "A name is text of 1 to 32 characters in one line, without control or direction-override characters.",
  bad_message: "A message is text, not empty, without control or direction-override characters.",
  message_too_long: "The message has more characters than this room takes.",
  bad_id: "An id is text of 1 to 36 characters.",
  bad_target: "A target is the seq of a message: a whole number, 1 or more.",
  bad_emoji: "A reaction is one emoji.",
  bad_command: "A field of this command is missing or of a wrong kind.",
  unknown_type: "There is no command of this type.",
  id_conflict: "This id was used before, for other content.",
  no_target: "There is no such message, or it is no longer kept.",
  target_deleted: "This message was deleted.",
  not_yours: "Only its author may do this to a message.",
  too_many_reactions: "This message has as many different reactions as it can hold.",
  hello_expected: "The first frame says hello, in version 1.",
  hello_again: "This socket said hello before.",
  bad_since: "since is an epoch and the seq of an event: a whole number, 0 or more.",
  bad_token: "The token is not one of this room's, or it has expired.",
  internal: "The room failed to take this. Nothing was stored; send it again.",
  not_found: "There is nothing at this address.",
  bad_room: "A room's name is 1 to 64 of a-z, 0-9, - and _, and begins with a letter or digit.",
  method_not_allowed: "Only GET is understood here.",
  upgrade_required: "This address speaks WebSocket.",
  forbidden_origin: "Pages of this origin may not open this room.",
  bad_subprotocol: "The subprotocols offered do not include one that is spoken here.",
  bad_history: "history is a whole number, 0 or more.",
  bad_range: "before and after are a seq, and limit a whole number from 1.",
  room_full: "The room is full.",
  rate_limited: "Too many frames. This one was not taken; send it again after retryAfter milliseconds.",
} as const;

/** A code of an error on the wire. */
export type ErrorCode = keyof typeof ERRORS;
