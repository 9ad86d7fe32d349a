import { isDeepStrictEqual } from "node:util";
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

/** Every pin that differs, as the step that moves it alone. */
function movedPins(before: MeshVersions, next: MeshVersions): readonly MeshStep[] {
    const names = Object.keys(before.gateways ?? {});
    const pins: readonly MeshStep[] = [
        { part: "control-plane", from: before.controlPlane, to: next.controlPlane },
        { part: "proxies", from: before.proxies, to: next.proxies },
        ...names.map((name): MeshStep => ({
            part: "gateway",
            ...(names.length > 1 ? { gateway: name } : {}),
            from: before.gateways?.[name] ?? before.proxies,
            to: next.gateways?.[name] ?? next.proxies,
        })),
        // Without tags there are none to follow the proxies.
        ...(before.tags === next.tags
            ? []
            : [
                  {
                      part: "tags",
                      from: before.tags ?? before.proxies,
                      to: next.tags ?? next.proxies,
                  } as const,
              ]),
    ];
    return pins.filter(({ from, to }) => from !== to);
}

function togetherFault(steps: readonly MeshStep[]): string {
    const moved = new Set(steps.map(({ part }) => part));
    if (moved.has("control-plane") && moved.has("proxies"))
        return "control plane and proxies move in one change, and while they do nobody serves what runs";
    if (moved.size === 1)
        return `the gateways ${steps.map(({ gateway }) => gateway).join(" and ")} move in one change, and each has to be seen whole before the next`;
    if (moved.has("tags")) {
        const others = [...new Set(steps.map(labelOf))].filter((label) => label !== partLabel("tags"));
        return `${others.join(", ")} and tags move in one change, and what others start has a proxy that nothing here has measured`;
    }
    const other = moved.has("proxies") ? "proxies" : "control plane";
    return `${other} and gateway move in one change, and all traffic goes through a proxy that nothing has measured`;
}

function labelOf({ part }: MeshStep): string {
    return part === "cohort" || part === "prune" || part === "restore" ? part : partLabel(part);
}

function stepOf(before: MeshVersions, next: MeshVersions, moved: MeshStep | undefined): MeshStep | undefined {
    if (moved) return moved;
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
        isDeepStrictEqual(one.gateways ?? {}, other.gateways ?? {}) &&
        one.tags === other.tags &&
        one.retiring === other.retiring &&
        one.next?.version === other.next?.version &&
        one.next?.through === other.next?.through
    );
}
