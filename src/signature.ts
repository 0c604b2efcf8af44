/** How bytes are packed, by how they begin. */

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
