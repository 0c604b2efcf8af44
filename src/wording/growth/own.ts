/** What was taken for the program's own, and why, in a sentence. */
import type { OwnEvidence, OwnModules } from "../../graph/go/own-modules.ts";
import { listOf } from "../phrases.ts";

const WHY: Readonly<Record<Exclude<OwnEvidence, "unknown">, string>> = {
  stated: "as stated",
  "build-info": "main's module by the build info of the binary",
  main: "main's module, by where the files of package main lie",
  paths: "guessed: its files have no version and lie in no vendor directory, nor in GOROOT",
  internal: "guessed: package main calls a package below its internal/",
};

export function ownBasisText({ modules, by }: OwnModules): string {
  if (by === "unknown") return "Which module is the program's own is not known: --module PATH states it.";
  return `Taken as the program's own: ${listOf(modules)} (${WHY[by]}${by === "stated" ? "" : "; --module PATH states another"}).`;
}
