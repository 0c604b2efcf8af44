/** Gzip damaged where gzip is: headers with every optional part, trailers, blocks, members; and what else is wrapped around a profile. */
import { crc32, deflateRawSync, gunzipSync, gzipSync } from "node:zlib";
import { mutate, type Random } from "./mutate.ts";

const FLAGS = { checksum: 2, extra: 4, name: 8, comment: 16 } as const;

export function damagePacked(seed: Uint8Array, random: Random): Uint8Array {
  const plain = gunzipSync(seed);
  const members = Array.from({ length: 1 + random.whole(3) }, () => memberOf(pieceOf(plain, random), random));
  return random.pick(WRAPPINGS)(Buffer.concat(members), random);
}

/** All of it, or a part that is no profile by itself. */
function pieceOf(plain: Uint8Array, random: Random): Uint8Array {
  const from = random.whole(3) === 0 ? random.whole(plain.length) : 0;
  return random.whole(3) === 0 ? plain.subarray(from, from + random.whole(plain.length)) : plain.subarray(from);
}

function memberOf(plain: Uint8Array, random: Random): Uint8Array {
  const flags = random.whole(2) === 0 ? 0 : random.whole(32);
  const zeroEnded = (): Uint8Array => Buffer.concat([text(random), Uint8Array.of(0)]);
  const extra = text(random).subarray(0, 65_535);
  const header = Buffer.concat(
    [
      Uint8Array.of(0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255),
      flags & FLAGS.extra ? Buffer.concat([Uint8Array.of(extra.length & 255, extra.length >> 8), extra]) : [],
      flags & FLAGS.name ? zeroEnded() : [],
      flags & FLAGS.comment ? zeroEnded() : [],
    ].map((part) => Uint8Array.from(part)),
  );
  const sum = crc32(header);
  const checked = flags & FLAGS.checksum ? Buffer.concat([header, Uint8Array.of(sum & 255, (sum >> 8) & 255)]) : header;
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(random.whole(20) === 0 ? random.whole(2 ** 32) : crc32(plain), 0);
  trailer.writeUInt32LE(random.whole(20) === 0 ? random.whole(2 ** 32) : plain.length, 4);
  const level = random.pick([0, 1, 6, 9]);
  return Buffer.concat([checked, deflateRawSync(plain, { level }), trailer]);
}

const text = (random: Random): Uint8Array =>
  Buffer.from(random.pick(["", "heap.pb", "\u001b[2J\u202e", "x".repeat(70_000), "../../etc/passwd", "\n=cmd"]));

const WRAPPINGS: readonly ((bytes: Uint8Array, random: Random) => Uint8Array)[] = [
  (bytes) => bytes,
  (bytes) => bytes,
  (bytes, random) => bytes.subarray(0, random.whole(bytes.length + 1)),
  (bytes, random) => damageOnce(bytes, random),
  (bytes) => gzipSync(bytes),
  (bytes) => gzipSync(gzipSync(gzipSync(bytes))),
  (bytes, random) => Buffer.concat([bytes, Buffer.alloc(random.whole(5000), random.whole(2) * 255)]),
  (bytes, random) =>
    Buffer.concat([bytes, ...new Array<Uint8Array>(random.whole(3000)).fill(gzipSync(new Uint8Array()))]),
  (bytes) => Buffer.from(Buffer.from(bytes).toString("base64")),
  (bytes) =>
    Buffer.from(
      (
        Buffer.from(bytes)
          .toString("base64")
          .match(/.{1,76}/g) ?? []
      ).join("\r\n"),
    ),
  (bytes) => Buffer.from(Buffer.from(bytes).toString("latin1"), "utf8"),
  (bytes) => Buffer.from(Buffer.from(bytes).toString("latin1").replaceAll("\n", "\r\n"), "latin1"),
  (bytes) => Buffer.from(Buffer.from(bytes).toString("utf8"), "utf8"),
  (bytes) => Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n"), bytes]),
  (bytes) =>
    Buffer.concat([Buffer.from("\ufeff", "utf16le"), Buffer.from(Buffer.from(bytes).toString("latin1"), "utf16le")]),
];

/** As bytes: `mutate` itself would unpack them first. */
function damageOnce(bytes: Uint8Array, random: Random): Uint8Array {
  const tail = bytes.subarray(1);
  return Buffer.concat([bytes.subarray(0, 1), mutate(tail, random)]);
}
