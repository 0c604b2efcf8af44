/** The page that several profiles, pairs or captures start from: a link to each. It runs nothing. */
import { createHash } from "node:crypto";
import { escapeText } from "../../render/html/page.ts";

const STYLE =
  ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}" +
  "h1{font-size:1.25rem}ul{padding:0;list-style:none}li{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent)}" +
  "a{display:block;padding:.6rem .25rem;overflow-wrap:anywhere}small{display:block;opacity:.75}";

export const CHOOSER_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** `fragment`: what each page is to show, as an address of pprof asked for it. */
export function renderChooser(
  choices: readonly { readonly title: string; readonly about: string }[],
  fragment: string,
): string {
  const links = choices.map(
    ({ title, about }, at) =>
      `<li><a href="/${at + 1}/${escapeText(fragment === "" ? "" : `#${fragment}`)}"><bdi>${escapeText(title)}</bdi><small>${escapeText(about)}</small></a></li>`,
  );
  return (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>heapblame</title><style>${STYLE}</style></head><body><main><h1>What to look at</h1><ul>${links.join("")}</ul></main></body></html>\n`
  );
}
