/** Custom properties that theme a room (docs/embedding.md), without their prefix `--parley-`. */
export const STYLE_NAMES = [
  "accent",
  "on-accent",
  "background",
  "surface",
  "text",
  "muted",
  "line",
  "danger",
  "font",
  "font-size",
  "radius",
  "density",
] as const;

/** A change of a custom property starts a transition of the probe, which is how the element hears of it. */
const WATCHED = STYLE_NAMES.map((name) => `--parley-${name} 1ms allow-discrete`).join();

export const CSS_TEXT = `
:host{display:block;position:relative;height:32rem}
:host([hidden]){display:none}
i{position:absolute;visibility:hidden;transition:${WATCHED}}
div,iframe{display:block;width:100%;height:100%;border:0;color-scheme:normal}
p{position:absolute;inset:0;margin:0;padding:1rem;overflow:auto;font:1rem/1.5 sans-serif;color:CanvasText;background:Canvas}
p:empty,b:empty,button{display:none}
button:before{content:"";width:1.75rem;height:1.625rem;background:currentcolor;clip-path:path("M2 2h24v17H11l-6 6v-6H2z")}
b{position:absolute;top:-.25rem;inset-inline-end:-.25rem;min-width:1.25rem;padding:0 .25rem;border-radius:1rem;font:600 .75rem/1.25rem sans-serif;text-align:center;color:#fff;background:#b3261e}
:host([mode=launcher]){display:contents;
button,div{position:fixed;z-index:2147483000;inset-inline-end:1rem;box-shadow:0 8px 32px #0005}
button{padding:0;border:0;bottom:1rem;display:grid;place-items:center;width:3.5rem;height:3.5rem;border-radius:50%;cursor:pointer;color:var(--parley-on-accent,#fff);background:var(--parley-accent,#2f5fc4)}
div{z-index:2147483001;bottom:5.5rem;width:min(24rem,100vw - 2rem);height:min(36rem,100dvh - 7rem);border-radius:1rem;overflow:hidden;background:Canvas}
div:not([data-open]){display:none}
@media(max-width:30rem){div[data-ready]{inset:0;width:100%;height:100dvh;border-radius:0}}
}
`;
