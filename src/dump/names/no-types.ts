/** The type graph of a program that is not there. */

import { NameColumn } from "../../binary/dwarf/name-column.ts";
import { TypeGraph } from "../../binary/index.ts";

const EMPTY_NAMES = new NameColumn(new Float64Array(0), []);

export const NO_TYPES: TypeGraph = new TypeGraph({
  kinds: new Uint8Array(0),
  sizes: new Float64Array(0),
  elements: new Int32Array(0),
  keys: new Int32Array(0),
  layouts: new Int32Array(0),
  counts: new Float64Array(0),
  fieldStarts: new Uint32Array(1),
  descriptors: new Float64Array(0),
  names: EMPTY_NAMES,
  fieldTypes: new Int32Array(0),
  fieldOffsets: new Float64Array(0),
  fieldIsEmbedded: new Uint8Array(0),
  fieldNames: EMPTY_NAMES,
});
