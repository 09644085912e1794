// The client library and the element, for React 18 and newer.
export { ParleyChat, type ParleyChatProps } from "./parley-chat.ts";
export { useMessages } from "./use-messages.ts";
export { type RoomOptions, useRoom } from "./use-room.ts";
export { useRoomState } from "./use-room-state.ts";
