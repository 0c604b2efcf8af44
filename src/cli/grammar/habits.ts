/** What hands type of habit, put as it is typed here: pprof's name in front, a pod's kind and name apart, its namespace beside them. */
import type { Option } from "commander";
import { UsageError } from "../../errors.ts";
import { isFile } from "../../fetch/files/file.ts";
import { parseKindAndName } from "../../fetch/kubernetes/target.ts";
import { isAddress } from "../../fetch/source.ts";
import { takesNext } from "./own-words.ts";

/** `go tool pprof -top FILE`: what stands behind the name of the program; undefined for other lines. */
export async function behindPprof(args: readonly string[], cwd: string): Promise<readonly string[] | undefined> {
  const at = args.slice(0, 3).indexOf("pprof");
  const name = args.slice(0, at + 1).join(" ");
  if (name === "go tool pprof" || name === "tool pprof") return args.slice(at + 1);
  return name === "pprof" && !(await isFile(name, cwd)) ? args.slice(1) : undefined;
}

/** Index of every word that is no option and no option's value, up to `--`. `takesValue`: of a flag that is not in `known`. */
export function findOperands(
  args: readonly string[],
  known: ReadonlyMap<string, Option>,
  takesValue: (arg: string) => boolean = () => false,
): number[] {
  const found: number[] = [];
  for (let at = 0; at < args.length && args[at] !== "--"; at++) {
    const arg = args[at] as string;
    if (arg === "-" || !arg.startsWith("-")) found.push(at);
    else if (takesNext(arg, known) || takesValue(arg)) at++;
  }
  return found;
}

/** `deploy web` is `deploy/web`; other words stay. Throws UsageError "bad-option" for a port behind them, as kubectl port-forward has it. */
export function withKindAndName(args: readonly string[], operands: readonly number[]): readonly string[] {
  const [first = -1, second = -1] = operands;
  const [kind, name] = [args[first], args[second]];
  if (second < 0) return args;
  if (kind?.includes("/") === true && /^\d+(?::\d+)?$/.test(name ?? "")) {
    throw new UsageError("bad-option", `a port goes with --port: --port ${name?.replace(/^\d+:/, "")}`);
  }
  if (`${kind}${name}`.includes("/") || parseKindAndName(`${kind}/${name}`) === undefined) return args;
  return args.flatMap((arg, at) => (at === second ? [] : [at === first ? `${kind}/${name}` : arg]));
}

/** With `-n shop`, `deploy/web` is `k8s://shop/deploy/web`, where there is no file of that name. */
export async function withPods(
  args: readonly string[],
  operands: readonly number[],
  cwd: string,
): Promise<readonly string[]> {
  const namespace = namespaceOf(args);
  if (namespace === undefined) return args;
  return await Promise.all(
    args.map(async (arg, at) => {
      const isPod = operands.includes(at) && parseKindAndName(arg) !== undefined && !(await isFile(arg, cwd));
      return isPod ? `k8s://${namespace}/${arg}` : arg;
    }),
  );
}

/** Whether a pod may be meant though there is a file, or rather a directory, of that name. */
export function mayBePod(word: string): boolean {
  return !/[./]/.test(word) || parseKindAndName(word) !== undefined;
}

/** The same of a command that asks a process, where a word may be a pod's name: beside an address alone they are idle. */
export function idleBesideAddress(words: readonly string[], source: string | undefined): string[] {
  return source !== undefined && isAddress(source) ? idlePodOptions(words, "snapshots of capture are --count") : [];
}

/** Options about pods in a line that names none, by their long names. Throws UsageError "bad-option" where rows were meant. */
export function idlePodOptions(words: readonly string[], counted = "rows are --nodecount"): string[] {
  if (words.some((word) => word.includes("k8s://") || parseKindAndName(word) !== undefined)) return [];
  const namespace = namespaceOf(words);
  if (namespace !== undefined && /^\d+$/.test(namespace)) {
    throw new UsageError("bad-option", `-n ${namespace} is a namespace, of pods; ${counted} ${namespace}`);
  }
  const given = POD_OPTIONS.filter((name) => valueBehind(words, name) !== undefined);
  return [...(namespace === undefined ? [] : ["-namespace"]), ...given.map((name) => name.slice(1))];
}

const POD_OPTIONS = ["--context", "--kubeconfig", "--kubectl"];

function namespaceOf(words: readonly string[]): string | undefined {
  return valueBehind(words, "-n") ?? valueBehind(words, "--namespace");
}

function valueBehind(words: readonly string[], name: string): string | undefined {
  const end = words.indexOf("--");
  const typed = end < 0 ? words : words.slice(0, end);
  const at = typed.findIndex((word) => word === name || word.startsWith(`${name}=`));
  if (at < 0) return undefined;
  const word = typed[at] as string;
  return word === name ? typed[at + 1] : word.slice(name.length + 1);
}
