/** Who holds, as a person would say it: `` the keys of the map `subscriptions` of `main.ServerWatcher` (`map[podPort][]listener`) ``. */

import type { HolderRoots } from "../report/held/roots.ts";
import type { ElementPart, HolderRow } from "../report/held/rows.ts";
import { countText } from "./amounts.ts";
import { listOf } from "./phrases.ts";

export function holderText(row: HolderRow): string {
  if (isTimers(row)) return "timers that wait (of `time.AfterFunc` and the like)";
  const part = row.element === null ? "" : partText(row.element.part, row.element.count);
  return part + containerText(row) + insideText(row);
}

/** The heap of timers of a processor is the runtime's own. */
function isTimers({ field }: HolderRow): boolean {
  return field?.struct === "runtime.p" && field.name.startsWith("timers");
}

/** ``, by its `.shards[].m` ``: of what is no container the part that has many. */
function insideText({ container, element, path }: HolderRow): string {
  if (container !== "value" || element === null || element.count < MANY || !element.path.startsWith(path)) return "";
  const steps = element.path.slice(path.length).trim();
  return /^(\[\]|key|value|)$/.test(steps) ? "" : `, by its ${code(steps)}`;
}

const MANY = 8;

const PARTS: Readonly<Record<ElementPart, string>> = {
  keys: "the keys of ",
  values: "the values of ",
  elements: "the elements of ",
  buffer: "what waits in ",
  pooled: "what is pooled in ",
  field: "",
};

function partText(part: ElementPart, count: number): string {
  return count < 2 && part === "field" ? "" : PARTS[part];
}

function containerText(row: HolderRow): string {
  const { type, path, holder, container } = row;
  const field = row.field?.struct.startsWith("struct {") ? null : row.field;
  const kind = kindText(row);
  const the = kind === "" ? "" : `the ${kind}`;
  const typed =
    type === "" || type === container || type.includes("go.shape.")
      ? ""
      : ` (${code(inPackageOf(field?.struct ?? "", type))})`;
  if (field !== null && isClosure(field.struct)) {
    return `the ${kind === "" ? "variable " : kind}${code(field.name)}${typed} that the closure ${code(closureName(row))} captured`;
  }
  if (field !== null)
    return `the ${kind === "" ? "field " : kind}${code(field.name)} of ${code(shortNames(field.struct))}${typed}`;
  if (holder.kind === "goroutine") return goroutineText(row, the, typed);
  if (FINALIZERS[path] !== undefined) return FINALIZERS[path];
  if (path !== holder.name) return `${the}${code(shortNames(path))}${typed}`;
  if (holder.kind === "variable" && !holder.isNamed)
    return `${the === "" ? "" : `${the}in `}the variable at ${holder.name}${typed}`;
  return `${the}${code(shortNames(path))}${typed}`;
}

/** By the path of all of a kind. */
const FINALIZERS: Readonly<Record<string, string>> = {
  finalizers: "the functions of finalizers (`runtime.SetFinalizer`)",
  "queued finalizers": "the queue of finalizers that wait to be run",
};

/** `map `, `11 maps `; "" for what is no container. */
function kindText({ container, containers, path }: HolderRow): string {
  if (container === "value") return "";
  // What leads to several of its like is no list.
  if (container === "list" && path.endsWith("]")) return "tree ";
  const isMany = containers !== null && containers > 1 && !container.startsWith("sync.");
  return isMany ? `${countText(containers)} ${container}s ` : `${container} `;
}

/** Of a variable the type of the function, of what lies deeper the function itself. */
function isClosure(struct: string): boolean {
  return struct.startsWith("func(") || /\.func\d+(\.\d+)*$/.test(struct);
}

function closureName({ field, path }: HolderRow): string {
  const name = field?.struct ?? "";
  return shortNames(
    name.startsWith("func(") ? path.slice(0, path.length - (field?.name.length ?? 0) - " .".length) : name,
  );
}

/** What the compiler puts around the function of a go statement. */
const WRAPPER = /\.gowrap\d+$/;

/** A local variable by its function, a stack by its goroutines. */
function goroutineText({ holder, path }: HolderRow, the: string, typed: string): string {
  const { name, frame, count } = holder;
  const who = count === 1 ? "the goroutine of" : `the ${countText(count)} goroutines of`;
  const where = `${who} ${code(shortNames(name))}`;
  const isWrapped = WRAPPER.test(frame);
  const isInside = frame !== "" && frame !== name;
  const inside = isInside && !isWrapped ? `, in ${code(shortNames(frame))}` : "";
  const steps = path.slice(`goroutine ${name}${isInside ? `, in ${frame}` : ""}`.length);
  if (steps === "") return `${where}${inside}`;
  const local = /^ \.([\w.[\]]+)$/.exec(steps)?.[1];
  if (local === undefined) return `${the}${code(steps.trim())}${typed} of ${where}${inside}`;
  const variable = `${the}${code(local)}${typed}`;
  if (isWrapped) return `${variable}, a variable of ${where}`;
  if (inside !== "") return `${variable}, a local variable of ${code(shortNames(frame))}, in ${where}`;
  const owned = `${variable}, a local variable of ${code(shortNames(name))}`;
  return count === 1 ? owned : `${owned} in ${countText(count)} goroutines`;
}

/** ``It is reached from both `main.a` and `main.b`.``; "" where the name has said it. */
export function rootsText(row: HolderRow): string {
  const { path, holder, roots, field } = row;
  if (isTimers(row)) return "";
  const named = roots?.names.map((name) => code(shortNames(name))) ?? [];
  const [first] = named;
  if (roots === null || first === undefined) return field === null ? "" : ` It is reached from ${code(holder.name)}.`;
  if (roots.count === 1 || (roots.count === null && named.length === 1)) {
    return path === holder.name || field === null ? "" : ` It is reached from ${first}.`;
  }
  return ` It is reached from ${named.length === 2 && roots.count === 2 ? "both " : ""}${manyText(roots, named)}.`;
}

/** `a`, `a and b`, `a and 4 others`; `a and perhaps others` where not all were looked at. */
function manyText({ count }: HolderRoots, named: readonly string[]): string {
  const [first = ""] = named;
  if (count === null) return named.length > 1 ? `${first} and others` : `${first} and perhaps others`;
  if (count <= 2) return listOf(named);
  return `${first} and ${countText(count - 1)} others`;
}

/** Whether others hold what it holds. */
export function onlyText({ onlyBytes, bytes, others, beside }: HolderRow, amount: (bytes: number) => string): string {
  if (bytes === 0 || onlyBytes === null) return "";
  if (onlyBytes >= bytes * ALL) return ", and by nothing else";
  const named = others?.names.map((name) => code(shortNames(name))) ?? [];
  const near = beside === "" ? "reached in other ways" : `reached through ${code(shortNames(beside))}`;
  const ways = others === null || named.length === 0 ? near : `held by ${manyText(others, named)}`;
  return `; ${onlyBytes === 0 ? "all" : amount(bytes - onlyBytes)} of it is ${ways} too`;
}

/** Rounding of a few words that others happen to point to is not worth a clause. */
const ALL = 0.999;

/** `destination.ServerWatcher` of `example.com/destination/internal/destination.ServerWatcher`. */
function shortNames(text: string): string {
  return text.replaceAll(/(?:[\w.~-]+\/)+/g, "");
}

/** Without the package that the struct's name has said already. */
function inPackageOf(struct: string, type: string): string {
  const [name] = shortNames(struct).split(".");
  const short = shortNames(type);
  return name === undefined || name === ""
    ? short
    : short.replaceAll(new RegExp(`\\b${name.replace(/[^\w]/g, "\\$&")}\\.`, "g"), "");
}

function code(text: string): string {
  return `\`${text}\``;
}
