/** What every answer of the server has, and those that give nothing. */
import type { ServerResponse } from "node:http";
import { plainPolicy, renderRefusal } from "./plain-page.ts";

/** In plain text; as a page for a browser that opens the address. */
export function refuse(response: ServerResponse, status: number, text: string): void {
  if (!/\btext\/html\b/.test(response.req.headers.accept ?? "")) {
    response.writeHead(status, { ...HEADERS, "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
    return;
  }
  response.writeHead(status, { ...HEADERS, ...HTML, "Content-Security-Policy": plainPolicy("'none'") });
  response.end(renderRefusal(text, status === NOT_FOUND || status === NOT_READ));
}

const [NOT_FOUND, NOT_READ] = [404, 422];

export const HTML = { "Content-Type": "text/html; charset=utf-8" };

export const HEADERS = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};
