import { createStore, useStore } from "../../model/store.ts";
import { linkTo, type Route, routeOf } from "./route.ts";

/** Milliseconds without a change after which the address follows: browsers refuse one for each letter. */
const PAUSE_MS = 200;

const route = createStore<Route>(routeOf(location.hash));
let timer: ReturnType<typeof setTimeout> | undefined;

// Links and typed addresses, and Back and Forward.
addEventListener("hashchange", () => {
  clearTimeout(timer);
  route.set(routeOf(location.hash));
});

/** What the page's address shows. */
export function useRoute(): Route {
  return useStore(route, ({ value }) => value);
}

/** Shows something else, as a step that Back takes back. */
export function show(next: Route): void {
  clearTimeout(timer);
  history.pushState(null, "", linkTo(next));
  route.set(next);
}

/** Shows something else without a step: each letter of a search would be one. */
export function refine(next: Route): void {
  clearTimeout(timer);
  timer = setTimeout(() => history.replaceState(null, "", linkTo(next)), PAUSE_MS);
  route.set(next);
}
