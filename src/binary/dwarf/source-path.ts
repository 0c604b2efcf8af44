/** Paths in line tables: a file in a directory, with the rules of Unix or of DOS, by what the directory looks like. */

/** A path that stands for itself. */
export function isAbsolute(path: string): boolean {
  return /^[/\\]/.test(splitDrive(path)[1]);
}

export function joinPath(directory: string, file: string): string {
  if (directory === "") return file;
  const [drive, folder] = splitDrive(directory);
  if (drive === "") return cleanPath(`${folder}/${file}`);
  const [ownDrive, name] = splitDrive(file);
  if (ownDrive !== "" && ownDrive.toLowerCase() !== drive.toLowerCase()) return ownDrive + name;
  const separator = folder === "" || /[/\\]$/.test(folder) ? "" : folder.startsWith("/") ? "/" : "\\";
  return drive + folder + separator + name;
}

/** "C:", or the host and share of a network path. */
function splitDrive(path: string): readonly [drive: string, rest: string] {
  const drive = /^(?:[a-z]:|[/\\]{2}[^/\\]+[/\\][^/\\]+(?=[/\\]))/i.exec(path)?.[0] ?? "";
  return [drive, path.slice(drive.length)];
}

/** Without ".", "..", and doubled slashes. */
function cleanPath(path: string): string {
  const isRooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    const isUp = part === ".." && parts.length > 0 && parts[parts.length - 1] !== "..";
    if (isUp) parts.pop();
    else if (part !== ".." || !isRooted) parts.push(part);
  }
  return (isRooted ? "/" : "") + parts.join("/") || ".";
}
