import { checkCanary } from "../../lifecycle/canaries/check-canary";
import { flaggerLoad, flaggerLoadWarning } from "../../lifecycle/canaries/flagger-load";
import { longLoadTestWarning } from "../../lifecycle/canaries/load-test";
import { ExitStatus, WindlassError, throwCollected } from "../../lifecycle/kit/errors";
import { getIn } from "../../lifecycle/kit/json-path";
import { isThere } from "../files/text-source";
import { proxyRevision } from "../../lifecycle/mesh/revision";
import {
    type CohortWay,
    ONE_COHORT,
    cohortWay,
    lockAhead,
    markedBy,
    movedWorkloads,
} from "../../lifecycle/cohorts/stack-cohorts";
import { type SidecarsCheck, staleOfStack } from "../../lifecycle/sidecars/check";
import { planInjection } from "../../lifecycle/sidecars/plan-injection";
import { type Sidecars, composeWorkload, noSidecars } from "../../lifecycle/sidecars/sidecars";
import { readSidecars, sidecarsFile } from "./sidecars-store";
import { refusedValues } from "./stack-values-source";
import { stackScopes } from "./stack-kinds-source";
import { checkEncrypted } from "../../lifecycle/workloads/check-encrypted";
import { checkManifests } from "../../lifecycle/workloads/check-manifests";
import { lineIn } from "../../lifecycle/kit/field-lines";
import { type SourcedManifest, objectId } from "../../lifecycle/workloads/manifest";
import { type ManifestReader, manifestReader } from "./manifest-source";
import { type WorkloadsPlan, isCanary, planWorkloads } from "../../lifecycle/workloads/plan-workloads";
import { systemNamespaces } from "../../lifecycle/settings/system-namespaces";
import { checkLock } from "../../lifecycle/upgrade/lock-check";
import { readLock } from "./lock-store";
import type { Lock } from "../../lifecycle/settings/lock";
import type { StackSettings } from "../../lifecycle/settings/settings";
import type { Stack } from "../../lifecycle/stack/stack";

/** A stack before its sidecars: what `inject` works on. */
export interface StackSources {
    readonly settings: StackSettings;
    readonly lock: Lock;
    readonly manifests: readonly SourcedManifest[];
    /** Of the lock: proxies behind. */
    readonly warnings: readonly string[];
}

/**
 * Reads and checks what a stack is made from, its sidecars apart.
 *
 * @param reader Reads manifests, once for all stacks. @default a new one
 * @throws WindlassError for all that is wrong, at once.
 */
export function readStackSources(
    root: string,
    settings: StackSettings,
    reader: ManifestReader = manifestReader(root),
): StackSources {
    const errors: WindlassError[] = [];
    const attempt = <T>(read: () => T): T | undefined => {
        try {
            return read();
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
            errors.push(error);
            return undefined;
        }
    };
    const locked = attempt(() => readLock(root, settings.stack));
    const warnings = locked && attempt(() => checkLock(settings, locked));
    const manifests = attempt(() => readManifests(settings, reader));
    throwCollected(errors);
    if (!locked || !warnings || !manifests) throw new Error("a reading neither succeeded nor complained");
    return { settings, lock: locked.lock, manifests, warnings };
}

/**
 * Reads and checks a stack's manifests, whatever its lock says.
 *
 * @throws WindlassError for all that is wrong, at once.
 */
export function readManifests(settings: StackSettings, reader: ManifestReader): readonly SourcedManifest[] {
    const manifests = reader.read(settings.workloads.apps, settings.stack);
    throwCollected([
        ...checkManifests(manifests, stackScopes(settings, manifests)),
        ...checkCanaries(manifests),
        ...checkEncrypted(settings, manifests),
    ]);
    return manifests;
}

/** How a stack's cohorts move: its manifests are read when that is asked for the first time, where it has cohorts. */
export function cohortsReader(
    root: string,
    settings: StackSettings,
    reader: ManifestReader = manifestReader(root),
): () => CohortWay {
    let known = settings.workloads.cohorts === undefined ? ONE_COHORT : undefined;
    return () => (known ??= cohortWay({ settings, manifests: readManifests(settings, reader) }));
}

function checkCanaries(manifests: readonly SourcedManifest[]): readonly WindlassError[] {
    return (
        manifests
            .filter(({ manifest }) => isCanary(manifest))
            // A missing target is a complaint of checkManifests already.
            .filter(({ manifest }) => getIn(manifest, ["spec", "targetRef"]) !== undefined)
            .flatMap((sourced) =>
                checkCanary(sourced.manifest, {
                    file: sourced.file,
                    lineOf: (path) => lineIn(sourced, path),
                }),
            )
    );
}

/**
 * Reads a stack and verifies that its files agree: lock with settings, sidecars with manifests and lock.
 *
 * @throws WindlassError for all that is wrong, at once; with exit status {@link ExitStatus.stale} for stale sidecars.
 */
export function readStack(root: string, settings: StackSettings, reader?: ManifestReader): Stack {
    const sources = readStackSources(root, settings, reader);
    const plan = planInjection(sources);
    const none = plan.workloads.length === 0 && !isThere(root, sidecarsFile(settings.stack));
    const sidecars = none ? noSidecars(plan) : readSidecars(root, settings.stack);
    const check = { stale: staleOfStack(sources, plan, sidecars), skipped: plan.skipped };
    // Wrong values are no reason to make sidecars with them.
    if (check.stale.length > 0) throwCollected(refusedValues(settings, sources.lock));
    throwCollected(staleErrors(settings.stack, check));
    const workloads = planStackWorkloads(sources, sidecars, check);
    return {
        ...sources,
        sidecars,
        workloads,
        warnings: [...sources.warnings, ...workloadWarnings(workloads, check)],
    };
}

/** A stack that has no application yet: it is made of its settings and its lock alone. */
export function emptyStack(settings: StackSettings, lock: Lock): Stack {
    const sources = { settings, lock, manifests: [], warnings: [] };
    const sidecars = noSidecars(planInjection(sources));
    const workloads = planStackWorkloads(sources, sidecars, { stale: [], skipped: [] });
    return { ...sources, sidecars, workloads };
}

function planStackWorkloads(
    { settings, lock, manifests }: StackSources,
    sidecars: Sidecars,
    { skipped }: SidecarsCheck,
): WorkloadsPlan {
    const without = new Set(skipped.map(({ id }) => id));
    const moved = movedWorkloads(lock, { settings, manifests });
    const ahead = lockAhead(lock);
    const inject = ({ manifest }: SourcedManifest) => {
        const id = objectId(manifest);
        if (without.has(id)) return manifest;
        return composeWorkload(manifest, (moved.has(id) ? sidecars.next : undefined) ?? sidecars);
    };
    const revision = proxyRevision(settings, lock);
    const scopes = stackScopes(settings, manifests);
    return planWorkloads({
        settings,
        manifests,
        scopes,
        revision,
        ahead: ahead && { revision: proxyRevision(settings, ahead), workloads: moved },
        taken: systemNamespaces(settings),
        inject,
        isMarked: markedBy(lock, moved),
    });
}

/** As many stale sidecars as a reader wants to see; the rest is a number. */
const SHOWN = 10;

function staleErrors(stack: string, { stale }: SidecarsCheck): readonly WindlassError[] {
    const shown = stale.slice(0, SHOWN).map(({ id, reason }) => staleError(stack, id, reason));
    if (stale.length <= SHOWN) return shown;
    return [...shown, staleError(stack, undefined, `${stale.length - SHOWN} more sidecars are stale`)];
}

function staleError(stack: string, key: string | undefined, reason: string): WindlassError {
    return new WindlassError({
        file: sidecarsFile(stack),
        key,
        rule: key === undefined ? reason : `the sidecar is stale: ${reason}`,
        remedy: `Run npm run -s windlass -- inject --stack ${stack}`,
        exitStatus: ExitStatus.stale,
    });
}

function workloadWarnings(
    { modes, gated, objects }: WorkloadsPlan,
    { skipped }: SidecarsCheck,
): readonly string[] {
    const ungated = [...modes.keys()].filter((id) => !gated.has(id));
    const warnings = skipped.map(({ id, reason }) => `no sidecar in Git for ${id}: ${reason}`);
    if (ungated.length > 0) warnings.push(`not gated by a canary: ${briefly(ungated)}`);
    const load = [flaggerLoadWarning(flaggerLoad(objects)), longLoadTestWarning(objects)];
    return [...warnings, ...load.filter((warning) => warning !== undefined)];
}

function briefly(ids: readonly string[]): string {
    const shown = ids.slice(0, 3).join(", ");
    return ids.length <= 3 ? shown : `${shown} and ${ids.length - 3} more`;
}
