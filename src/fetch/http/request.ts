/** One request, decided: where to, with which headers and certificates. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { FetchError, UsageError } from "../../errors.ts";
import { describeSystemError, errorCode, systemWords } from "../files/system-error.ts";
import { secretQueryValues } from "../redact.ts";
import { percentDecoded } from "./percent.ts";
import type { Header, HttpSettings } from "./settings.ts";

export interface HttpRequest {
  /** Of scheme http or https, without user info and fragment. */
  readonly url: URL;
  readonly headers: readonly Header[];
  readonly tls: TlsMaterial;
  /** Posted; undefined: the URL is asked for. */
  readonly body: string | undefined;
  /** What must not be shown, should the server say it. */
  readonly secrets: readonly string[];
}

export interface TlsMaterial {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly rejectUnauthorized: boolean;
}

/** Reads the files that the settings name. Throws UsageError, FetchError "unreadable". */
export async function resolveRequest(address: string, settings: HttpSettings): Promise<HttpRequest> {
  const isInsecure = /^https\+insecure:/i.test(address);
  const url = parseUrl(address.replace(/^https\+insecure:/i, "https:"));
  const userInfo = takeUserInfo(url);
  const token = await bearerToken(settings);
  const given = settings.headers ?? [];
  for (const header of given) checkHeader(header);
  const isGiven = (name: string): boolean => given.some(([other]) => other.toLowerCase() === name);
  const headers: Header[] = [...given];
  if (!isGiven("user-agent")) headers.push(["User-Agent", "heapblame"]);
  if (settings.json !== undefined && !isGiven("content-type")) headers.push(["Content-Type", "application/json"]);
  const authorization = token === undefined ? userInfo?.basic : `Bearer ${token}`;
  if (authorization !== undefined && !isGiven("authorization")) headers.push(["Authorization", authorization]);
  return {
    url,
    headers,
    body: settings.json,
    tls: { ...(await tlsMaterial(settings)), rejectUnauthorized: !(isInsecure || settings.insecure === true) },
    secrets: secretsOf(given, token, userInfo, url),
  };
}

function parseUrl(address: string): URL {
  // The address may hold a password, so it is not in the message.
  if (!URL.canParse(address)) throw new UsageError("bad-option", "the URL cannot be read");
  const url = new URL(address);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new UsageError("bad-option", `URLs are of http or https, not ${url.protocol.slice(0, -1)}`);
  }
  url.hash = "";
  return url;
}

interface UserInfo {
  readonly basic: string;
  readonly words: readonly string[];
}

function takeUserInfo(url: URL): UserInfo | undefined {
  const { username, password } = url;
  if (username === "" && password === "") return undefined;
  const [name, word] = [percentDecoded(username), percentDecoded(password)];
  url.username = "";
  url.password = "";
  const basic = `Basic ${Buffer.from(`${name}:${word}`).toString("base64")}`;
  return { basic, words: [`${name}:${word}`, basic.slice("Basic ".length), word === "" ? name : word, password] };
}

async function bearerToken({ bearerTokenFile, cwd = "." }: HttpSettings): Promise<string | undefined> {
  if (bearerTokenFile === undefined) return undefined;
  const token = (await readNamed(bearerTokenFile, "bearer token", cwd)).toString("utf8").trim();
  if (token === "") throw new FetchError("unreadable", `bearer token ${bearerTokenFile}: the file is empty`, "");
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new FetchError("unreadable", `bearer token ${bearerTokenFile}: holds more than one token`, "");
  }
  return token;
}

async function tlsMaterial({ tls = {}, cwd = "." }: HttpSettings): Promise<Omit<TlsMaterial, "rejectUnauthorized">> {
  const { ca, cert, key } = tls;
  if ((cert === undefined) !== (key === undefined)) {
    const [given, missing] = cert === undefined ? ["key", "certificate"] : ["certificate", "key"];
    throw new UsageError("bad-option", `a client ${given} was given without its ${missing}: give both`);
  }
  return {
    ...(ca === undefined ? {} : { ca: await readNamed(ca, "CA certificates", cwd) }),
    ...(cert === undefined ? {} : { cert: await readNamed(cert, "client certificate", cwd) }),
    ...(key === undefined ? {} : { key: await readNamed(key, "client key", cwd) }),
  };
}

async function readNamed(file: string, what: string, cwd: string): Promise<Buffer> {
  try {
    return await readFile(resolve(cwd, file));
  } catch (error) {
    const reason = errorCode(error) === "ENOENT" ? "no such file" : systemWords(error);
    throw new FetchError("unreadable", `${what} ${file}: ${reason}`, describeSystemError("open", file, error), {
      cause: error,
    });
  }
}

/** A wrong header may hold its secret in the wrong place: no word of it is shown. */
function checkHeader([name, value]: Header): void {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)) throw new UsageError("bad-option", "a header's name is not one");
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw new UsageError("bad-option", `header ${name}: its value has a character that no header may have`);
  }
}

/** What is shorter would blot out innocent words and is no secret. */
const SHORTEST_SECRET = 4;

/** Values whole and, of such as "Bearer TOKEN" and "a=1; b=2", in their parts. */
function secretsOf(
  given: readonly Header[],
  token: string | undefined,
  userInfo: UserInfo | undefined,
  url: URL,
): string[] {
  const values = given.flatMap(([, value]) => [value, ...value.split(/[\s;=,]+/)]);
  const secrets = [
    ...values,
    ...(token === undefined ? [] : [token]),
    ...(userInfo?.words ?? []),
    ...secretQueryValues(url),
  ];
  return secrets.filter((secret) => secret.length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
}
