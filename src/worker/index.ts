import { CAPABILITIES } from "./capabilities.ts";
import { createRoutes } from "./http/routes.ts";
import { ChatRoomObject } from "./object/chat-room.ts";
import type { Meter } from "./object/meter.ts";

export { Directory, Files } from "./capabilities.ts";
export { Deployment } from "./deployment/deployment.ts";
export { NewRoomLimiter } from "./object/new-room-limiter.ts";

/** The object of a room, with the capabilities that are on. */
export class ChatRoom extends ChatRoomObject {
  constructor(ctx: DurableObjectState, env: Env, meter?: Meter) {
    super(ctx, env, CAPABILITIES, meter);
  }
}

export default { fetch: createRoutes(CAPABILITIES).fetch } satisfies ExportedHandler<Env>;
