/** What `fetch` and `capture` take as a source: a process that is asked, not a file. */
import { UsageError } from "../../errors.ts";
import { type PodTarget, parseKindAndName, parseKubernetesUrl } from "../../fetch/kubernetes/target.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { parseSource } from "../../fetch/source.ts";

export type RemoteSource =
  | { readonly kind: "url"; readonly url: string; readonly name: string }
  | { readonly kind: "target"; readonly target: PodTarget; readonly name: string };

const FORMS =
  "give http://HOST:PORT, HOST:PORT, KIND/NAME such as deploy/web, k8s://NAMESPACE/KIND/NAME, or -l SELECTOR";

/** `selector` stands for all pods with those labels. A bare word is a pod's name. Throws UsageError "bad-option". */
export function parseRemoteSource(text: string | undefined, selector: string | undefined): RemoteSource {
  if (selector !== undefined) {
    if (text !== undefined)
      throw new UsageError("bad-option", `give ${withoutSecrets(text)} or -l ${selector}, not both`);
    const target = { context: undefined, namespace: undefined, object: { selector }, port: undefined, path: undefined };
    return { kind: "target", target, name: `-l ${selector}` };
  }
  if (text === undefined) throw new UsageError("bad-option", `no source: ${FORMS}`);
  const name = withoutSecrets(text);
  const target =
    parseKindAndName(text) ?? (/^[a-z0-9][-a-z0-9.]*$/.test(text) ? parseKindAndName(`pod/${text}`) : undefined);
  if (target !== undefined) return { kind: "target", target, name };
  const source = parseSource(text);
  if (source.kind === "kubernetes") return { kind: "target", target: parseKubernetesUrl(source.target), name };
  if (source.kind === "http") return { kind: "url", url: source.url, name };
  if (/^(?:cj|cronjobs?(?:\.batch)?)\//i.test(text)) {
    throw new UsageError("bad-option", `${name}: a CronJob has no pods of its own: give one of its jobs, as job/NAME`);
  }
  throw new UsageError("bad-option", `${name} is no process that can be asked: ${FORMS}`);
}

/** `heapblame-linkerd-destination-20261125T150259Z`: what is taken of it now, in a folder. */
export function nameOfTaken({ name }: RemoteSource): string {
  const short = name
    .replace(/^\w+:\/\//, "")
    .replace(/[^A-Za-z0-9.]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 100);
  return `heapblame-${short}-${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`;
}
