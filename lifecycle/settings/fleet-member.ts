import type { Lock } from "./lock";
import type { FleetSettings } from "./settings";

/** Another stack, as waves look at it. */
export interface FleetMember {
    readonly stack: string;
    readonly wave: number;
    /** Undefined where it has none, or where it cannot be read: then nobody knows what runs there. */
    readonly lock?: Lock;
    /** Whether what runs there is asked of evidence, or of the days of its lock. @default none */
    readonly evidence?: FleetSettings["evidence"];
    /** Longest age of that evidence. @default 1d */
    readonly evidenceAge?: FleetSettings["evidenceAge"];
    /** Why later waves do not wait for it, up to a day: `fleet.cannotFollow` of its settings. */
    readonly cannotFollow?: { readonly reason: string; readonly expires: string } | undefined;
}
