/**
 * What a lock pins, each with its own version: the one table of it. The keys below a system lead to the pin in the lock.
 * In the order of a lock's file. What stands here is watched, resolved, held, diffed and judged; the range a person sets and
 * the place in the lock are in `settings-systems.ts` and `lock-definition.ts`, and its releases in `catalog/<part>.json`.
 */
export const PINNED_PARTS = {
    "control-plane": {
        system: "istio",
        key: "controlPlane",
        label: "control plane",
        title: "Istio control plane",
    },
    proxies: { system: "istio", key: "proxies", label: "proxies", title: "Istio proxies" },
    gateway: {
        system: "istio",
        key: "gateway",
        label: "gateway",
        title: "Istio gateway",
        follows: "proxies",
    },
    tags: { system: "istio", key: "tags", label: "tags", title: "Istio revision tags", follows: "proxies" },
    flux: {
        system: "flux",
        key: "distribution",
        label: "Flux",
        title: "Flux",
        repository: "https://github.com/fluxcd/flux2",
    },
    "flux-operator": {
        system: "flux",
        key: "operator",
        label: "flux-operator",
        title: "flux-operator",
        repository: "https://github.com/controlplaneio-fluxcd/flux-operator",
        chart: "flux-operator",
        // A new Flux needs an operator that knows it, so the newest before 1.0 is right; what a 1.0 means, nobody knows yet.
        installerRange: ">=0.50.0 <1.0.0",
    },
    flagger: {
        system: "flagger",
        key: "release",
        label: "Flagger",
        title: "Flagger",
        repository: "https://github.com/fluxcd/flagger",
        chart: "flagger",
    },
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
    /** Git repository whose tags are its releases; see {@link repositoryVariable}. Of tools alone. */
    readonly repository?: string;
    /** Chart that has its version, below the `charts` of its system's settings. @default it comes as no chart */
    readonly chart?: string;
    /**
     * Range it is picked from, where nobody configures one: of what installs the other part of its system, and so moves
     * before that.
     */
    readonly installerRange?: string;
    /** Part whose pin it has in a lock that has none for it. @default every lock has one */
    readonly follows?: string;
}

/** One of {@link PINNED_PARTS}. */
export type PinnedPart = keyof typeof PINNED_PARTS;

/** What a stack has a range for, and a lock a section. */
export type LockedSystem = (typeof PINNED_PARTS)[PinnedPart]["system"];

/** A {@link LockedSystem} beside Istio. */
export type ToolSystem = Exclude<LockedSystem, "istio">;

/** What is pinned beside Istio, by the same machinery: a catalog of its own each. */
export type ToolName = {
    [Part in PinnedPart]: (typeof PINNED_PARTS)[Part]["system"] extends "istio" ? never : Part;
}[PinnedPart];

/** Every {@link PinnedPart}. */
export const PARTS = Object.keys(PINNED_PARTS) as PinnedPart[];

/** Every {@link ToolName}. */
export const TOOL_NAMES = PARTS.filter(isTool);

/** All that is known of a part. */
export function factsOf(part: PinnedPart): PinnedPartFacts {
    return PINNED_PARTS[part];
}

/** Every {@link LockedSystem}. */
export const LOCKED_SYSTEMS = [...new Set(PARTS.map((part) => PINNED_PARTS[part].system))];

/** Whether a part is no part of Istio. */
export function isTool(part: PinnedPart): part is ToolName {
    return PINNED_PARTS[part].system !== "istio";
}

/** Whose tool it is. */
export function systemOfTool(tool: ToolName): ToolSystem {
    return PINNED_PARTS[tool].system;
}

/** Tools of a system in the order they move: what installs another goes first. */
export function toolsOf(system: LockedSystem): readonly ToolName[] {
    const tools = TOOL_NAMES.filter((tool) => systemOfTool(tool) === system);
    return [...tools.filter(isInstaller), ...tools.filter((tool) => !isInstaller(tool))];
}

/** Whether it only installs the other part of its system, whose range is the one a stack has. */
export function isInstaller(tool: ToolName): boolean {
    return factsOf(tool).installerRange !== undefined;
}

/** Every tool that stands in the range of its system, as a stack has it. */
export const RANGED_TOOLS = TOOL_NAMES.filter((tool) => !isInstaller(tool));

/** Every {@link ToolSystem}. */
export const TOOL_SYSTEMS = RANGED_TOOLS.map(systemOfTool);

/** Variable of the environment with the address of another repository of a tool: `WINDLASS_FLUX_REPOSITORY`. */
export function repositoryVariable(tool: ToolName): string {
    return `WINDLASS_${tool.toUpperCase().replaceAll("-", "_")}_REPOSITORY`;
}

/** Something for every tool. */
export function forTools<T>(make: (tool: ToolName) => T): Readonly<Record<ToolName, T>> {
    return Object.fromEntries(TOOL_NAMES.map((tool) => [tool, make(tool)])) as Record<ToolName, T>;
}
