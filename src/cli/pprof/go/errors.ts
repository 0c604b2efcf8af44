/** System errors in Go's words: `open /x: no such file or directory`. */

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EEXIST: "file exists",
  EISDIR: "is a directory",
  ELOOP: "too many levels of symbolic links",
  EMFILE: "too many open files",
  ENAMETOOLONG: "file name too long",
  ENOENT: "no such file or directory",
  ENOSPC: "no space left on device",
  ENOTDIR: "not a directory",
  EPERM: "operation not permitted",
  EROFS: "read-only file system",
};

export function describeSystemError(operation: string, path: string, error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return `${operation} ${path}: ${REASONS[code] ?? message}`;
}
