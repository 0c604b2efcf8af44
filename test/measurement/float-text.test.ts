import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatFixed, formatGeneral, roundHalfAwayFromZero } from "../../src/measurement/float-text.ts";

describe("formatFixed", () => {
  const cases: readonly [x: number, digits: number, text: string][] = [
    [0.125, 2, "0.12"], // exact ties go to the even digit
    [0.375, 2, "0.38"],
    [-0.125, 2, "-0.12"],
    [0.5, 0, "0"],
    [1.5, 0, "2"],
    [2.5, 0, "2"],
    [0.12499999999999999, 2, "0.12"], // one step below the tie, one above
    [0.12500000000000003, 2, "0.13"],
    [1.005, 2, "1.00"], // not a tie: the float is below 1.005
    [0, 2, "0.00"],
    [-0, 2, "-0.00"],
    [-0.001, 2, "-0.00"],
    [999.995, 2, "1000.00"], // the float is above; the carry adds a digit
    [1e21, 2, "1000000000000000000000.00"], // where toFixed gives up
    [2 ** 63, 2, "9223372036854775808.00"],
    [Number.MIN_VALUE, 2, "0.00"],
    [Number.NaN, 2, "NaN"],
    [Number.POSITIVE_INFINITY, 2, "+Inf"],
    [Number.NEGATIVE_INFINITY, 2, "-Inf"],
  ];
  for (const [x, digits, text] of cases) {
    it(`writes ${x} with ${digits} decimals as ${text}`, () => assert.equal(formatFixed(x, digits), text));
  }
});

describe("formatGeneral", () => {
  const cases: readonly [x: number, precision: number, text: string][] = [
    [0, 2, "0"],
    [0.5, 2, "0.5"],
    [0.012, 2, "0.012"],
    [0.0125, 2, "0.013"], // the float is above the tie
    [0.125, 2, "0.12"],
    [0.375, 2, "0.38"],
    [0.109375, 5, "0.10938"], // an exact tie of as many digits as it takes
    [0.000244140625, 8, "0.00024414062"],
    [0.1, 2, "0.1"],
    [0.10000000000000002, 17, "0.10000000000000002"],
    [0.0999, 2, "0.1"],
    [0.3, 1, "0.3"],
    [0.96, 1, "1"],
    [0.0001, 2, "0.0001"],
    [0.00009999, 2, "0.0001"],
    [0.000099, 2, "9.9e-05"],
    [1e-7, 2, "1e-07"],
    [1.5e-100, 2, "1.5e-100"],
    [0.996, 2, "1"],
    [99, 2, "99"],
    [99.5, 2, "1e+02"],
    [100, 2, "1e+02"],
    [125, 2, "1.2e+02"],
    [1e23, 17, "9.9999999999999992e+22"],
    [1.25, 0, "1"],
    [-0, 2, "-0"],
  ];
  for (const [x, precision, text] of cases) {
    it(`writes ${x} with ${precision} digits as ${text}`, () => assert.equal(formatGeneral(x, precision), text));
  }
});

describe("roundHalfAwayFromZero", () => {
  const cases: readonly [x: number, rounded: number][] = [
    [2.5, 3],
    [-2.5, -3],
    [2.4999999999999996, 2],
    [0.5, 1],
    [0.49999999999999994, 0],
    [-0.4, -0],
    [2 ** 52 + 1, 2 ** 52 + 1],
    [2 ** 53 - 1, 2 ** 53 - 1],
  ];
  for (const [x, rounded] of cases) {
    it(`takes ${x} to ${rounded}`, () => assert.equal(roundHalfAwayFromZero(x), rounded));
  }
});
