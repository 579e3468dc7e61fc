/** Longer than the idle time of the load balancers there are: they close a connection first, and never find it closed. */
export const KEEP_ALIVE_MS = 72_000;
