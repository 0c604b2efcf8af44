/** Slash paths as Go's path/filepath treats them on Unix; profiles carry the paths of the machine that built the program. */

/** Shortest equivalent path: no `.`, no inner `..`, no double slash; "" becomes ".". */
export function cleanPath(path: string): string {
  const isRooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!isRooted) parts.push("..");
  }
  const joined = parts.join("/");
  return isRooted ? `/${joined}` : joined || ".";
}

/** Last element; "." for "", "/" for a path of slashes only. */
export function baseName(path: string): string {
  if (path === "") return ".";
  const trimmed = path.replace(/\/+$/, "");
  if (trimmed === "") return "/";
  return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

/** The innermost folder that has all of them, with the separator that it ends with; "" for none, and for the root. Windows' paths too. */
export function commonFolder(paths: readonly string[]): string {
  const [first = "", ...others] = paths.map((path) => path.replace(/[\\/]$/, ""));
  const shared = others.reduce((least, path) => Math.min(least, sharedLength(first, path)), first.length);
  const [folder = ""] = /^.*[\\/]/s.exec(first.slice(0, shared)) ?? [];
  return folder.length === 1 ? "" : folder;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
