/** Where a profile is to come from, as a user types it. */
import { UsageError } from "../errors.ts";
import { profilePath } from "./debug-paths.ts";
import { isHostAndPort, withoutSecrets } from "./redact.ts";
import { isStore } from "./stores/address.ts";

export type Source =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "stdin" }
  | { readonly kind: "http"; readonly url: string }
  | { readonly kind: "kubernetes"; readonly target: string }
  /** A server that keeps profiles: address.ts. */
  | { readonly kind: "store"; readonly address: string };

/**
 * `-` is standard input, a word with a known scheme a URL or a pod, HOST:PORT with or without a path a URL of http; everything else is a file.
 * A file that has such a name comes first: that is for whoever reads to see. `usual` is asked for where no path is given. Throws UsageError.
 */
export function parseSource(text: string, usual: "heap" | "goroutine" = "heap"): Source {
  if (text === "") throw new UsageError("bad-option", "the source is empty: give a file, - or a URL");
  if (text === "-") return { kind: "stdin" };
  if (isStore(text)) return { kind: "store", address: text };
  const kubernetes = /^k8s:\/\/(.*)$/.exec(text);
  if (kubernetes !== null) return { kind: "kubernetes", target: kubernetes[1] as string };
  if (/^https?(\+insecure)?:\/\//.test(text)) return { kind: "http", url: withUsualPath(withLocalhost(text), usual) };
  if (PORT_ALONE.test(text)) return { kind: "http", url: withUsualPath(`http://localhost${text}`, usual) };
  if (isHostAndPort(text.replace(USER_INFO, ""))) {
    return { kind: "http", url: withUsualPath(`http://${text}`, usual) };
  }
  return { kind: "file", path: text };
}

/** Whether it is the word for something on a server, well formed or not. */
export function isAddress(text: string): boolean {
  if (text === "") return false;
  try {
    const { kind } = parseSource(text);
    return kind !== "file" && kind !== "stdin";
  } catch (error) {
    // Only what is an address can be wrong as one.
    if (error instanceof UsageError) return true;
    throw error;
  }
}

/** `:6060`, with or without a path: this machine, as in Go. */
const PORT_ALONE = /^:\d{1,5}(?:[/?#]|$)/;

function withLocalhost(url: string): string {
  return url.replace(/^([a-z+]+:\/\/(?:[^\s/?#@]*@)?)(?=:\d)/, "$1localhost");
}

const USER_INFO = /^[^\s/?#@]+@/;

const LAST_PORT = 65535;

/** Servers in Go refuse a path with a % that is no escape. */
function checkEscapes(url: string): void {
  const wrong = /^[^?#]*?(%(?![0-9a-f]{2}).{0,2})/i.exec(url)?.[1];
  if (wrong === undefined) return;
  throw new UsageError("bad-option", `${withoutSecrets(url)}: ${wrong} is no escape; a % itself is %25`);
}

function withUsualPath(text: string, usual: "heap" | "goroutine"): string {
  const port = Number(/^[a-z+]+:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/.exec(text)?.[1] ?? 0);
  if (port > LAST_PORT) {
    throw new UsageError("bad-option", `${withoutSecrets(text)}: there is no port ${port}, the last is ${LAST_PORT}`);
  }
  if (!URL.canParse(text)) throw new UsageError("bad-option", `${withoutSecrets(text)} is no URL`);
  checkEscapes(text);
  const { pathname, search, host } = new URL(text);
  if (host === "") throw new UsageError("bad-option", `${withoutSecrets(text)} names no host`);
  const path = profilePath(pathname + search, usual);
  return path === pathname + search ? text : text.replace(/^([a-z+]+:\/\/[^/?#]*).*$/s, `$1${path}`);
}
