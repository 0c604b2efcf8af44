/** What a pod's first container says about the process to run. */
import type { Container } from "./pod-status.ts";

export type Command = {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The port that the process would listen on in a pod of its own. */
  readonly port: number;
};

const PPROF_ADDRESS = /^--pprof-addr=.*?:(\d+)$/;
const DEFAULT_PORT = 9996;

/** `localPort` takes the place of the port in `--pprof-addr`; `$(NAME)` in an argument is an environment variable's value. */
export function commandOf(container: Container, localPort: number, kubeconfig: string): Command {
  const own = (container.env ?? []).map(({ name, value }) => [name, value ?? ""]);
  const env: Record<string, string> = { KUBECONFIG: kubeconfig, ...Object.fromEntries(own) };
  const args = (container.args ?? []).map((arg) => arg.replace(/\$\((\w+)\)/g, (whole, name) => env[name] ?? whole));
  const port = args.map((arg) => PPROF_ADDRESS.exec(arg)?.[1]).find((found) => found !== undefined);
  const others = args.filter((arg) => !PPROF_ADDRESS.test(arg));
  return {
    words: [...others, `--pprof-addr=127.0.0.1:${localPort}`],
    env,
    port: port === undefined ? DEFAULT_PORT : Number(port),
  };
}
