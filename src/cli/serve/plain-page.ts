/** Pages of the server that have no profile in them and run nothing: which to look at, and whether an old link is meant. */
import { createHash } from "node:crypto";
import { escapeText } from "../../render/html/page.ts";

const STYLE =
  ":root{color-scheme:light dark;background:Canvas;color:CanvasText}body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}" +
  "h1{font-size:1.25rem}ul{padding:0;list-style:none}li{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent)}" +
  "a{display:block;padding:.6rem .25rem;overflow-wrap:anywhere;text-decoration:none}a:hover bdi,a:focus bdi{text-decoration:underline}small{display:block;color:CanvasText}button{font:inherit;padding:.5rem 1rem}";

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** `form`: where it may send what is filled in. */
export function plainPolicy(form: "'none'" | "'self'"): string {
  return `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${form}; base-uri 'none'; frame-ancestors 'none'`;
}

/** `body` as HTML. */
export function renderPlainPage(body: string): string {
  return (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>heapblame</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>\n`
  );
}

/** A link to each. `fragment`: what each page is to show, as an address of pprof asked for it. */
export function renderChooser(
  choices: readonly { readonly title: string; readonly about: string }[],
  fragment: string,
): string {
  const links = choices.map(
    ({ title, about }, at) =>
      `<li><a href="/${at + 1}/${escapeText(fragment === "" ? "" : `#${fragment}`)}"><bdi>${escapeText(title)}</bdi><small>${escapeText(about)}</small></a></li>`,
  );
  return renderPlainPage(`<h1>What to look at</h1><ul>${links.join("")}</ul>`);
}
