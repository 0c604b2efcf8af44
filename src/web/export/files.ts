/** What can be taken out of the page: pictures, the report, the profiles. */
import { encodeProfile } from "../../profile/codec/encode.ts";
import { gzip } from "../../profile/codec/gzip/gzip.ts";
import type { Profile } from "../../profile/tables.ts";
import { renderJson, renderWithWords } from "../../render/json.ts";
import { renderGrowthMarkdown } from "../../render/markdown/growth.ts";
import { codeSpan, nameCell } from "../../render/markdown/text.ts";
import { SVG_WANTED, type SvgRequest } from "../flame/canvas.tsx";
import type { PageState } from "../page-state.ts";
import type { Session } from "../session.ts";
import { commandOf } from "./command.ts";

export function saveFile(name: string, parts: readonly BlobPart[], type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([...parts], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function saveJson(session: Session, state: PageState): void {
  const [report, words] = [session.report(state), session.words(state)];
  const text =
    report === undefined || words === undefined
      ? renderJson({ rows: session.rows(state) })
      : renderWithWords(report, words);
  saveFile("report.json", [text], "application/json");
}

/** Names of the ends as files. */
export function saveProfile(session: Session, side: number): void {
  const { profiles } = session.carried;
  const name = profiles.length === 1 ? "heap" : side === 0 ? "base" : "current";
  const bytes = gzip(encodeProfile(profiles.at(side) as Profile));
  saveFile(`${name}.pb.gz`, [bytes as Uint8Array<ArrayBuffer>], "application/octet-stream");
}

/** The flame graph as it is drawn, or the call graph. */
export function savePicture(format: "png" | "svg", session: Session): void {
  const canvas = document.querySelector("canvas");
  if (canvas === null) {
    const graph = session.input.graph ?? session.askedGraph;
    if (graph !== null && format === "svg") saveFile("graph.svg", [graph], "image/svg+xml");
    return;
  }
  if (format === "png") {
    canvas.toBlob((blob) => blob !== null && saveFile("flame.png", [blob], "image/png"));
    return;
  }
  const save = (svg: string): void => saveFile("flame.svg", [svg], "image/svg+xml");
  canvas.dispatchEvent(new CustomEvent(SVG_WANTED, { detail: save }) satisfies SvgRequest);
}

export function markdownOf(session: Session, state: PageState): string {
  const [report, words] = [session.report(state), session.words(state)];
  const madeBy = commandOf(session, state);
  if (report === undefined || words === undefined) {
    const rows = session.rows(state).slice(0, 30);
    return [
      "| flat | name |",
      "| ---: | --- |",
      ...rows.map(({ current, name }) => `| ${current} | ${nameCell(name)} |`),
      "",
      codeSpan(madeBy),
    ].join("\n");
  }
  return renderGrowthMarkdown({ ...report, functions: report.functions.slice(0, 30) }, words, madeBy);
}
