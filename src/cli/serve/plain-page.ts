/** Pages of the server that have no profile in them and run nothing: which to look at, whether an old link is meant, and why there is nothing. */
import { createHash } from "node:crypto";
import { escapeText } from "../../render/html/page.ts";
import { visibleText } from "../../visible.ts";

const STYLE =
  ":root{color-scheme:light dark;background:Canvas;color:CanvasText}body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}" +
  "h1{font-size:1.25rem;overflow-wrap:anywhere}p{overflow-wrap:anywhere}ul{padding:0;list-style:none}li{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent)}" +
  "a{display:block;padding:.6rem .25rem;overflow-wrap:anywhere;text-decoration:none}a:hover bdi,a:focus bdi{text-decoration:underline}small{display:block;color:CanvasText}button{font:inherit;padding:.5rem 1rem}";

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** `form`: where it may send what is filled in. */
export function plainPolicy(form: "'none'" | "'self'"): string {
  return `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${form}; base-uri 'none'; frame-ancestors 'none'`;
}

/** `title` as text, `body` as HTML. */
export function renderPlainPage(title: string, body: string): string {
  return (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${escapeText(title)}: heapblame</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>\n`
  );
}

/** Why there is nothing to see, and the way to what there is. */
export function renderRefusal(text: string, hasOthers: boolean): string {
  const said = visibleText(text);
  const way = hasOthers ? '<p><a href="/">What there is to look at</a></p>' : "";
  return renderPlainPage(said.replace(/\.$/, ""), `<h1>${escapeText(said)}</h1>${way}`);
}
