/**
 * The one place where the system's errors become words: those of Go, which are the C library's in small letters. Node has words of its own, and
 * for some errors only a number.
 */
import { constants } from "node:os";

const WORDS: Readonly<Record<string, string>> = {
  E2BIG: "argument list too long",
  EACCES: "permission denied",
  EADDRINUSE: "address already in use",
  EADDRNOTAVAIL: "cannot assign requested address",
  EAFNOSUPPORT: "address family not supported by protocol",
  EAGAIN: "resource temporarily unavailable",
  EALREADY: "operation already in progress",
  EBADF: "bad file descriptor",
  EBADMSG: "bad message",
  EBUSY: "device or resource busy",
  ECANCELED: "operation canceled",
  ECHILD: "no child processes",
  ECONNABORTED: "software caused connection abort",
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset by peer",
  EDEADLK: "resource deadlock avoided",
  EDESTADDRREQ: "destination address required",
  EDOM: "numerical argument out of domain",
  EDQUOT: "disk quota exceeded",
  EEXIST: "file exists",
  EFAULT: "bad address",
  EFBIG: "file too large",
  EHOSTUNREACH: "no route to host",
  EIDRM: "identifier removed",
  EILSEQ: "invalid or incomplete multibyte or wide character",
  EINPROGRESS: "operation now in progress",
  EINTR: "interrupted system call",
  EINVAL: "invalid argument",
  EIO: "input/output error",
  EISCONN: "transport endpoint is already connected",
  EISDIR: "is a directory",
  ELOOP: "too many levels of symbolic links",
  EMFILE: "too many open files",
  EMLINK: "too many links",
  EMSGSIZE: "message too long",
  EMULTIHOP: "multihop attempted",
  ENAMETOOLONG: "file name too long",
  ENETDOWN: "network is down",
  ENETRESET: "network dropped connection on reset",
  ENETUNREACH: "network is unreachable",
  ENFILE: "too many open files in system",
  ENOBUFS: "no buffer space available",
  ENODATA: "no data available",
  ENODEV: "no such device",
  ENOENT: "no such file or directory",
  ENOEXEC: "exec format error",
  ENOLCK: "no locks available",
  ENOLINK: "link has been severed",
  ENOMEM: "cannot allocate memory",
  ENOMSG: "no message of desired type",
  ENOPROTOOPT: "protocol not available",
  ENOSPC: "no space left on device",
  ENOSR: "out of streams resources",
  ENOSTR: "device not a stream",
  ENOSYS: "function not implemented",
  ENOTCONN: "transport endpoint is not connected",
  ENOTDIR: "not a directory",
  ENOTEMPTY: "directory not empty",
  ENOTSOCK: "socket operation on non-socket",
  ENOTSUP: "operation not supported",
  ENOTTY: "inappropriate ioctl for device",
  ENXIO: "no such device or address",
  EOPNOTSUPP: "operation not supported",
  EOVERFLOW: "value too large for defined data type",
  EPERM: "operation not permitted",
  EPIPE: "broken pipe",
  EPROTO: "protocol error",
  EPROTONOSUPPORT: "protocol not supported",
  EPROTOTYPE: "protocol wrong type for socket",
  ERANGE: "numerical result out of range",
  EREMOTEIO: "remote I/O error",
  EROFS: "read-only file system",
  ESPIPE: "illegal seek",
  ESRCH: "no such process",
  ESTALE: "stale file handle",
  ETIME: "timer expired",
  ETIMEDOUT: "connection timed out",
  ETXTBSY: "text file busy",
  EUCLEAN: "structure needs cleaning",
  EXDEV: "invalid cross-device link",
  ERR_FS_FILE_TOO_LARGE: "file too large",
  ERR_INVALID_ARG_VALUE: "invalid argument",
};

/** An error that a system call ended in, or Node in its place. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { code, syscall, errno } = error as NodeJS.ErrnoException;
  return code !== undefined && (typeof syscall === "string" || typeof errno === "number" || Object.hasOwn(WORDS, code));
}

/** `no such file or directory`; of an error that the system did not make, its message. */
export function systemWords(error: unknown): string {
  const { code = "", errno = 0, message } = error as NodeJS.ErrnoException;
  const name = Object.hasOwn(WORDS, code) ? code : nameOf(-errno);
  return WORDS[name] ?? /^E[A-Z0-9]+: ([^,]+)/.exec(message)?.[1] ?? message;
}

/** Node calls what it does not know "Unknown system error -117". */
function nameOf(errno: number): string {
  return Object.entries(constants.errno).find(([, value]) => value === errno)?.[0] ?? "";
}

/** The same with the call that failed, as far as the error has it: of a call that nobody foresaw. */
export function describeFailedCall(error: NodeJS.ErrnoException): string {
  const { syscall = "", path = "" } = error;
  const words = systemWords(error);
  return syscall === "" ? words : `${syscall}${path === "" ? "" : ` ${path}`}: ${words}`;
}

/** In Go's form: `open /x: no such file or directory`. */
export function describeSystemError(operation: string, path: string, error: unknown): string {
  return `${operation} ${path}: ${systemWords(error)}`;
}

/** The words for `ENOENT`; undefined where that is no name of a system error. */
export function wordsOfCode(code: string): string | undefined {
  return Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
}

/** `ENOENT`; empty where there is none. */
export function errorCode(error: unknown): string {
  return (error as { readonly code?: string } | undefined)?.code ?? "";
}
