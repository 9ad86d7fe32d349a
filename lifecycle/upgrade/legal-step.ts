import semver from "semver";

import { reachedPlace } from "../cohorts/place";
import { partLabel } from "../settings/pins";
import { runningAt, stepFaults } from "./check-plan";
import { type MeshStep, type MeshVersions, type MeshWay, after } from "./skew";

/** The step that leads from some versions to others, or why there is none. */
export function legalStep(
    before: MeshVersions,
    next: MeshVersions,
    way: MeshWay,
): { readonly step: MeshStep } | { readonly fault?: string } {
    const moved = movedPins(before, next);
    if (moved.length > 1) return { fault: togetherFault(moved) };
    const step =
        (moved.length === 0 ? cohortStep(before, next) : undefined) ?? stepOf(before, next, moved[0]);
    if (step === undefined) return {};
    const { part, from, to } = step;
    const isBack = (part === "proxies" || part === "gateway" || part === "tags") && to === before.retiring;
    if (before.retiring !== undefined && part !== "prune" && part !== "cohort" && !isBack)
        return {
            fault: `revision ${before.retiring} is retiring, and has to be pruned before anything else moves`,
        };
    if ((part === "proxies" || part === "cohort") && semver.gt(to, from) && to !== before.controlPlane)
        return { fault: `proxies that move up go to the control plane's version, ${before.controlPlane}` };
    if (part === "gateway" && semver.gt(to, from) && to !== before.proxies)
        return {
            fault: `a gateway that moves up goes to the version of the workloads' proxies, ${before.proxies}`,
        };
    if (part === "tags" && semver.gt(to, from) && to !== before.proxies)
        return { fault: `tags that move up go to the version of the workloads' proxies, ${before.proxies}` };
    const [fault] = stepFaults(step, { ...before, running: runningAt(before, way.strategy) }, way);
    if (fault !== undefined) return { fault };
    const done = after(step, before, way.strategy);
    if (!sameMesh(done, next)) return { fault: leftover(done, next) };
    // A lock that leaves the definitions out, or names others, is none that update writes.
    if (done.crds !== next.crds)
        return {
            fault: `Istio's definitions would go to ${next.crds ?? "the newest istiod's"}, and they stay at ${done.crds ?? "the newest istiod's"}`,
        };
    return { step };
}

/** A cohort that moves, or goes back: the pins stay. */
function cohortStep({ proxies, next: was }: MeshVersions, { next: is }: MeshVersions): MeshStep | undefined {
    if (was?.version === is?.version && was?.through === is?.through) return undefined;
    const version = is?.version ?? was?.version ?? proxies;
    const through = is?.through;
    const isBack = reachedPlace(is) < reachedPlace(was);
    return isBack
        ? { part: "cohort", from: version, to: proxies, through }
        : { part: "cohort", from: proxies, to: version, through };
}

type MeshPin = "control-plane" | "proxies" | "gateway" | "tags";

function movedPins(before: MeshVersions, next: MeshVersions): readonly MeshPin[] {
    const pins: readonly (readonly [MeshPin, boolean])[] = [
        ["control-plane", before.controlPlane !== next.controlPlane],
        ["proxies", before.proxies !== next.proxies],
        ["gateway", before.gateway !== next.gateway],
        ["tags", before.tags !== next.tags],
    ];
    return pins.flatMap(([part, isMoved]) => (isMoved ? [part] : []));
}

function togetherFault(moved: readonly MeshPin[]): string {
    if (moved.includes("control-plane") && moved.includes("proxies"))
        return "control plane and proxies move in one change, and while they do nobody serves what runs";
    if (moved.includes("tags")) {
        const others = moved.filter((part) => part !== "tags").map(partLabel);
        return `${others.join(", ")} and tags move in one change, and what others start has a proxy that nothing here has measured`;
    }
    const other = moved.includes("proxies") ? "proxies" : "control plane";
    return `${other} and gateway move in one change, and all traffic goes through a proxy that nothing has measured`;
}

function stepOf(before: MeshVersions, next: MeshVersions, moved: MeshPin | undefined): MeshStep | undefined {
    if (moved === "control-plane") return { part: moved, from: before.controlPlane, to: next.controlPlane };
    if (moved === "proxies") return { part: moved, from: before.proxies, to: next.proxies };
    if (moved === "gateway")
        return { part: moved, from: before.gateway ?? before.proxies, to: next.gateway ?? next.proxies };
    if (moved === "tags")
        return { part: moved, from: before.tags ?? before.proxies, to: next.tags ?? next.proxies };
    if (before.retiring !== undefined && next.retiring === undefined)
        return { part: "prune", from: before.retiring, to: before.proxies };
    if (before.retiring === undefined && next.retiring !== undefined)
        return { part: "restore", from: before.proxies, to: next.retiring };
    return undefined;
}

function leftover(done: MeshVersions, next: MeshVersions): string {
    if (done.retiring !== undefined && next.retiring === undefined)
        return `the istiod ${done.retiring} would be uninstalled before its proxies have moved: the lock must say istio.retiring: ${done.retiring}`;
    if (done.retiring === next.retiring) return "the cohorts would not be what the step leaves";
    return `update would leave istio.retiring: ${done.retiring ?? "none"}, and the lock says ${next.retiring ?? "none"}`;
}

/** Whether two sets of versions are the same, but for definitions. */
export function sameMesh(one: MeshVersions, other: MeshVersions): boolean {
    return (
        one.controlPlane === other.controlPlane &&
        one.proxies === other.proxies &&
        one.gateway === other.gateway &&
        one.tags === other.tags &&
        one.retiring === other.retiring &&
        one.next?.version === other.next?.version &&
        one.next?.through === other.next?.through
    );
}
