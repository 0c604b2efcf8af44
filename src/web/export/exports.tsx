/** What can be taken along of what is seen: its command line, texts, pictures and profiles. */

import { askedOf } from "../desk/answers.ts";
import { useAnswer } from "../desk/use-answer.ts";
import { openFiles } from "../dropped.ts";
import type { View } from "../page-state.ts";
import { Button, Note } from "../parts.tsx";
import type { ViewProps } from "../props.ts";
import { commandOf, leftOut } from "./command.ts";
import { CopyButton, CopyLine } from "./copy.tsx";
import { saveJson, saveProfile } from "./files.ts";
import { savePicture } from "./pictures.ts";

function isOfFunctions(view: View): view is "peek" | "source" {
  return view === "peek" || view === "source";
}

type CommandProps = Pick<ViewProps, "desk" | "state">;

function SubjectCommand({ desk, state, view }: CommandProps & { readonly view: "peek" | "source" }) {
  const answer = useAnswer(desk, view, { ...askedOf(state), selected: state.selected, find: state.find });
  if (answer?.subjects.pattern === "")
    return <Note>No command: {view === "source" ? "list" : view} would find no function here.</Note>;
  return <Command desk={desk} state={state} pattern={answer?.subjects.pattern} />;
}

function Command({ desk, state, pattern }: CommandProps & { readonly pattern?: string | undefined }) {
  const left = leftOut(desk.facts, state);
  return (
    <>
      <CopyLine text={commandOf(desk.facts, state, pattern)} label="Copy as command" />
      {left.length > 0 && <Note>Not in the command: {left.join(", ")}.</Note>}
    </>
  );
}

export function Exports({ desk, state }: ViewProps) {
  const isPicture = state.view === "flame" || state.view === "graph";
  return (
    <footer class="exports">
      {isOfFunctions(state.view) ? (
        <SubjectCommand desk={desk} state={state} view={state.view} />
      ) : (
        <Command desk={desk} state={state} />
      )}
      <div class="tools">
        <CopyButton label="Copy as Markdown" read={() => desk.tell("markdown", { state })} />
        <Button label="JSON" title="download the report" onClick={() => void saveJson(desk, state)} />
        {isPicture && <Button label="PNG" onClick={() => void savePicture("png", desk)} />}
        {isPicture && <Button label="SVG" onClick={() => void savePicture("svg", desk)} />}
        <Button
          label={desk.facts.isDiff ? "pprof (current)" : "pprof"}
          onClick={() => void saveProfile(desk, state, "current")}
        />
        {desk.facts.isDiff && <Button label="pprof (base)" onClick={() => void saveProfile(desk, state, "base")} />}
        <Button
          label="Open other profiles…"
          title="or drop them on the page: one to look at, two to compare, more are a series; they stay in this browser"
          onClick={openFiles}
        />
      </div>
    </footer>
  );
}
