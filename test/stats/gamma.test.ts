/** The distributions against tables made with SciPy 1.17.1 (scipy.special gammaincinv, gammainc, gammaincc, gammaln, betainc; scipy.stats binom.sf, norm.ppf, norm.sf). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { binomialUpperTail } from "../../src/stats/binomial.ts";
import { chiSquareQuantile, gammaLower, gammaQuantile, gammaUpper, logGamma } from "../../src/stats/gamma.ts";
import { normalQuantile, normalUpper } from "../../src/stats/normal.ts";

function near(got: number, wanted: number, tolerance: number, what: string): void {
  const error = Math.abs(got - wanted) / Math.max(Math.abs(wanted), 1e-300);
  assert.ok(error <= tolerance, `${what}: got ${got}, wanted ${wanted}, relative error ${error}`);
}

/** p, shape, x */
const QUANTILES: readonly (readonly [number, number, number])[] = [
  [0.025, 0.001, 0.0],
  [0.975, 0.001, 5.6792519968232876e-12],
  [0.0001, 0.001, 0.0],
  [0.025, 0.05, 5.31566188991436e-33],
  [0.975, 0.05, 0.5671737617538583],
  [0.0001, 0.05, 5.844632057286446e-81],
  [0.025, 0.5, 0.0004910345585876278],
  [0.975, 0.5, 2.511943093657444],
  [0.0001, 0.5, 7.853981675097846e-9],
  [0.025, 1.0, 0.025317807984289876],
  [0.975, 1.0, 3.6888794541139354],
  [0.0001, 1.0, 0.0001000050003333584],
  [0.025, 1.5, 0.10789764131194893],
  [0.975, 1.5, 4.674201802248074],
  [0.0001, 1.5, 0.0026074161645139884],
  [0.025, 3.0, 0.6186721228956014],
  [0.975, 3.0, 7.22468766772396],
  [0.0001, 3.0, 0.0861760550176067],
  [0.025, 10.0, 4.7953886961324335],
  [0.975, 10.0, 17.084803451419166],
  [0.0001, 10.0, 2.1975813582245514],
  [0.025, 41.3, 29.676393320453315],
  [0.975, 41.3, 54.81458606438738],
  [0.0001, 41.3, 21.545564795815576],
  [0.025, 100.0, 81.36399125092314],
  [0.975, 100.0, 120.52894775315546],
  [0.0001, 100.0, 67.00773823554391],
  [0.025, 1234.5, 1166.5877703648403],
  [0.975, 1234.5, 1304.3064251562787],
  [0.0001, 1234.5, 1108.0869516058126],
  [0.025, 10000.0, 9804.952467260184],
  [0.975, 10000.0, 10196.941824999883],
  [0.0001, 10000.0, 9632.36824111517],
  [0.025, 100000.0, 99381.15266374472],
  [0.975, 100000.0, 100620.74164077373],
  [0.0001, 100000.0, 98828.21851320598],
  [0.025, 1000000.0, 998040.9833402939],
  [0.975, 1000000.0, 1001960.9109654503],
  [0.0001, 1000000.0, 996285.2598359166],
  [0.025, 100000000.0, 99980401.30732474],
  [0.975, 100000000.0, 100019600.58698115],
  [0.0001, 100000000.0, 99962814.11210273],
];

/** shape, x, P, Q */
const INTEGRALS: readonly (readonly [number, number, number, number])[] = [
  [0.5, 0.1, 0.34527915398142317, 0.6547208460185768],
  [0.5, 5.0, 0.9984345977419975, 0.001565402258002549],
  [3.0, 2.0, 0.32332358381693654, 0.6766764161830634],
  [3.0, 12.0, 0.9994777419499671, 0.0005222580500328981],
  [100.0, 90.0, 0.15822098918643007, 0.84177901081357],
  [100.0, 130.0, 0.9972495916326934, 0.002750408367306518],
  [10000.0, 10200.0, 0.9767126778664013, 0.02328732213359879],
  [1000000.0, 999000.0, 0.15865521357430365, 0.8413447864256963],
  [1000000.0, 1003000.0, 0.9986382593537825, 0.0013617406462175913],
  [0.001, 1e-5, 0.9891230446957835, 0.010876955304217334],
  [20.0, 100.0, 1.0, 3.764893576001532e-23],
];

const LOG_GAMMAS: readonly (readonly [number, number])[] = [
  [1e-8, 18.42068073818021],
  [0.1, 2.252712651734206],
  [0.5, 0.5723649429247],
  [1.0, 0.0],
  [1.4616321449683622, -0.1214862905358497],
  [2.0, 0.0],
  [3.7, 1.428072326665388],
  [12.0, 17.502307845873887],
  [170.5, 704.0044277342047],
  [1000000.0, 12815504.569147611],
  [1000000000000.0, 26631021115915.65],
];

/** x, y, share, P(Bin(x + y, share) >= x) */
const TAILS: readonly (readonly [number, number, number, number])[] = [
  [33.0, 20.0, 0.5, 0.04918532422024591],
  [60.0, 40.0, 0.5, 0.028443966820490444],
  [25.0, 75.0, 0.1, 1.3072817431250373e-5],
  [1076.0, 1000.0, 0.5, 0.04986332387175731],
  [501000.0, 499000.0, 0.5, 0.0228041499326948],
  [499000.0, 501000.0, 0.5, 0.9773038320453267],
  [50010000.0, 49990000.0, 0.5, 0.022755531314786137],
  [40.0, 0.0, 0.9922, 0.7310867416767892],
  [160.0, 40.0, 0.5, 1.6920079887576423e-18],
  [2.7, 0.0, 0.5, 0.1538930516681145],
  [7.3, 2.2, 0.5, 0.0904308892445496],
  [33.4, 20.1, 0.5, 0.0458548880329779],
  [1500.5, 1400.25, 0.5, 0.0326707235330924],
  [4.2, 9.9, 0.3, 0.6060678908707352],
];

const NORMAL_QUANTILES: readonly (readonly [number, number])[] = [
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798409],
  [1e-5, -4.264890793922825],
  [0.025, -1.9599639845400545],
  [0.3, -0.5244005127080409],
  [0.5, 0.0],
  [0.95, 1.6448536269514722],
  [0.975, 1.959963984540054],
  [0.9999, 3.719016485455709],
];

const NORMAL_TAILS: readonly (readonly [number, number])[] = [
  [-3.0, 0.9986501019683699],
  [-1.0, 0.8413447460685429],
  [0.0, 0.5],
  [0.5, 0.3085375387259869],
  [1.645, 0.049984905539121376],
  [3.0, 0.0013498980316300933],
  [8.0, 6.22096057427174e-16],
  [20.0, 2.7536241186061556e-89],
];

test("gamma quantiles agree with SciPy from shape 0.001 to 1e8", () => {
  for (const [p, a, x] of QUANTILES) near(gammaQuantile(p, a), x, 1e-11, `quantile ${p} of shape ${a}`);
});

test("gamma quantiles invert the integral from either side", () => {
  for (const a of [0.1, 0.3, 1, 2.5, 17, 333, 4e4, 2e6, 3e7]) {
    for (const p of [1e-6, 0.01, 0.4, 0.5, 0.6, 0.975, 0.999999]) {
      near(gammaLower(a, gammaQuantile(p, a)), p, 1e-8, `P at quantile ${p} of shape ${a}`);
    }
  }
});

test("both incomplete gamma integrals agree with SciPy", () => {
  for (const [a, x, lower, upper] of INTEGRALS) {
    near(gammaLower(a, x), lower, 1e-10, `P(${a}, ${x})`);
    near(gammaUpper(a, x), upper, 1e-10, `Q(${a}, ${x})`);
  }
});

test("log gamma of what is no number is none", () => {
  assert.ok(Number.isNaN(logGamma(Number.NaN)));
});

test("log gamma agrees with SciPy", () => {
  for (const [x, wanted] of LOG_GAMMAS) {
    assert.ok(
      Math.abs(logGamma(x) - wanted) <= 2e-15 * Math.max(10, Math.abs(wanted)),
      `${x}: ${logGamma(x)} ${wanted}`,
    );
  }
});

test("chi-square quantiles are those of the gamma distribution at half the degrees", () => {
  near(chiSquareQuantile(0.975, 2), 7.377758908227871, 1e-12, "quantile");
});

test("binomial tails agree with SciPy, at real counts and at 1e8 of them", () => {
  for (const [x, y, share, p] of TAILS) near(binomialUpperTail(x, y, share), p, 1e-9, `${x} of ${x + y} at ${share}`);
});

test("binomial tails are the exact sums for small counts", () => {
  for (let n = 1; n <= 30; n++) {
    let sum = 0;
    let probability = 0.5 ** n;
    for (let x = n; x >= 0; x--) {
      sum += probability;
      near(binomialUpperTail(x, n - x, 0.5), sum, 1e-13, `${x} of ${n}`);
      probability *= x / (n - x + 1);
    }
  }
});

test("normal quantile and tail agree with SciPy", () => {
  for (const [p, z] of NORMAL_QUANTILES)
    assert.ok(Math.abs(normalQuantile(p) - z) < 1e-14 * Math.max(1, Math.abs(z)), `${p}`);
  for (const [z, p] of NORMAL_TAILS) near(normalUpper(z), p, 1e-13, `tail at ${z}`);
});
