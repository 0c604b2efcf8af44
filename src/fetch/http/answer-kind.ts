/** Whether an answer can come from a pprof handler, by its first bytes and its type. What the profile says is not looked at here. */

import { isGzip, isZstd } from "../../signature.ts";

/** As many bytes are enough. */
export const HEAD_BYTES = 512;

/** Texts of pprof: heap and the others with debug=1, goroutines with debug=2, tcmalloc's and jemalloc's, contention. */
const PPROF_TEXT = /^\s*(?:#[^\n]*\n\s*)*(?:\w+ profile:|goroutine \d+|heap_v2\/|--- ?\w)/;

/** What it is instead, to follow "the answer is"; undefined if it may be a profile. */
export function foreignKind(head: Uint8Array, contentType: string): string | undefined {
  if (head.length === 0) return "empty";
  if (isGzip(head) || isZstd(head)) return undefined;
  const text = Buffer.from(head).toString("utf8");
  if (isBinary(head))
    return isProfileMessage(head) || /^go 1\.\d+ trace/.test(text) ? undefined : "binary data of no profile";
  if (PPROF_TEXT.test(text)) return undefined;
  if (/^\s*(?:<!doctype html|<html|<head|<body|<!--)/i.test(text) || /\bhtml\b/i.test(contentType)) {
    if (text.includes("<title>/debug/pprof/</title>")) return "the index page of pprof, not a profile";
    return /sign.?in|log.?in|password|oauth|sso/i.test(text) ? "a login page" : "a web page";
  }
  if (/^\s*[{[]/.test(text) || /\bjson\b/i.test(contentType)) return "JSON";
  return "text that is no profile";
}

function isBinary(head: Uint8Array): boolean {
  return head.some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b) || byte === 0x7f);
}

/** A profile without compression starts with a sample type: field 1, a message of a few bytes, its field 1 or 2. */
function isProfileMessage(head: Uint8Array): boolean {
  return head[0] === 0x0a && (head[1] as number) < 0x20 && (head[2] === 0x08 || head[2] === 0x10 || head[1] === 0);
}
