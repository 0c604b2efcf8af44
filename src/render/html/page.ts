/** The page as one file: code, style and profile in it, and a policy under which it asks nobody for anything. */

import { visibleText } from "../../visible.ts";

/** The page's own code, made by the build, with the hashes under which the policy lets it run. */
export interface PageCode {
  /** Unpacks the script and runs it. */
  readonly loader: string;
  /** Gzip in base64. */
  readonly script: string;
  readonly style: string;
  /** `sha256-...` of the loader and the unpacked script. */
  readonly scriptHashes: readonly string[];
  readonly styleHash: string;
}

/** In pieces, since a profile may be large. `payload` is gzipped (payload.ts). `connect`: where the page may ask, "" for nowhere. */
export function renderPage(code: PageCode, title: string, payload: Uint8Array, connect = ""): string[] {
  return [
    "<!DOCTYPE html>\n",
    '<html lang="en"><head><meta charset="utf-8">\n',
    `<meta http-equiv="Content-Security-Policy" content="${pagePolicy(code, connect)}">\n`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
    '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">\n',
    `<title>${escapeText(title)}</title>\n`,
    `<style>${code.style}</style></head>\n`,
    '<body><div id="app"><p class="opening" role="status">Opening the profile&hellip;</p></div>\n',
    "<noscript>This page unpacks the profile that is in it with JavaScript, which is switched off here.</noscript>\n",
    '<div id="profile">',
    ...profileParts(payload),
    "</div>\n",
    `<script type="application/octet-stream" id="code">${code.script}</script>\n`,
    `<script>${code.loader}</script></body></html>\n`,
  ];
}

export function pagePolicy({ scriptHashes, styleHash }: PageCode, connect: string): string {
  return [
    "default-src 'none'",
    `script-src ${scriptHashes.map((hash) => `'${hash}'`).join(" ")}`,
    `style-src '${styleHash}'`,
    "img-src data: blob:",
    // The page's own code in a thread of its own.
    "worker-src blob:",
    ...(connect === "" ? [] : [`connect-src ${connect}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

export function escapeText(text: string): string {
  return visibleText(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** Bytes of one element: a browser reads each in one go, in which the page can do nothing else. */
const PART = 3 * 2 ** 19;

function profileParts(payload: Uint8Array): string[] {
  const parts: string[] = [];
  for (let at = 0; at < payload.length; at += PART) {
    const text = base64(payload.subarray(at, at + PART));
    parts.push(`<script type="application/octet-stream">${text}</script>`);
  }
  return parts;
}

const DIGITS = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
const PADDING = 0x3d;

/** What Node and browsers have for it takes a text: of 40 MB that is 2.1 s, and this is 0.15. */
function base64(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  for (let at = 0, to = 0; at < bytes.length; at += 3, to += 4) {
    const group = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text[to] = DIGITS[group >> 18] as number;
    text[to + 1] = DIGITS[(group >> 12) & 63] as number;
    text[to + 2] = DIGITS[(group >> 6) & 63] as number;
    text[to + 3] = DIGITS[group & 63] as number;
  }
  text.fill(PADDING, text.length - ((3 - (bytes.length % 3)) % 3));
  return new TextDecoder().decode(text);
}
