/** How servers and clusters are reached: options of the program, for every command that takes a URL or a pod where a file may be. */
import { type Command, InvalidArgumentError } from "commander";
import { UsageError } from "../../errors.ts";
import { parseDuration } from "../../measurement/duration.ts";
import type { Io, Remote } from "../terminal/io.ts";

interface RemoteOptions {
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly kubectl?: string;
  readonly port?: string;
  readonly header?: readonly Header[];
  readonly bearerTokenFile?: string;
  readonly tlsCa?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly insecure?: boolean;
  readonly requestTimeout?: number;
  readonly save?: string;
}

type Header = readonly [name: string, value: string];

export const REMOTE_GROUP = "Pods and URLs in place of files:";

export function addRemoteOptions(program: Command): void {
  program
    .optionsGroup(REMOTE_GROUP)
    .option("-n, --namespace <name>", "of the pod, for KIND/NAME and -l")
    .option("--context <name>", "kubeconfig's context")
    .option("--kubeconfig <file>", "handed to kubectl, as the two above")
    .option("--kubectl <path>", "the program that forwards the port (default: kubectl)")
    .option("--port <port>", "of the pod, number or name (default: one that serves pprof is looked for)", port)
    .option("--header <line>", "sent with requests, 'NAME: VALUE'; may be repeated", header)
    .option("--bearer-token-file <file>", "holds the token to sign in with")
    .option("--tls-ca <file>", "certificates to trust, PEM")
    .option("--tls-cert <file>", "certificate of this client, PEM")
    .option("--tls-key <file>", "its key, PEM")
    .option("--insecure", "take any certificate")
    .option("--request-timeout <duration>", "for one request (default: 60s)", duration)
    .option("--save <dir>", "keep what is fetched for a report there, or none (default: $PPROF_TMPDIR, else ~/pprof)");
}

/** As the fetching layer takes them. */
export function remoteOf(options: RemoteOptions, io: Io): Remote {
  const { tlsCa: ca, tlsCert: cert, tlsKey: key } = options;
  const { namespace, context, kubeconfig, kubectl } = options;
  return {
    http: {
      ...(options.header === undefined ? {} : { headers: options.header }),
      ...(options.bearerTokenFile === undefined ? {} : { bearerTokenFile: options.bearerTokenFile }),
      ...(ca === undefined && cert === undefined && key === undefined ? {} : { tls: { ca, cert, key } }),
      ...(options.insecure === true ? { insecure: true } : {}),
      ...(options.requestTimeout === undefined ? {} : { timeout: options.requestTimeout / 1000 }),
    },
    kubernetes: { namespace, context, kubeconfig, kubectl, port: options.port, timeoutMs: options.requestTimeout },
    onFetched: async (source, bytes) => {
      const { keepFetched } = await import("../pprof/keep-fetched.ts");
      await keepFetched(source, bytes, options.save, io);
    },
  };
}

/** Throws UsageError without the value, which may be a secret and which commander would add to its own errors. */
function header(text: string, others: readonly Header[] = []): readonly Header[] {
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([^\r\n]*)$/.exec(text) ?? [];
  if (name === undefined) throw new UsageError("bad-option", "--header: give 'NAME: VALUE'");
  return [...others, [name, value as string]];
}

function port(text: string): string {
  const isNumber = /^\d{1,5}$/.test(text);
  if (isNumber ? Number(text) >= 1 && Number(text) <= 65_535 : /^[a-z0-9][-a-z0-9]*$/.test(text)) return text;
  throw new InvalidArgumentError("Give a port's number or name.");
}

/** Milliseconds. */
export function duration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) throw new InvalidArgumentError("Give a duration: 30s, 5m, 1h30m.");
  return milliseconds;
}
