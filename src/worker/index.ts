import { routes } from "./http/routes.ts";

export { Deployment } from "./deployment/deployment.ts";
export { ChatRoom } from "./object/chat-room.ts";
export { NewRoomLimiter } from "./object/new-room-limiter.ts";

export default { fetch: routes.fetch } satisfies ExportedHandler<Env>;
