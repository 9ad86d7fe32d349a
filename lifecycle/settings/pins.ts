import type { Lock, Pin } from "./lock";
import {
    type LockedSystem,
    PARTS,
    PINNED_PARTS,
    type PinnedPart,
    RANGED_TOOLS,
    factsOf,
    isTool,
    systemOfTool,
} from "./pinned-parts";
import type { StackSettings } from "./settings";

/** What a part is called in a table: `control plane`. */
export function partLabel(part: PinnedPart): string {
    return PINNED_PARTS[part].label;
}

/** What a part is called in a sentence: `the control plane`, `Flux`. */
export function partName(part: PinnedPart): string {
    return isTool(part) ? partLabel(part) : `the ${partLabel(part)}`;
}

/** Keys that lead to a part's pin in a lock: `["istio", "controlPlane"]`. */
export function pinPath(part: PinnedPart): readonly [system: string, key: string] {
    const { system, key } = PINNED_PARTS[part];
    return [system, key];
}

/** The pin of a part: its own, or that of the part it follows. */
export function pinOf(lock: Lock, part: PinnedPart): Pin {
    return ownPin(lock, pinnedAs(lock, part)) as Pin;
}

/** The part whose pin a part has: itself; the proxies for a gateway that has none of its own. */
export function pinnedAs(lock: Lock, part: PinnedPart): PinnedPart {
    const followed = factsOf(part).follows as PinnedPart | undefined;
    return followed === undefined || ownPin(lock, part) ? part : followed;
}

/** Parts that have a pin of their own, in one of these locks at least. */
export function partsOf(...locks: readonly Lock[]): readonly PinnedPart[] {
    return PARTS.filter((part) => locks.some((lock) => pinnedAs(lock, part) === part));
}

/** Whether the revision tags of a stack have a pin: in place they point to the one istiod, whatever its version. */
export function tagsPinned({ istio }: Pick<StackSettings, "istio">): boolean {
    return istio.strategy === "revisions" && istio.tags.length > 0;
}

/** The pin a part has for itself. @returns undefined where it follows another one */
export function ownPin(lock: Lock, part: PinnedPart): Pin | undefined {
    const { system, key } = PINNED_PARTS[part];
    const section: Readonly<Record<string, unknown>> = lock[system];
    return section[key] as Pin | undefined;
}

/** A lock with another pin of a part. */
export function withPin(lock: Lock, part: PinnedPart, pin: Pin): Lock {
    const { system, key } = PINNED_PARTS[part];
    return { ...lock, [system]: { ...lock[system], [key]: pin } };
}

/** What a system is called in a sentence: `Istio`, `Flux`. */
export function systemName(system: LockedSystem): string {
    const tool = RANGED_TOOLS.find((each) => systemOfTool(each) === system);
    return tool ? partLabel(tool) : "Istio";
}

/** What is pinned to another version than before. */
export function movedParts(before: Lock, now: Lock): readonly PinnedPart[] {
    return partsOf(before, now).filter(
        (part) =>
            pinOf(before, part).version !== pinOf(now, part).version ||
            (part === "gateway" && aheadIn(before) !== aheadIn(now)),
    );
}

/** Gateways that are ahead of the others, and where, as one text. */
function aheadIn({ istio: { gateways = {} } }: Lock): string {
    return Object.entries(gateways)
        .map(([name, { version }]) => `${name} ${version}`)
        .sort()
        .join();
}
