import { routes } from "./http/routes.ts";

export { ChatRoom } from "./object/chat-room.ts";
export { NewRoomLimiter } from "./object/new-room-limiter.ts";

export default { fetch: routes.fetch } satisfies ExportedHandler<Env>;
