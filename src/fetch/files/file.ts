/** Bytes of files and of standard input. */
import { readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { FetchError } from "../../errors.ts";

/** The file's bytes; `path` is relative to `cwd`. Throws FetchError. */
export async function readFileBytes(path: string, cwd: string): Promise<Uint8Array> {
  try {
    return readFileSync(resolve(cwd, path));
  } catch (error) {
    throw await fileFault(path, cwd, error as NodeJS.ErrnoException);
  }
}

/** In pprof's words, which are those of the system call that fails for it: it asks for the file, opens it, reads it. */
async function fileFault(path: string, cwd: string, error: NodeJS.ErrnoException): Promise<FetchError> {
  switch (error.code) {
    case "ENOENT":
      return new FetchError("not-found", "no such file", `stat ${path}: no such file or directory`, { cause: error });
    case "ENOTDIR":
      return new FetchError("not-found", "no such file", `stat ${path}: not a directory`, { cause: error });
    case "ENAMETOOLONG":
      return new FetchError("not-found", "the name is too long", `stat ${path}: file name too long`, { cause: error });
    case "EISDIR":
      return new FetchError("is-directory", "is a directory", `read ${path}: is a directory`, { cause: error });
    case "EACCES": {
      const call = (await isFile(path, cwd)) ? "open" : "stat";
      return new FetchError("unreadable", "permission denied", `${call} ${path}: permission denied`, { cause: error });
    }
    case "ERR_FS_FILE_TOO_LARGE":
      return new FetchError("unreadable", "larger than 2 GiB", `read ${path}: file too large`, { cause: error });
    default:
      return new FetchError("unreadable", error.message, `open ${path}: ${error.message}`, { cause: error });
  }
}

/** Whether there is something of that name, file or directory, that can be seen. */
export async function isFile(path: string, cwd: string): Promise<boolean> {
  try {
    await stat(resolve(cwd, path));
    return true;
  } catch {
    return false;
  }
}
