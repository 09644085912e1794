import type { Capability } from "../../worker/object/capability.ts";
import { routes } from "./routes.ts";

/** The routes that webhooks of every kind share (P15.20). */
export const hooks: Capability = {
  name: "hooks",
  migrations: [],
  open: () => () => ({}),
  makesRoom: ["hooks.create"],
  routes,
};
