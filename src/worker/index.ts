import { routes } from "./http/routes.ts";

export { ChatRoom } from "./object/chat-room.ts";

export default { fetch: routes.fetch } satisfies ExportedHandler<Env>;
