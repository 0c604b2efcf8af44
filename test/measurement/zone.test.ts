import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { formatOffset, wallClockAt } from "../../src/measurement/zone.ts";

const WINTER = Date.UTC(2024, 0, 15);
const SUMMER = Date.UTC(2024, 6, 15);

function abbreviations(timeZone: string): string[] {
  return [WINTER, SUMMER].map((moment) => wallClockAt(moment, { timeZone }).abbreviation);
}

describe("wallClockAt", () => {
  const zones: readonly [zone: string, winter: string, summer: string][] = [
    ["UTC", "UTC", "UTC"],
    ["GMT", "GMT", "GMT"],
    ["Europe/Berlin", "CET", "CEST"],
    ["Europe/London", "GMT", "BST"],
    ["Europe/Jersey", "GMT", "BST"],
    ["Europe/Dublin", "GMT", "IST"],
    ["America/New_York", "EST", "EDT"],
    ["America/Sao_Paulo", "-03", "-03"],
    ["Asia/Kolkata", "IST", "IST"],
    ["Asia/Calcutta", "IST", "IST"],
    ["Asia/Colombo", "+0530", "+0530"],
    ["Asia/Taipei", "CST", "CST"],
    ["Europe/Istanbul", "+03", "+03"],
    ["Australia/Sydney", "AEDT", "AEST"],
    ["Africa/Casablanca", "+01", "+01"],
    ["Etc/GMT+3", "-03", "-03"],
    [":Europe/Berlin", "CET", "CEST"],
    ["/usr/share/zoneinfo/Europe/Berlin", "CET", "CEST"],
  ];
  for (const [zone, winter, summer] of zones) {
    it(`abbreviates ${zone} as ${winter} and ${summer}`, () => assert.deepEqual(abbreviations(zone), [winter, summer]));
  }

  for (const zone of ["", "Nope/Zone", "CET-1CEST", "+01:00", "Etc/Unknown"]) {
    it(`takes "${zone}" for UTC, as Go does`, () => {
      const { offsetSeconds, abbreviation } = wallClockAt(SUMMER, { timeZone: zone });
      assert.deepEqual([offsetSeconds, abbreviation], [0, "UTC"]);
    });
  }

  it("changes the clock at the second of the transition", () => {
    const transition = Date.UTC(2024, 2, 31, 1);
    const at = (epochMs: number): string => {
      const clock = wallClockAt(epochMs, { timeZone: "Europe/Berlin" });
      return `${clock.date.toISOString().slice(11, 19)} ${clock.abbreviation}`;
    };
    assert.deepEqual([transition - 1000, transition].map(at), ["01:59:59 CET", "03:00:00 CEST"]);
  });

  it("lets a better source abbreviate, and falls back where that has nothing", () => {
    const abbreviation = (epochMs: number, zone: string): string | undefined =>
      epochMs === WINTER ? `${zone}!` : undefined;
    const at = (epochMs: number): string => wallClockAt(epochMs, { timeZone: "MET", abbreviation }).abbreviation;
    assert.deepEqual([WINTER, SUMMER].map(at), ["MET!", "CEST"]);
  });
});

describe("wallClockAt without a zone", () => {
  const before = process.env["TZ"];
  after(() => {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  });

  for (const [zone, abbreviation] of [
    ["UTC", "UTC"],
    ["America/New_York", "EST"],
    ["Asia/Kolkata", "IST"],
    ["Nope/Zone", "UTC"],
    ["", "UTC"],
  ] as const) {
    it(`uses the zone of the machine, here "${zone}"`, () => {
      process.env["TZ"] = zone;
      assert.equal(wallClockAt(WINTER).abbreviation, abbreviation);
    });
  }
});

describe("formatOffset", () => {
  it("signs hours and minutes and drops seconds", () => {
    assert.deepEqual(
      [0, 3600, -12600, 20700, -28].map((seconds) => formatOffset(seconds, "")),
      ["+0000", "+0100", "-0330", "+0545", "-0000"],
    );
    assert.equal(formatOffset(3600, ":"), "+01:00");
  });
});
