/** Deflate by pako, and the checksum of gzip: for browsers, and for the library where nothing faster is handed in. */
import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2 } from "pako";
import { InflateFailure, type Inflater, joinBytes } from "./gunzip.ts";

const SMALLEST_CHUNK = 1 << 16;
const LARGEST_CHUNK = 1 << 24;

/** By pako's zlib functions: its Inflate class does not say how much of the input belonged to the stream. */
export const inflateWithPako: Inflater = (input, limit, sizeHint) => {
  const stream = new ZStream();
  zlibInflateInit2(stream, RAW_DEFLATE);
  stream.input = input;
  stream.avail_in = input.length;
  const chunks: Uint8Array[] = [];
  let size = 0;
  // One byte more than is likely: then the end of the stream comes with the last of the data.
  let room = Math.max(sizeHint + 1, SMALLEST_CHUNK);
  for (;;) {
    stream.output = new Uint8Array(Math.min(room, limit - size + 1));
    stream.next_out = 0;
    stream.avail_out = stream.output.length;
    const status = zlibInflate(stream, Z_NO_FLUSH);
    chunks.push(stream.output.subarray(0, stream.next_out));
    size += stream.next_out;
    if (size > limit) throw new InflateFailure("too-large");
    if (status === Z_STREAM_END) break;
    const isStarved = status === Z_BUF_ERROR || (status === Z_OK && stream.avail_out > 0);
    if (isStarved) throw new InflateFailure("truncated");
    if (status !== Z_OK) throw new InflateFailure("corrupt");
    room = Math.min(Math.max(size, SMALLEST_CHUNK), LARGEST_CHUNK);
  }
  return {
    output: chunks.length === 1 ? (chunks[0] as Uint8Array) : joinBytes(chunks, size),
    consumed: stream.next_in,
  };
};

/** The "window bits" that mean a bare stream with the largest window. */
const RAW_DEFLATE = -15;

let table: Uint32Array | undefined;

/** CRC-32 as gzip wants it. */
export function crc32(bytes: Uint8Array): number {
  table ??= buildTable();
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = (table[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function buildTable(): Uint32Array {
  const entries = new Uint32Array(256);
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    entries[n] = c >>> 0;
  }
  return entries;
}
