import { CAPABILITIES } from "./capabilities.ts";
import { createRoutes } from "./http/routes.ts";
import { ChatRoomObject } from "./object/chat-room.ts";

export { Files } from "./capabilities.ts";
export { Deployment } from "./deployment/deployment.ts";
export { NewRoomLimiter } from "./object/new-room-limiter.ts";

/** The object of a room, with the capabilities that are on. */
export class ChatRoom extends ChatRoomObject {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, CAPABILITIES);
  }
}

export default { fetch: createRoutes(CAPABILITIES).fetch } satisfies ExportedHandler<Env>;
