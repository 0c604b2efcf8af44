/** Where the bytes of a local variable are: in the frame, in registers, or gone. */
import { ByteReader } from "../byte-reader.ts";

export interface VariablePiece {
  /** Of the variable: the first byte of the piece, and how many it has; Infinity for all of a variable that is one piece. */
  readonly start: number;
  readonly size: number;
  /** "nowhere": optimized away, or in a place that is not followed. */
  readonly place: "frame" | "register" | "nowhere";
  /**
   * Bytes from the canonical frame address: what the stack pointer was before the call. In a heap dump's frame record that is the address of the
   * frame plus the size of its contents. 0 where the piece is not in the frame.
   */
  readonly frameOffset: number;
}

/** `isCfaBased`: what the function says its variables count from is the canonical frame address. */
export function decodePieces(expression: Uint8Array, isLittleEndian: boolean, isCfaBased: boolean): VariablePiece[] {
  const reader = new ByteReader(expression, isLittleEndian, "the place of a variable");
  const pieces: VariablePiece[] = [];
  let place: Place = NOWHERE;
  let start = 0;
  while (reader.pos < expression.length) {
    const operation = reader.u8();
    if (operation !== DW_OP_piece) {
      const next = readPlace(reader, operation, place, isCfaBased);
      // What is not followed may have operands of any length: nothing after it is known.
      if (next === undefined) return [...pieces, { ...NOWHERE, start, size: Number.POSITIVE_INFINITY }];
      place = next;
      continue;
    }
    const size = reader.uleb();
    pieces.push({ ...place, start, size });
    start += size;
    place = NOWHERE;
  }
  return pieces.length > 0 ? pieces : [{ ...place, start: 0, size: Number.POSITIVE_INFINITY }];
}

type Place = Pick<VariablePiece, "place" | "frameOffset">;

const NOWHERE: Place = { place: "nowhere", frameOffset: 0 };

const DW_OP_plus_uconst = 0x23;
const DW_OP_reg0 = 0x50;
const DW_OP_reg31 = 0x6f;
const DW_OP_regx = 0x90;
const DW_OP_fbreg = 0x91;
const DW_OP_piece = 0x93;
const DW_OP_call_frame_cfa = 0x9c;

function readPlace(reader: ByteReader, operation: number, before: Place, isCfaBased: boolean): Place | undefined {
  if (operation === DW_OP_call_frame_cfa) return { place: "frame", frameOffset: 0 };
  if (operation === DW_OP_fbreg) {
    const frameOffset = reader.sleb();
    return isCfaBased ? { place: "frame", frameOffset } : NOWHERE;
  }
  if (operation === DW_OP_plus_uconst && before.place === "frame")
    return { place: "frame", frameOffset: before.frameOffset + reader.uleb() };
  if (operation === DW_OP_regx) reader.uleb();
  const isRegister = operation === DW_OP_regx || (operation >= DW_OP_reg0 && operation <= DW_OP_reg31);
  return isRegister ? { place: "register", frameOffset: 0 } : undefined;
}

/** Whether an expression is the canonical frame address and nothing else. */
export function isFrameAddress(expression: Uint8Array): boolean {
  return expression.length === 1 && expression[0] === DW_OP_call_frame_cfa;
}
