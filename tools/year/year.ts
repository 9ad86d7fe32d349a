import semver from "semver";

import type { Evidence } from "../../lifecycle/evidence/evidence";
import type { EvidenceBook } from "../../lifecycle/evidence/evidence-book";
import { extendEvidence } from "../../lifecycle/evidence/extend-evidence";
import { DAY, dayOf } from "../../lifecycle/kit/day";
import { judgeCluster } from "../../lifecycle/observed/judge-cluster";
import type { ObservedCluster } from "../../lifecycle/observed/observed";
import type { FleetMember } from "../../lifecycle/settings/fleet-member";
import type { Lock } from "../../lifecycle/settings/lock";
import { newLock } from "../../lifecycle/settings/new-lock";
import type { StackSettings } from "../../lifecycle/settings/settings";
import { decideUpdate } from "../../lifecycle/upgrade/decide";
import { istioRequest } from "../../lifecycle/upgrade/istio-request";
import type { UpdateStep } from "../../lifecycle/upgrade/decision";
import { judgeUnattended } from "../../lifecycle/upgrade/judge-unattended";
import type { Catalog } from "../../lifecycle/versions/catalog";
import { resolve } from "../../lifecycle/versions/resolve";
import { skewBreach } from "../../lifecycle/versions/skew-rule";
import type { WindowBook } from "../../lifecycle/windows/window-book";
import { type PastCatalog, catalogAt } from "./known-faults";
import { type SimulatedMesh, commitLock, expected, observe } from "./simulated-mesh";

export interface YearArgs {
    readonly settings: readonly StackSettings[];
    readonly catalog: Catalog;
    /** First and last moment, in milliseconds. */
    readonly from: number;
    readonly to: number;
    /** Time between two rounds: everybody looks, records, and decides. */
    readonly round: number;
    /** @default steps may start at any time */
    readonly windows?: WindowBook;
}

/** What a year was for one stack. */
export interface StackYear {
    readonly stack: string;
    readonly wave: number;
    /** Days on which an istiod or a proxy ran with a published fault. */
    faultyDays: number;
    /** Days times proxies, outside of the rules of skew or without their istiod. */
    breaches: number;
    steps: number;
    /** Steps that a person had to merge. */
    asked: number;
    /** Longest time for which one and the same step was wanted and held, in days. */
    longestWait: number;
    /** What it ends at: proxies' version. */
    version: string;
}

export interface Year {
    readonly stacks: readonly StackYear[];
    readonly decisions: number;
}

interface Place {
    mesh: SimulatedMesh;
    readonly year: StackYear;
    evidence?: Evidence;
    /** A step that waits for a person, as `control-plane 1.30.1 1.30.2`. */
    proposed?: string;
    heldSince?: number;
}

/**
 * A year of a fleet, round by round, with the catalog as it was at each moment. Windlass decides: whatever `update` would do is
 * done, on evidence of simulated clusters, made and kept as `status --record` does. Steps that its policy does not merge wait for
 * working hours.
 */
export function simulateYear(args: YearArgs): Year {
    const { settings, from, to, round, windows } = args;
    const first = catalogAt(args.catalog, from);
    const places = settings.map((each) => placeOf(each, first, from));
    let past = first;
    let decisions = 0;
    for (let time = from; time < to; time += round) {
        if (past.day !== dayOf(time)) past = catalogAt(args.catalog, time);
        const seen = new Map(
            places.map((place) => [place.mesh.settings.stack, look(place, past, time, round)]),
        );
        const evidence: EvidenceBook = { seen, at: { time, asked: true } };
        // Looked at once, as `update` does: what a round does in one wave does not count for the next.
        const fleet = places.map(memberOf);
        const moment = { time, asked: true };
        for (const place of places) {
            const { mesh } = place;
            const about = { settings: mesh.settings, lock: mesh.lock, catalog: past.catalog, at: moment };
            const decision = decideUpdate({ ...about, fleet, evidence, windows }, "istio");
            decisions++;
            wait(place, decision.action === "held", time);
            if (decision.action === "step" && decision.step && decision.lock)
                take(place, decision.step, decision.lock, time);
        }
    }
    for (const place of places) wait(place, false, to);
    return { stacks: places.map(({ year }) => year), decisions };
}

/** A stack with its first lock: the release that `update` would pick on that day. */
function placeOf(settings: StackSettings, { catalog }: PastCatalog, time: number): Place {
    const { version } = resolve(istioRequest(settings, undefined), catalog, { time, asked: true });
    if (version === null) throw new Error(`${settings.stack} has no first lock`);
    const { stack, fleet } = settings;
    const nothing = { faultyDays: 0, breaches: 0, steps: 0, asked: 0, longestWait: 0 };
    const year = { stack, wave: fleet.wave, ...nothing, version };
    return { mesh: { settings, lock: firstLock(settings, version, dayOf(time)) }, year };
}

/** Only Istio is decided about: the catalog knows too little of the tools in 2025. */
function firstLock(settings: StackSettings, version: string, since: string): Lock {
    const pin = { version, since };
    const istio = { controlPlane: pin, proxies: pin };
    return newLock({ settings, istio, tools: TOOLS, since, catalog: since });
}

const TOOLS = [
    { tool: "flux", version: "2.7.0" },
    { tool: "flux-operator", version: "0.30.0" },
    { tool: "flagger", version: "1.42.0" },
] as const;

/** Looks at a cluster, counts what is wrong there for the round to come, and records evidence. */
function look(place: Place, { isFaulty }: PastCatalog, at: number, round: number): Evidence {
    const { mesh, year } = place;
    const observed = observe(mesh, at);
    const share = round / DAY;
    if (versionsOf(observed).some(isFaulty)) year.faultyDays += share;
    year.breaches += breachesOf(observed, mesh.settings) * share;
    const wanted = expected(mesh);
    const { settings, lock } = mesh;
    const findings = judgeCluster(wanted, observed);
    const check = { stack: settings.stack, at, lock, expected: wanted, observed, findings };
    place.evidence = extendEvidence(place.evidence, check);
    return place.evidence;
}

/** Every version that runs somewhere in a cluster. */
function versionsOf({ controlPlanes, proxies }: ObservedCluster): readonly string[] {
    const all = [...controlPlanes, ...proxies].flatMap(({ version }) => version ?? []);
    return [...new Set(all)];
}

/** Proxies outside of the rules of skew, or that ask an istiod which does not run. */
export function breachesOf(
    { controlPlanes, proxies }: ObservedCluster,
    { istio: { strategy } }: Pick<StackSettings, "istio">,
): number {
    const newest = controlPlanes.flatMap(({ version }) => version ?? []).sort(semver.rcompare)[0];
    return proxies.filter(({ version, revision }) => {
        if (version === undefined || newest === undefined) return true;
        if (!controlPlanes.some((istiod) => istiod.revision === revision)) return true;
        return skewBreach(new semver.SemVer(version), new semver.SemVer(newest), strategy) !== undefined;
    }).length;
}

function memberOf({ mesh: { settings, lock } }: Place): FleetMember {
    const { wave, evidence, evidenceAge, cannotFollow } = settings.fleet;
    return { stack: settings.stack, wave, lock, evidence, evidenceAge, cannotFollow };
}

/** Takes a step, by itself or by a person who is asked and works on weekdays from 9 to 17. */
function take(place: Place, step: UpdateStep, lock: Lock, time: number): void {
    const { mesh, year } = place;
    if (!judgeUnattended(mesh.settings, step).merges) {
        const wanted = `${step.part} ${step.from} ${step.to}`;
        if (place.proposed !== wanted) {
            place.proposed = wanted;
            year.asked++;
        }
        if (!isWorkingTime(time)) return;
    }
    place.proposed = undefined;
    year.steps++;
    year.version = lock.istio.proxies.version;
    place.mesh = commitLock(mesh, lock, time);
}

function isWorkingTime(time: number): boolean {
    const date = new Date(time);
    const [day, hour] = [date.getUTCDay(), date.getUTCHours()];
    return day >= 1 && day <= 5 && hour >= 9 && hour < 17;
}

/** Counts for how long a stack is held. */
function wait(place: Place, isHeld: boolean, time: number): void {
    if (isHeld) {
        place.heldSince ??= time;
        return;
    }
    if (place.heldSince === undefined) return;
    place.year.longestWait = Math.max(place.year.longestWait, (time - place.heldSince) / DAY);
    place.heldSince = undefined;
}
