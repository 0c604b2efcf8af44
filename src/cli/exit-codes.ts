/** As diff(1): 0 fine, 1 the check failed, 2 could not do it. */
export const OK = 0;
export const CHECK_FAILED = 1;
export const FAILED = 2;
