/**
 * English zone names (as Intl spells them, from CLDR) to the alphabetic abbreviations of the time zone
 * database. Made by asking Go and Intl for every zone and month of 2009 to 2030; data, not code, so in a file
 * of its own.
 */

const STANDARD_AND_SUMMER: readonly (readonly [name: string, standard: string, summer?: string])[] = [
  ["Alaska", "AKST", "AKDT"],
  ["American Samoa", "SST"],
  ["Atlantic", "AST", "ADT"],
  ["Australian Central", "ACST", "ACDT"],
  ["Australian Eastern", "AEST", "AEDT"],
  ["Australian Western", "AWST", "AWDT"],
  ["Central", "CST", "CDT"],
  ["Central European", "CET", "CEST"],
  ["Chamorro", "ChST"],
  ["China", "CST"],
  ["Cuba", "CST", "CDT"],
  ["Eastern", "EST", "EDT"],
  ["Eastern European", "EET", "EEST"],
  ["Hawaii-Aleutian", "HST", "HDT"],
  ["Hong Kong", "HKT"],
  ["India", "IST"],
  ["Irish", "IST"],
  ["Israel", "IST", "IDT"],
  ["Japan", "JST"],
  ["Korean", "KST"],
  ["Mexican Pacific", "MST", "MDT"],
  ["Moscow", "MSK", "MSD"],
  ["Mountain", "MST", "MDT"],
  ["New Zealand", "NZST", "NZDT"],
  ["Newfoundland", "NST", "NDT"],
  ["Pacific", "PST", "PDT"],
  ["Pakistan", "PKT", "PKST"],
  ["Philippine", "PST"],
  ["South Africa", "SAST"],
  ["Taiwan", "CST"],
  ["Western European", "WET", "WEST"],
];

const SINGLE: readonly (readonly [name: string, abbreviation: string])[] = [
  ["British Summer Time", "BST"],
  ["Central Africa Time", "CAT"],
  ["Central Indonesia Time", "WITA"],
  ["Coordinated Universal Time", "UTC"],
  ["East Africa Time", "EAT"],
  ["Eastern Indonesia Time", "WIT"],
  ["Greenwich Mean Time", "GMT"],
  ["North Korea Time", "KST"],
  ["West Africa Time", "WAT"],
  ["Western Indonesia Time", "WIB"],
  ["Yukon Time", "MST"],
  // As older releases of CLDR had it; now "Taiwan Standard Time".
  ["Taipei Standard Time", "CST"],
];

/** Long English name to abbreviation. */
export const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ...SINGLE,
  ...STANDARD_AND_SUMMER.map(([name, standard]) => [`${name} Standard Time`, standard] as const),
  ...STANDARD_AND_SUMMER.flatMap(([name, , summer]) => summerNames(name, summer)),
]);

/** In NAMED_LIKE: the zone's abbreviations are numeric, whatever its name. */
export const NUMERIC = "";

/**
 * Zones that Intl names after a neighbour, or not at all, where the database does otherwise: whose name to
 * look up instead.
 */
export const NAMED_LIKE: ReadonlyMap<string, string> = new Map([
  ["Africa/Casablanca", NUMERIC],
  ["Africa/El_Aaiun", NUMERIC],
  ["Antarctica/Casey", NUMERIC],
  ["Antarctica/Troll", NUMERIC],
  ["Asia/Colombo", NUMERIC],
  ["Europe/Astrakhan", NUMERIC],
  ["Europe/Minsk", NUMERIC],
  ["Europe/Saratov", NUMERIC],
  ["Europe/Ulyanovsk", NUMERIC],
  ["Europe/Guernsey", "Europe/London"],
  ["Europe/Isle_of_Man", "Europe/London"],
  ["Europe/Jersey", "Europe/London"],
  ["Europe/Kirov", "Europe/Moscow"],
]);

/** Europe says summer, America daylight. */
function summerNames(name: string, summer: string | undefined): (readonly [string, string])[] {
  if (summer === undefined) return [];
  return [
    [`${name} Summer Time`, summer],
    [`${name} Daylight Time`, summer],
  ];
}
