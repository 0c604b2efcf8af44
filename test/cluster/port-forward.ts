/** `kubectl port-forward` as a user types it, for a while. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { ControlPlane } from "./control-plane.ts";
import type { User } from "./users.ts";

/** What kubectl wrote to standard error before it ended without forwarding anything. */
export class NoForward extends Error {}

/**
 * Forwards a free local port and calls back with the URL it has, without a slash at the end, and with what kubectl has written to standard
 * error so far. kubectl has ended when this returns. Throws NoForward if kubectl does not come to forwarding.
 */
export async function withPortForward<T>(
  plane: ControlPlane,
  target: { readonly namespace: string; readonly name: string; readonly port: number | string; readonly user?: User },
  use: (url: string, errors: () => string) => Promise<T>,
): Promise<T> {
  const words = ["-n", target.namespace, "port-forward", "--address=127.0.0.1", target.name, `:${target.port}`];
  const child = spawn(plane.kubectlPath, ["--kubeconfig", plane.kubeconfigs[target.user ?? "admin"], ...words], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close");
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  try {
    const localPort = await new Promise<string>((resolve, reject) => {
      let written = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        written += text;
        const found = /^Forwarding from 127\.0\.0\.1:(\d+) /m.exec(written)?.[1];
        if (found !== undefined) resolve(found);
      });
      ended.then(() => reject(new NoForward(errors)), reject);
    });
    return await use(`http://127.0.0.1:${localPort}`, () => errors);
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}
