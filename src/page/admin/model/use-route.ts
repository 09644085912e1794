import { createStore, useStore } from "../../model/store.ts";
import { type Route, routeOf } from "./route.ts";

const route = createStore<Route>(routeOf(location.hash));
addEventListener("hashchange", () => route.set(routeOf(location.hash)));

/** What the page's address shows. */
export function useRoute(): Route {
  return useStore(route, ({ value }) => value);
}
