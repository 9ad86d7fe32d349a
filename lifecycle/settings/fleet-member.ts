import type { Lock } from "./lock";

/** Another stack, as waves look at it. */
export interface FleetMember {
    readonly stack: string;
    readonly wave: number;
    /** Undefined where it has none, or where it cannot be read: then nobody knows what runs there. */
    readonly lock?: Lock;
    /** Why later waves do not wait for it, up to a day: `fleet.cannotFollow` of its settings. */
    readonly cannotFollow?: { readonly reason: string; readonly expires: string } | undefined;
}
