/** What bytes are, by how they begin. */

export function isGzip(bytes: Uint8Array, at = 0): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b;
}

/** A gzip header that says deflate: the only method there is, so that text which starts by chance as gzip does is not taken for it. */
export function isDeflated(bytes: Uint8Array, at = 0): boolean {
  return isGzip(bytes, at) && bytes[at + 2] === 8;
}

export function isZstd(bytes: Uint8Array): boolean {
  return bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd;
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** Texts of Go's runtime: profiles, heap dumps and the version in front of a trace, a collector's log. */
const GO_TEXTS = ["heap profile: ", "goroutine profile: ", "go1.", "gc 1 @"];

/** A profile as it is usually written, or an archive of some. */
export function isPackedOrGoText(bytes: Uint8Array): boolean {
  if (isDeflated(bytes) || isZstd(bytes) || isZip(bytes)) return true;
  return GO_TEXTS.some((text) => [...text].every((letter, at) => bytes[at] === letter.charCodeAt(0)));
}
