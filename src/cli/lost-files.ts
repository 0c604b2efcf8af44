/** What lies at the place of an output and would be lost: profiles, programs and archives under a report, what is no profile under a profile. */
import { basename } from "node:path";
import { UsageError } from "../errors.ts";
import { readStart } from "../fetch/files/file-start.ts";
import { MANIFEST_FILE } from "../fetch/manifest/manifest.ts";
import { isPackedOrGoText } from "../signature.ts";

/** How files begin, as Latin-1. */
const PROGRAMS = ["\x7fELF", "MZ", "\xcf\xfa\xed\xfe", "\xce\xfa\xed\xfe", "\xca\xfe\xba\xbe"];
const DOCUMENTS = ["{", "<", "%PDF", "\x89PNG"];

/** Throws UsageError "bad-option" where a report would take the place of a profile, a program or the manifest of a capture. */
export function refuseUnderReport(option: string, file: string, cwd: string): void {
  const bytes = readStart(file, cwd);
  const start = bytes.toString("latin1");
  const what = isPackedOrGoText(bytes)
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
  const start = readStart(file, cwd).toString("latin1");
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
