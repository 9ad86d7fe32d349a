/** How bad it is: `behind` mends itself if nothing else happens, `failing` does not. */
export type HealthLevel = "behind" | "failing";

/** One thing in which a cluster is not as Git has it. */
export interface HealthFinding {
    readonly level: HealthLevel;
    /** What it shows in. */
    readonly kind: "control-plane" | "delivery" | "canary" | "workload" | "proxies" | "gateway" | "restart";
    /** `namespace/Kind/name`, or a revision. */
    readonly about: string;
    /** One sentence without its full stop, about it. */
    readonly reason: string;
    /** What mends it, where a person has to. A sentence without its full stop. */
    readonly remedy?: string;
}

/** The worst of some findings; healthy where there is none. */
export function healthOf(findings: readonly Pick<HealthFinding, "level">[]): HealthLevel | "healthy" {
    if (findings.some(({ level }) => level === "failing")) return "failing";
    return findings.length > 0 ? "behind" : "healthy";
}
