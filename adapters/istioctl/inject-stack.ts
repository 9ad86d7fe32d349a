import { compareText } from "../../lifecycle/kit/compare-text";
import { WindlassError } from "../../lifecycle/kit/errors";
import { lockAhead } from "../../lifecycle/cohorts/stack-cohorts";
import { podTemplateOf } from "../../lifecycle/workloads/pod-template";
import { withApiDefaults } from "../../lifecycle/sidecars/api-defaults";
import { applyOverlay } from "../../lifecycle/sidecars/apply-overlay";
import { canonicalJson } from "../../lifecycle/kit/canonical-json";
import { changedInput } from "../../lifecycle/sidecars/check";
import { type FactorInput, factor } from "../../lifecycle/sidecars/factor";
import { isInjected, takeNameFromPod } from "../../lifecycle/sidecars/identity";
import type { InjectOutcome } from "./inject-job";
import { injectAll } from "./inject";
import { injectorDigests, injectorInputs } from "./inputs";
import { type Overlay, differencesOf, overlayOf } from "../../lifecycle/sidecars/overlay";
import {
    type InjectableWorkload,
    type InjectionPlan,
    type PlanInjectionArgs,
    type SkippedWorkload,
    planInjection,
} from "../../lifecycle/sidecars/plan-injection";
import { injectedTemplateOf, injectionDocument } from "../../lifecycle/sidecars/pristine";
import { shapeOf } from "../../lifecycle/sidecars/shape-of";
import { type Sidecars, noSidecars, overlayFor, sidecarWords } from "../../lifecycle/sidecars/sidecars";

export interface InjectStackArgs extends PlanInjectionArgs {
    /** Sidecars as they are now; what has not changed is taken from them. */
    readonly previous?: Sidecars;
    /** The project's root, for the cache. */
    readonly root: string;
    /** Path of an istioctl of exactly this version; called only when something has to be injected. */
    readonly locate: (version: string) => Promise<string>;
    /** Kills what is running. */
    readonly signal?: AbortSignal;
    /** Called after each workload. */
    readonly onProgress?: ((done: number, total: number) => void) | undefined;
    /** istioctl processes at a time. @default one a core */
    readonly streams?: number;
}

export interface InjectStackResult {
    /**
     * The new sidecars, or {@link InjectStackArgs.previous} itself where nothing changed. Not to be written with failures,
     * nor where no workload gets one.
     */
    readonly sidecars: Sidecars;
    /** Ids of workloads that istioctl injected now, sorted. */
    readonly injected: readonly string[];
    /** Ids of workloads whose sidecar was still good, sorted. */
    readonly reused: readonly string[];
    readonly skipped: readonly SkippedWorkload[];
    /** One error for each workload that could not be injected, sorted by id. */
    readonly failures: readonly InjectionFailure[];
}

export interface InjectionFailure {
    readonly id: string;
    readonly error: WindlassError;
}

/**
 * Gives every workload of a stack its sidecar: only what has changed goes through istioctl, and where nothing has,
 * istioctl is not even looked for.
 *
 * @throws WindlassError for input that must not be injected (@see planInjection), and when istioctl is missing or fails
 *   as a whole. A workload istioctl refuses is a failure in the result, and stops no other.
 */
export async function injectStack(args: InjectStackArgs): Promise<InjectStackResult> {
    const { previous } = args;
    const ahead = lockAhead(args.lock);
    // The last cohort makes the next sidecars the stack's own, and nothing has to be injected for it.
    const { next: before, ...own } = previous ?? {};
    const inherited = before && changedInput(planInjection(args), before) === undefined ? before : own;
    const current = await injectVersion({ ...args, previous: previous && (inherited as Sidecars) });
    if (!ahead)
        return current.sidecars === own && !before && previous ? { ...current, sidecars: previous } : current;
    const further = await injectVersion({ ...args, lock: ahead, previous: before });
    const isKept = current.sidecars === own && further.sidecars === before && previous !== undefined;
    return {
        sidecars: isKept ? previous : { ...current.sidecars, next: further.sidecars },
        injected: [...new Set([...current.injected, ...further.injected])].sort(),
        reused: further.reused.filter((id) => !current.injected.includes(id)),
        skipped: current.skipped,
        failures: [...current.failures, ...further.failures],
    };
}

/** The sidecars of one version of the proxy. */
async function injectVersion(args: InjectStackArgs): Promise<InjectStackResult> {
    const plan = planInjection(args);
    const { previous } = args;
    const base = previous && changedInput(plan, previous) === undefined ? previous : undefined;
    const reused = plan.workloads.filter(({ id, pristine }) => base?.pristine.get(id) === pristine);
    if (base && reused.length === plan.workloads.length && base.pristine.size === reused.length) {
        return {
            sidecars: base,
            injected: [],
            reused: reused.map(({ id }) => id),
            skipped: plan.skipped,
            failures: [],
        };
    }
    if (plan.workloads.length === 0) {
        const sidecars = previous?.pristine.size === 0 ? previous : noSidecars(plan);
        return { sidecars, injected: [], reused: [], skipped: plan.skipped, failures: [] };
    }
    return injectChanged(args, plan, base, reused);
}

async function injectChanged(
    args: InjectStackArgs,
    plan: InjectionPlan,
    base: Sidecars | undefined,
    reused: readonly InjectableWorkload[],
): Promise<InjectStackResult> {
    const kept = new Set(reused.map(({ id }) => id));
    const changed = plan.workloads.filter(({ id }) => !kept.has(id));
    const overlays = new Map<string, Overlay>();
    const { failures, injector } = await injectWorkloads(args, plan, changed, overlays, base);
    const injected = changed.filter(({ id }) => overlays.has(id)).map(({ id }) => id);
    const inputs = { istioctl: plan.version, revision: plan.revision, values: plan.values, injector };
    const same = base && saysTheSame(plan, base, changed, overlays);
    if (base && !same) {
        for (const { id, sourced } of reused) {
            const overlay = overlayFor(sourced.manifest, base);
            if (overlay) overlays.set(id, overlay);
        }
    }
    return {
        sidecars: same ? withHashes(plan, inputs, base) : toSidecars(plan, inputs, overlays),
        injected,
        reused: [...kept],
        skipped: plan.skipped,
        failures: failures.sort((left, right) => compareText(left.id, right.id)),
    };
}

/**
 * Whether the old sidecars already say what was injected now: a new image or variable of a workload changes its hash and
 * nothing else. Then thousands of other overlays need not be put together and taken apart again.
 */
function saysTheSame(
    { workloads }: InjectionPlan,
    base: Sidecars,
    changed: readonly InjectableWorkload[],
    overlays: ReadonlyMap<string, Overlay>,
): boolean {
    if (workloads.length !== base.pristine.size || workloads.some(({ id }) => !base.pristine.has(id)))
        return false;
    return changed.every(({ id, sourced }) => {
        const [before, after] = [overlayFor(sourced.manifest, base), overlays.get(id)];
        return before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after);
    });
}

function withHashes({ workloads }: InjectionPlan, inputs: Sidecars["inputs"], base: Sidecars): Sidecars {
    return { ...base, inputs, pristine: new Map(workloads.map(({ id, pristine }) => [id, pristine])) };
}

async function injectWorkloads(
    args: InjectStackArgs,
    plan: InjectionPlan,
    changed: readonly InjectableWorkload[],
    overlays: Map<string, Overlay>,
    base: Sidecars | undefined,
): Promise<{ failures: InjectionFailure[]; injector: Sidecars["inputs"]["injector"] }> {
    const failures: InjectionFailure[] = [];
    if (changed.length === 0 && base) return { failures, injector: base.inputs.injector };
    const { version, revision, operator, native } = plan;
    const { signal, root, streams, onProgress } = args;
    const istioctl = await args.locate(version);
    const inputs = await injectorInputs({ istioctl, version, revision, operator, root, signal });
    const workloads = new Map(changed.map((workload) => [workload.id, workload]));
    let done = 0;
    const onOutcome = (outcome: InjectOutcome): void => {
        const workload = workloads.get(outcome.id);
        if (!workload) return;
        try {
            overlays.set(outcome.id, overlayFromOutcome(workload, outcome));
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
            failures.push({ id: outcome.id, error });
        }
        onProgress?.(++done, changed.length);
    };
    const jobs = changed.map(({ id, sourced }) => ({ id, document: injectionDocument(sourced.manifest) }));
    await injectAll({ istioctl, inputs, revision, native, jobs, onOutcome, streams, signal });
    return { failures, injector: injectorDigests(inputs) };
}

function overlayFromOutcome(
    { id, sourced, nameLabel }: InjectableWorkload,
    { injected, reason }: InjectOutcome,
): Overlay {
    const complain = (rule: string, remedy: string): WindlassError =>
        new WindlassError({ file: sourced.file, line: sourced.line, key: id, rule, remedy });
    if (!injected) throw complain(`istioctl kube-inject refuses it: ${reason}`, "Correct the manifest");
    if (!isInjected(injected)) {
        throw complain(
            "istioctl kube-inject left it without a proxy",
            "Check the spelling of its pod template's fields",
        );
    }
    // What istioctl was given: a default is none of its doing.
    const pristine = withApiDefaults(podTemplateOf(sourced.manifest) ?? {});
    const plain = injectedTemplateOf(injected);
    const template = nameLabel === undefined ? plain : takeNameFromPod(plain, nameLabel);
    const overlay = overlayOf(pristine, template);
    const rest = differencesOf(applyOverlay(pristine, overlay), template);
    if (rest.size === 0) return overlay;
    throw complain(
        `its sidecar cannot be told apart from its manifest at ${[...rest.keys()].join(", ")}`,
        "Report this with the manifest",
    );
}

function toSidecars(
    plan: InjectionPlan,
    inputs: Sidecars["inputs"],
    overlays: ReadonlyMap<string, Overlay>,
): Sidecars {
    const parts = new Map<string, FactorInput>();
    const pristine = new Map<string, string>();
    for (const workload of plan.workloads) {
        const { manifest } = workload.sourced;
        const overlay = overlays.get(workload.id);
        if (!overlay) continue;
        pristine.set(workload.id, workload.pristine);
        parts.set(workload.id, {
            overlay,
            words: sidecarWords(manifest, plan.proxyImage),
            shape: shapeOf(manifest, overlay),
        });
    }
    return { inputs, proxyImage: plan.proxyImage, pristine, factored: factor(parts) };
}
