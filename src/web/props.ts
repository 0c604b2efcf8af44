/** What every view is given: the profiles, what is to be shown of them, and the way to show something else. */
import type { PageState } from "./page-state.ts";
import type { Session } from "./session.ts";

export interface ViewProps {
  readonly session: Session;
  readonly state: PageState;
  /** `isStep`: a step that the back button goes back by. */
  readonly change: (part: Partial<PageState>, isStep?: boolean) => void;
}
