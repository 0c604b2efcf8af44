/** Where in the program's own sources a suspect is: file and line for those that annotate code. */
import type { FrameIdentity } from "../../blame/suspects/frame-identity.ts";
import type { Suspect } from "../../blame/suspects/suspects.ts";
import { baseName } from "../../profile/file-path.ts";
import { currentValues } from "../../profile/merge/diff.ts";
import type { Evidence } from "../growth/evidence.ts";
import type { SourcePlace } from "./report.ts";

/** Null without an own frame, or where its file cannot be told within the module. */
export function placeOf({ ownFrame }: Suspect, evidence: Evidence): SourcePlace | null {
  if (ownFrame === undefined) return null;
  const file = pathInModule(ownFrame, evidence.identities);
  const line = heaviestLine(ownFrame.name, evidence);
  return file === undefined || line <= 0 ? null : { file, line };
}

/** Of package main by the file alone: it does not bear its import path. */
function pathInModule(frame: FrameIdentity, all: readonly FrameIdentity[]): string | undefined {
  const { package: path, module } = frame;
  const file = slashed(frame.file);
  if (file === "" || module === "") return undefined;
  const folder = path === "main" ? mainFolder(module, file, all) : within(path, module);
  return folder === undefined ? undefined : `${folder}${baseName(file)}`;
}

/** Below the module, with a slash at its end. */
function within(path: string, module: string): string | undefined {
  if (path === module) return "";
  return path.startsWith(`${module}/`) ? `${path.slice(module.length + 1)}/` : undefined;
}

/** A program that was built with -trimpath names its files by import path; of any other, a package of the module tells where that lies. */
function mainFolder(module: string, file: string, all: readonly FrameIdentity[]): string | undefined {
  const folder = file.slice(0, file.lastIndexOf("/"));
  const byImportPath = within(folder, module);
  if (byImportPath !== undefined) return byImportPath;
  const roots = all.filter((each) => each.module === module).map(rootOf);
  const root = roots.find((each) => each !== undefined && within(folder, each) !== undefined);
  return root === undefined ? undefined : within(folder, root);
}

/** Directory of the module on the machine that built it, if the file lies where its package does. */
function rootOf({ package: path, module, file }: FrameIdentity): string | undefined {
  const folder = path === "main" ? undefined : within(path, module);
  const whole = slashed(file);
  const tail = folder === undefined ? undefined : `/${folder}${baseName(whole)}`;
  return tail !== undefined && whole.endsWith(tail) ? whole.slice(0, -tail.length) : undefined;
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

/** The line of the function that most of what is live passes through; 0 for none. */
function heaviestLine(name: string, { diff, nodes, identities, sampleType }: Evidence): number {
  const { samples, locations, header } = diff.profile;
  const index = header.sampleTypes.findIndex(({ type }) => type === sampleType.type);
  const values = currentValues(diff, index);
  const bytes = new Map<number, number>();
  for (let row = 0; row < samples.length; row++) {
    for (let at = samples.start[row] as number; at < (samples.start[row + 1] as number); at++) {
      const location = samples.locations[at] as number;
      const first = locations.start[location] as number;
      for (let slot = nodes.start[location] as number; slot < (nodes.start[location + 1] as number); slot++) {
        if (identities[nodes.nodeOf[slot] as number]?.name !== name) continue;
        const line = Number(locations.lineNumber[first + slot - (nodes.start[location] as number)] ?? 0);
        bytes.set(line, (bytes.get(line) ?? 0) + Number(values[row]));
      }
    }
  }
  let [heaviest, most] = [0, Number.NEGATIVE_INFINITY];
  for (const [line, size] of bytes) if (size > most) [heaviest, most] = [line, size];
  return heaviest;
}
