import type { Lock } from "../settings/lock";
import type { CohortSettings, StackSettings } from "../settings/settings";
import { modeOf } from "../workloads/data-plane-mode";
import { type SourcedManifest, objectId } from "../workloads/manifest";
import { canaryTargets } from "../workloads/plan-workloads";
import { isWorkload } from "../workloads/pod-template";
import { needsOf } from "./needs";
import { type CohortException, exceptionsOf } from "./exceptions";
import { placeOf, startOf } from "./place";
import { type CohortPlan, planCohorts } from "./plan-cohorts";

/** What the cohorts of a stack depend on. */
export interface StackCohortsArgs {
    readonly settings: Pick<StackSettings, "workloads" | "istio">;
    readonly manifests: readonly SourcedManifest[];
}

const NO_COHORTS: CohortSettings = {
    first: [],
    shares: [100],
    last: [],
    except: [],
    maxAnalyses: 100_000,
    failureBudget: 0,
};

const plans = new WeakMap<readonly SourcedManifest[], WeakMap<object, CohortPlan>>();

/**
 * The cohorts of a stack's workloads whose proxy Git moves: of mode `git`, and with revisions of mode `pin`. Others move
 * with the pin, after the last cohort, or when somebody restarts them. Asked twice of the same, it answers from memory.
 */
export function stackCohorts({ settings, manifests }: StackCohortsArgs): CohortPlan {
    const known = plans.get(manifests) ?? new WeakMap<object, CohortPlan>();
    plans.set(manifests, known);
    const found = known.get(settings) ?? makeCohorts({ settings, manifests });
    known.set(settings, found);
    return found;
}

function makeCohorts({ settings, manifests }: StackCohortsArgs): CohortPlan {
    const needs = needsOf(manifests.map(({ manifest }) => manifest));
    const gated = canaryTargets(manifests);
    const modes = settings.istio.strategy === "revisions" ? ["git", "pin"] : ["git"];
    const members = manifests
        .filter(({ manifest }) => isWorkload(manifest) && modes.includes(modeOf(settings, manifest)))
        .map(({ app, manifest }) => {
            const id = objectId(manifest);
            return { id, app, isGated: gated.has(id), needs: needs(manifest) };
        });
    return planCohorts(settings.workloads.cohorts ?? NO_COHORTS, members);
}

/** How the cohorts of a stack move, as far as a decision depends on it. */
export interface CohortWay {
    /**
     * Cohorts that move before the pin does, as a lock writes them: all of them, so that the pin that follows moves no
     * workload of theirs; none where there is one cohort only, for then the pin moves it.
     */
    readonly steps: readonly string[];
    /** What the settings keep on its proxy. */
    readonly exceptions: readonly CohortException[];
}

/** All workloads move at once, with the pin. */
export const ONE_COHORT: CohortWay = { steps: [], exceptions: [] };

/** The way of a stack's cohorts: {@link ONE_COHORT} where the settings have none. */
export function cohortWay({ settings, manifests }: StackCohortsArgs): CohortWay {
    const own = settings.workloads.cohorts;
    if (!own) return ONE_COHORT;
    const { cohorts, places } = stackCohorts({ settings, manifests });
    const excepted = manifests
        .map(({ app, manifest }) => ({ id: objectId(manifest), app }))
        .filter(({ id }) => (places.get(id) ?? 0) >= startOf("except"));
    return {
        steps: cohorts.length > 1 ? cohorts.map(({ through }) => through) : [],
        exceptions: exceptionsOf(own, excepted),
    };
}

/** Ids of the workloads that have the lock's next proxy already; none where no cohort is on its way. */
export function movedWorkloads(lock: Lock, args: StackCohortsArgs): ReadonlySet<string> {
    const { next } = lock.istio.proxies;
    if (!next) return new Set();
    const reached = placeOf(next.through);
    const { places } = stackCohorts(args);
    return new Set([...places].filter(([, place]) => place < reached).map(([id]) => id));
}

/**
 * Whether the template of a workload, by its id, says which it is: from its first proxy on that a step has moved since Windlass
 * writes marks.
 *
 * @param moved {@link movedWorkloads}
 */
export function markedBy(lock: Lock, moved: ReadonlySet<string>): (id: string) => boolean {
    return (id) => lock.istio.proxies.marked === true || moved.has(id);
}

/** A lock as if every cohort had moved: what its next proxies are made of. Undefined where none is on its way. */
export function lockAhead(lock: Lock): Lock | undefined {
    const { next } = lock.istio.proxies;
    if (!next) return undefined;
    const { version, since } = next;
    return { ...lock, istio: { ...lock.istio, proxies: { version, since } } };
}
