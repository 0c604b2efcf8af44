/** `debug.tar.gz:path/inside`: a file in an archive, named as a source. */

import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { FetchError } from "../../errors.ts";
import { firstOf } from "../../measurement/first-of.ts";
import { readFileBytes } from "../files/file.ts";
import { type ArchiveMember, readArchive } from "./archive.ts";

/** undefined if nothing before a colon is a file. Throws FetchError "not-found" for what is not in the archive. */
export async function readMember(text: string, cwd: string, sizeLimit?: number): Promise<Uint8Array | undefined> {
  const parts = await splitMember(text, cwd);
  if (parts === undefined) return undefined;
  const [archive, path] = parts;
  const members = await readMembers(archive, cwd, sizeLimit);
  const found = members?.find((member) => member.path === path.replace(/^(?:\.?\/)+/, ""));
  if (found !== undefined) return found.bytes;
  const fact =
    members === undefined
      ? `${archive} is no tar, tar.gz or zip archive, so there is no ${path} in it`
      : `there is no ${path} in the archive, but ${listMembers(members)}`;
  throw new FetchError("not-found", fact, fact);
}

/** The archive that was read last: of many files in one each is asked for by itself. */
let latest: { readonly key: string; readonly members: Promise<ArchiveMember[] | undefined> } | undefined;

/** The files in an archive; undefined if the file is none. Throws FetchError. */
export async function readMembers(
  archive: string,
  cwd: string,
  sizeLimit?: number,
): Promise<ArchiveMember[] | undefined> {
  const path = resolve(cwd, archive);
  const { mtimeMs, size, ino } = await stat(path);
  const key = [path, mtimeMs, size, ino, sizeLimit].join("|");
  if (latest?.key !== key)
    latest = { key, members: readFileBytes(archive, cwd).then((bytes) => readArchive(bytes, sizeLimit)) };
  return await latest.members;
}

const MOST_LISTED = 20;

/** `a, b and 3 more`; "nothing" for none. */
export function listMembers(members: readonly Pick<ArchiveMember, "path">[]): string {
  const paths = members.map(({ path }) => path.replace(/\p{Cc}+/gu, "?"));
  return firstOf(paths, ", ", MOST_LISTED) || "nothing";
}

/** At the last colon before which there is a file. */
async function splitMember(text: string, cwd: string): Promise<[archive: string, path: string] | undefined> {
  for (let at = text.lastIndexOf(":"); at > 0; at = text.lastIndexOf(":", at - 1)) {
    const [archive, path] = [text.slice(0, at), text.slice(at + 1)];
    if (path !== "" && (await isRegularFile(resolve(cwd, archive)))) return [archive, path];
  }
  return undefined;
}

async function isRegularFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
