/**
 * The colours of a change: warm where memory grew, cool where it shrank, neutral where nothing happened. Orange and blue stay apart for every
 * common colour blindness. Steps, not a continuum, so that one style sheet can hold both the light and the dark scheme; attributes carry the
 * light one, for programs that know no style sheets.
 */

/** Steps of each side; 0 is neutral. */
export const STEPS = 8;

interface Scheme {
  readonly page: string;
  readonly ink: string;
  readonly dim: string;
  readonly line: string;
  readonly neutral: string;
  readonly grown: readonly [faint: string, strong: string];
  readonly shrunk: readonly [faint: string, strong: string];
  /** Of lines that carry a change. */
  readonly grownLine: string;
  readonly shrunkLine: string;
}

export const LIGHT: Scheme = {
  page: "#ffffff",
  ink: "#1f2328",
  dim: "#424a53",
  line: "#8c959f",
  neutral: "#f3f4f6",
  grown: ["#fff1e3", "#fdab5e"],
  shrunk: ["#e9f3fc", "#8ac2f0"],
  grownLine: "#d9730d",
  shrunkLine: "#2f7dc0",
};

export const DARK: Scheme = {
  page: "#0d1117",
  ink: "#f0f6fc",
  dim: "#c2ccd6",
  line: "#6e7681",
  neutral: "#21262d",
  grown: ["#33281d", "#85400b"],
  shrunk: ["#1b2a3b", "#175389"],
  grownLine: "#e8873a",
  shrunkLine: "#58a6ff",
};

/** How strong a change is drawn: -STEPS to STEPS. By magnitude relative to the largest one in the picture, never to its own base. */
export function stepOf(delta: number, largest: number): number {
  if (delta === 0 || largest === 0) return 0;
  const strength = Math.sqrt(Math.min(Math.abs(delta) / largest, 1));
  return Math.sign(delta) * Math.max(1, Math.round(strength * STEPS));
}

export function fillOf(step: number, scheme: Scheme = LIGHT): string {
  if (step === 0) return scheme.neutral;
  const [faint, strong] = step > 0 ? scheme.grown : scheme.shrunk;
  return mix(faint, strong, (Math.abs(step) - 1) / (STEPS - 1));
}

/** A border a little stronger than the fill. */
export function borderOf(step: number, scheme: Scheme = LIGHT): string {
  const line = step === 0 ? scheme.line : step > 0 ? scheme.grownLine : scheme.shrunkLine;
  return mix(fillOf(step, scheme), line, 0.35 + 0.5 * (Math.abs(step) / STEPS));
}

export function lineOf(sign: number, scheme: Scheme = LIGHT): string {
  return sign === 0 ? scheme.line : sign > 0 ? scheme.grownLine : scheme.shrunkLine;
}

/** Class of a filled shape: `g3`, `s8`, `n`. */
export function stepClass(step: number): string {
  return step === 0 ? "n" : `${step > 0 ? "g" : "s"}${Math.abs(step)}`;
}

/** Rules for dark surroundings; everything else is in the attributes. */
export function darkStyle(): string {
  const rules = [
    `.page{fill:${DARK.page}}`,
    `.ink{fill:${DARK.ink}}`,
    `.dim{fill:${DARK.dim}}`,
    `.rule{stroke:${DARK.line}}`,
    `.total{stroke:${DARK.ink}}`,
    `.halo{stroke:${DARK.page}}`,
  ];
  for (let step = -STEPS; step <= STEPS; step++) {
    rules.push(`.${stepClass(step)}{fill:${fillOf(step, DARK)};stroke:${borderOf(step, DARK)}}`);
  }
  for (const [name, sign] of [
    ["eg", 1],
    ["es", -1],
    ["en", 0],
  ] as const) {
    rules.push(`.${name}{stroke:${lineOf(sign, DARK)}}`, `.${name}f{fill:${lineOf(sign, DARK)}}`);
  }
  return `@media (prefers-color-scheme:dark){\n${rules.join("\n")}\n}`;
}

/** Class of a line that carries a change; with `f` behind it, of a filled shape of that colour. */
export function lineClass(sign: number): string {
  return sign === 0 ? "en" : sign > 0 ? "eg" : "es";
}

function mix(from: string, to: string, part: number): string {
  const [a, b] = [channels(from), channels(to)];
  return `#${a.map((channel, i) => hex(channel + ((b[i] as number) - channel) * part)).join("")}`;
}

function channels(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}

function hex(channel: number): string {
  return Math.round(channel).toString(16).padStart(2, "0");
}
