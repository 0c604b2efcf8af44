/** What one pointer says of what it leads to. */
import { NONE } from "../../binary/index.ts";

export type StepKind = "pointer" | "slice" | "string" | "interface" | "map" | "channel" | "function" | "unknown";

/** What a pointer stands for among what holds it. */
export type StepPart = "" | "key" | "value" | "buffer" | "pooled";

export interface Step {
  /** As in the source, from the value that the pointer is in: ".base.pods", "[].name"; "" inside of what is not named. */
  readonly label: string;
  readonly part: StepPart;
  readonly kind: StepKind;
  /** Row of the type at the place: "*main.Pod", "[]int", "map[string]int"; NONE inside of what is not named. */
  readonly type: number;
  /** Row of the type of what it points to; NONE where only the dump tells. */
  readonly target: number;
  /** Whether it points to any number of these. */
  readonly isArray: boolean;
  /** Of a channel: these are what waits in it. */
  readonly isBuffer?: boolean;
}

export const UNKNOWN_STEP: Step = { label: "", part: "", kind: "unknown", type: NONE, target: NONE, isArray: false };

/** A variable in a closure or a frame. */
export interface PlacedVariable {
  readonly name: string;
  readonly type: number;
  /** Bytes from the start of the closure or the frame, and how many. */
  readonly offset: number;
  readonly size: number;
  /** Byte of the variable that is there, where it lies in several pieces. */
  readonly start: number;
}
