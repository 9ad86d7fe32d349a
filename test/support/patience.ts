/**
 * Milliseconds a change may take to every layer, canaries included: many times what a quiet machine needs. A wait ends as soon
 * as it may, so that a long one costs nothing but where something is wrong.
 */
export const PATIENCE = 600_000;
