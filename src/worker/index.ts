import { routes } from "./routes.ts";

export { ChatRoom } from "./chat-room.ts";

export default { fetch: routes.fetch } satisfies ExportedHandler<Env>;
