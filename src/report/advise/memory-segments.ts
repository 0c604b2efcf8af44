/** The segments of the waterfall and their names, for whoever shows it. */
export { SEGMENT_NAMES, SEGMENTS } from "../../blame/memory/waterfall.ts";
