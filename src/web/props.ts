/** What every view is given: who answers, what is to be shown, and the way to show something else. */
import type { Desk } from "./desk/desk.ts";
import type { PageState } from "./page-state.ts";

export interface ViewProps {
  readonly desk: Desk;
  readonly state: PageState;
  /** `isStep`: a step that the back button goes back by. */
  readonly change: (part: Partial<PageState>, isStep?: boolean) => void;
}
