/** A profile as a file: encoded and zipped. */
import type { Profile } from "../../profile/tables.ts";

export async function packProfile(profile: Profile): Promise<Uint8Array> {
  const [{ encodeProfile }, { gzipSync }] = await Promise.all([
    import("../../profile/codec/encode.ts"),
    import("node:zlib"),
  ]);
  return gzipSync(encodeProfile(profile));
}
