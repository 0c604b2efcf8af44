/** What the width of a box in a flame graph of a diff can mean. Apart from flame.ts so that `--help` need not load the report. */
export const FLAME_WIDTHS = ["current", "change"] as const;

/** `current`: a box is as wide as its value in current. `change`: as the gross change of the stacks through it. */
export type FlameWidth = (typeof FLAME_WIDTHS)[number];
