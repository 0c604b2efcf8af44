/** What lies at the place of an output and would be lost: profiles, programs and archives under a report, what is no profile under a profile. */
import { closeSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { systemPath } from "../fetch/files/file.ts";
import { MANIFEST_FILE } from "../fetch/manifest/manifest.ts";

/** How files begin, as Latin-1: packed profiles and archives, texts of Go's runtime, heap dumps. */
const PROFILES = [
  "\x1f\x8b\x08",
  "\x28\xb5\x2f\xfd",
  "PK\x03\x04",
  "heap profile: ",
  "goroutine profile: ",
  "go1.",
  "gc 1 @",
];
const PROGRAMS = ["\x7fELF", "MZ", "\xcf\xfa\xed\xfe", "\xce\xfa\xed\xfe", "\xca\xfe\xba\xbe"];
const DOCUMENTS = ["{", "<", "%PDF", "\x89PNG"];

/** Throws UsageError "bad-option" where a report would take the place of a profile, a program or the manifest of a capture. */
export function refuseUnderReport(option: string, file: string, cwd: string): void {
  const start = startOf(file, cwd);
  const what = begins(start, PROFILES)
    ? "a profile or an archive"
    : begins(start, PROGRAMS)
      ? "a program"
      : isManifest(file, start)
        ? "the manifest of a capture"
        : undefined;
  if (what !== undefined) throw lost(option, file, `${what} is there`);
}

/** The same where a profile would take the place of a report, a program or a manifest. */
export function refuseUnderProfile(option: string, file: string, cwd: string): void {
  const start = startOf(file, cwd);
  const isOther = begins(start, PROGRAMS) || begins(start.trimStart(), DOCUMENTS);
  if (isOther) throw lost(option, file, "what is there is no profile");
}

function begins(start: string, beginnings: readonly string[]): boolean {
  return beginnings.some((each) => start.startsWith(each));
}

function lost(option: string, file: string, fact: string): UsageError {
  return new UsageError("bad-option", `${option} ${file}: ${fact}, and would be lost: give another name`);
}

function isManifest(file: string, start: string): boolean {
  return basename(file) === MANIFEST_FILE && start.includes('"heapblame-capture"');
}

const LOOKED_AT = 512;

/** "" for what is no regular file, or cannot be read. */
function startOf(file: string, cwd: string): string {
  const path = systemPath(resolve(cwd, file));
  try {
    if (!isFile(statSync(path))) return "";
    const opened = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(LOOKED_AT);
      return bytes.toString("latin1", 0, readSync(opened, bytes));
    } finally {
      closeSync(opened);
    }
  } catch {
    return "";
  }
}

function isFile(stats: Stats): boolean {
  return stats.isFile() && stats.size > 0;
}
