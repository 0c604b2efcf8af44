/** A place as one would write it: `main.server .entries[podPort] .pod`, with its type beside. */
import { NONE, type TypeGraph } from "../../binary/index.ts";
import type { TypeSteps } from "../names/type-steps.ts";
import type { HolderGroup } from "./holder-groups.ts";
import type { PathTree, Place } from "./path-tree.ts";

export interface PathNames {
  readonly tree: PathTree;
  readonly groups: readonly HolderGroup[];
  readonly steps: TypeSteps;
}

/** "" where it is not known. */
export function typeName({ steps }: PathNames, { type }: Place): string {
  return type === NONE ? "" : steps.name(type);
}

/** From the holder on, one text a pointer, containers and indices in brackets. */
export function pathName(names: PathNames, row: number): string {
  const place = names.tree.places[row] as Place;
  if (place.parent < 0) return holderName(names.groups[place.group] as HolderGroup, place);
  return pathName(names, place.parent) + stepName(names, place);
}

/** `main.server`, `goroutine main.work`: the same however many goroutines there are, so that two dumps compare. */
export function groupName({ kind, name }: HolderGroup): string {
  switch (kind) {
    case "variable":
      return name;
    case "goroutine":
      return `goroutine ${name}`;
    case "other-root":
      return `root ${name}`;
    default:
      return kind === "finalized" ? "objects that only wait for their finalizer" : `${kind.replace("-", " ")}s`;
  }
}

function holderName(group: HolderGroup, { frame }: Place): string {
  const isInside = group.kind === "goroutine" && frame !== "" && frame !== group.name;
  return isInside ? `${groupName(group)}, in ${frame}` : groupName(group);
}

function stepName(names: PathNames, place: Place): string {
  const { part, label, parent } = place;
  return partName(names, names.tree.places[parent] as Place, part) + (label.startsWith(".") ? ` ${label}` : label);
}

function partName({ steps }: PathNames, above: Place, part: Place["part"]): string {
  if (part === "key") return " key";
  if (part === "value") return mapKey(steps.types, above) ?? " value";
  return part === "" ? "" : ` ${part}`;
}

/** `[podPort]` of a map by main.podPort. */
function mapKey(types: TypeGraph, { type }: Place): string | undefined {
  if (type === NONE || type >= types.length) return undefined;
  const key = types.columns.keys[type] as number;
  return key === NONE ? undefined : `[${withoutPackage(types.name(key))}]`;
}

/** `podPort` of `main.podPort`; types that are made of others keep all of their name. */
function withoutPackage(name: string): string {
  return /^[\w./-]+$/.test(name) ? name.slice(name.lastIndexOf(".") + 1) : name;
}
