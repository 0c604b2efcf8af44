/** What a command line needs besides the names of a page's profiles to give what the page shows: files are called as the page calls its profiles. */
export interface GivenFiles {
  /** The profiles that were added up to the last one; empty where it is one. */
  readonly summed: readonly string[];
  /** The capture directory that all of them are from; "" for none. */
  readonly directory: string;
  /** Goroutine profiles, one for each profile, "" where it is not known; empty without any. */
  readonly goroutines: readonly string[];
  /** Further words: options, each followed by what it takes. */
  readonly options: readonly string[];
}

export const NOTHING_GIVEN: GivenFiles = { summed: [], directory: "", goroutines: [], options: [] };
