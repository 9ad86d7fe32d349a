import semver from "semver";

/** A fault of Flagger that a Canary runs into, and no manifest mends. */
export interface FlaggerFault {
    /** Issue of fluxcd/flagger. */
    readonly issue: number;
    /** Releases that have it, as a semver range; open at the end while no release mends it. */
    readonly affects: string;
    /** What happens, as a sentence without its full stop. */
    readonly what: string;
    /** What helps until it is mended, as a sentence without its full stop. */
    readonly remedy: string;
    /** Day the facts were last compared with the issue. */
    readonly checked: string;
}

/** An issue's address. */
export function faultSource({ issue }: FlaggerFault): string {
    return `github.com/fluxcd/flagger/issues/${issue}`;
}

/**
 * The copy takes the source's annotations since 1.41.0 (`makeObjectMetaSo` in pkg/canary/scaled_object_reconciler.go), the
 * pause among them; only the source's is ever lifted.
 */
export const PAUSED_PRIMARY: FlaggerFault = {
    issue: 1934,
    affects: ">=1.41.0",
    what: "Flagger may copy the pause of a ScaledObject to the primary's, which then stays at 0 replicas while the Canary says Succeeded",
    remedy: "After each initialisation, remove autoscaling.keda.sh/paused-replicas from the primary's ScaledObject, or scale by a HorizontalPodAutoscaler",
    checked: "2026-11-28",
};

/** Whether a release of Flagger has a fault. An unknown one has it. */
export function hasFault({ affects }: FlaggerFault, flagger: string | undefined): boolean {
    return flagger === undefined || semver.satisfies(flagger, affects, { includePrerelease: true });
}
