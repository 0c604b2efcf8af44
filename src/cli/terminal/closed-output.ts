/**
 * Whether standard output was closed (`>&-`) when the program began. Node puts /dev/null in its place before any of our code runs, so that what is written
 * is gone and nobody is told. On Linux it can be seen: it is open for reading too, which no redirection of a shell is, and whoever started us has no
 * such thing, or no standard output either. What cannot be told, as elsewhere, is not closed.
 */
import { existsSync, fstatSync, readFileSync, readlinkSync } from "node:fs";

const READ_AND_WRITE = 2;
const ACCESS_MODE = 3;
/** And what runs a program under itself with the descriptors that it has. */
const SHELLS = /^-?(?:sh|bash|dash|zsh|ksh|ash|fish|busybox|timeout|flock|setsid|sudo|xargs|time)$/;

export function isClosedOutput(descriptor: number): boolean {
  try {
    if (!fstatSync(descriptor).isCharacterDevice()) return false;
    if (readlinkSync(`/proc/self/fd/${descriptor}`) !== "/dev/null") return false;
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "utf8"))?.[1] ?? "";
    if ((Number.parseInt(flags, 8) & ACCESS_MODE) !== READ_AND_WRITE) return false;
    return isClosedBy(process.ppid, descriptor);
  } catch {
    return false;
  }
}

/** Programs other than shells open /dev/null for both, for children that are not to be heard. */
function isClosedBy(parent: number, descriptor: number): boolean {
  if (!existsSync(`/proc/${parent}/fd`)) return false;
  const isShell = SHELLS.test(readFileSync(`/proc/${parent}/comm`, "utf8").trim());
  try {
    return isShell && readlinkSync(`/proc/${parent}/fd/${descriptor}`) !== "/dev/null";
  } catch {
    // It has none either.
    return true;
  }
}
