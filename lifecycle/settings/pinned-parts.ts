/**
 * What a lock pins, each with its own version: the one table of it. The keys below a system lead to the pin in the lock.
 * In the order of a lock's file.
 */
export const PINNED_PARTS = {
    "control-plane": {
        system: "istio",
        key: "controlPlane",
        label: "control plane",
        title: "Istio control plane",
    },
    proxies: { system: "istio", key: "proxies", label: "proxies", title: "Istio proxies" },
    flux: { system: "flux", key: "distribution", label: "Flux", title: "Flux" },
    "flux-operator": { system: "flux", key: "operator", label: "flux-operator", title: "flux-operator" },
    flagger: { system: "flagger", key: "release", label: "Flagger", title: "Flagger" },
} as const satisfies Readonly<Record<string, PinnedPartFacts>>;

/** What is known of a part. */
interface PinnedPartFacts {
    /** Whose range it is picked from, and where it stands in a lock. */
    readonly system: string;
    readonly key: string;
    /** What it is called in a table. */
    readonly label: string;
    /** What it is called at the head of a pull request. */
    readonly title: string;
}

/** One of {@link PINNED_PARTS}. */
export type PinnedPart = keyof typeof PINNED_PARTS;

/** What a stack has a range for, and a lock a section. */
export type LockedSystem = (typeof PINNED_PARTS)[PinnedPart]["system"];

/** What is pinned beside Istio, by the same machinery: a catalog of its own each. */
export type ToolName = {
    [Part in PinnedPart]: (typeof PINNED_PARTS)[Part]["system"] extends "istio" ? never : Part;
}[PinnedPart];

/** Every {@link PinnedPart}. */
export const PARTS = Object.keys(PINNED_PARTS) as PinnedPart[];

/** Every {@link ToolName}. */
export const TOOL_NAMES = PARTS.filter(isTool);

/** Every {@link LockedSystem}. */
export const LOCKED_SYSTEMS = [...new Set(PARTS.map((part) => PINNED_PARTS[part].system))];

/** Whether a part is no part of Istio. */
export function isTool(part: PinnedPart): part is ToolName {
    return PINNED_PARTS[part].system !== "istio";
}
