/** How to ask a server: what a user may say about it. */

export interface HttpSettings {
  /** Sent with each request, but to no other origin than the URL's. */
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
  /** File with the token of an `Authorization: Bearer` header; read anew for each request, as tokens are rotated. */
  readonly bearerTokenFile?: string | undefined;
  /** PEM files: certificates to trust instead of the system's, and the client's own with its key. */
  readonly tls?:
    | { readonly ca?: string | undefined; readonly cert?: string | undefined; readonly key?: string | undefined }
    | undefined;
  /** Takes any certificate; so does a URL of scheme `https+insecure`. */
  readonly insecure?: boolean | undefined;
  /** Seconds for the whole request. Default: 60, or 1.5 times the `seconds=` of the URL if that is more. */
  readonly timeout?: number | undefined;
  /** Seconds until an answer begins; where given, nothing else is timed, as in pprof. */
  readonly headersTimeout?: number | undefined;
  /** Most bytes of body taken. Default: 1 GiB. */
  readonly sizeLimit?: number | undefined;
  /** Where HTTP_PROXY, HTTPS_PROXY and NO_PROXY are looked up, in either case. Default: no proxy. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** What relative file names start from; the process's directory if not given. */
  readonly cwd?: string | undefined;
  /** "profile" (default) refuses what no pprof handler answers; "anything" takes all of a 200, such as /metrics. */
  readonly expect?: "profile" | "anything" | undefined;
  /** Posted, as a message of JSON; without it the URL is asked for. */
  readonly json?: string | undefined;
  /** Hears what the user should know of a request that went on nevertheless; never a secret. */
  readonly onNotice?: ((line: string) => void) | undefined;
}

export type Header = readonly [name: string, value: string];
