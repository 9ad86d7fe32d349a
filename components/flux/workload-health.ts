import { groupOf } from "../../lifecycle/workloads/api-group";
import { containersOf } from "../../lifecycle/workloads/containers";
import { getIn } from "../../lifecycle/kit/json-path";
import type { Manifest, ObjectReference } from "../../lifecycle/workloads/manifest";
import { canaryReferences, isCanary } from "../../lifecycle/workloads/plan-workloads";
import { TEMPLATE_MARK, templateMarkOf } from "../../lifecycle/workloads/template-mark";
import { CANARY_HEALTH, type HealthCheckExpression, type HealthCheckReference } from "./kustomization";

/** When the objects of a namespace are healthy. */
export interface WorkloadHealth {
    readonly healthChecks: readonly HealthCheckReference[];
    readonly healthCheckExprs: readonly HealthCheckExpression[];
}

/** Kinds of which Flagger makes a primary. */
const GATED_KINDS = ["Deployment", "DaemonSet"] as const;
type GatedKind = (typeof GATED_KINDS)[number];

/**
 * Health of the objects of a namespace: of each that has a state of its own, and of the primary of each canary, at the template
 * that stands in Git: at its images, and at its mark where it has one ({@link templateMarkOf}). Flagger notices a change with
 * its next interval, and until then a Canary says what it said of the version before; the template of its primary cannot.
 *
 * What has no state is not asked about: every object is a request each five seconds, as long as anything is waited for.
 */
export function workloadHealth(objects: readonly Manifest[]): WorkloadHealth {
    const targets = new Set(objects.filter(isAnalysed).map((canary) => keyOf(canaryReferences(canary)[0])));
    const isGated = (object: Manifest) => isGatedKind(object.kind) && targets.has(keyOf(object));
    const gated = objects.filter(isGated);
    const own = objects.filter((object) => hasState(object) && !isGated(object));
    const primaries = GATED_KINDS.flatMap((kind) => {
        const ofKind = gated.filter((object) => object.kind === kind);
        return ofKind.length === 0 ? [] : [primaryHealth(kind, ofKind)];
    });
    return {
        healthChecks: [
            ...own.map((object) => reference(object)),
            ...gated.map((object) => reference(object, PRIMARY)),
        ],
        healthCheckExprs: [CANARY_HEALTH, ...primaries],
    };
}

/** What Flagger calls the copy of a workload that serves. */
const PRIMARY = "-primary";

/** Canaries that are suspended change no primary. */
function isAnalysed(object: Manifest): boolean {
    return isCanary(object) && getIn(object, ["spec", "suspend"]) !== true;
}

function isGatedKind(kind: string): kind is GatedKind {
    return GATED_KINDS.some((known) => known === kind);
}

function keyOf(object: Pick<ObjectReference, "kind" | "metadata"> | undefined): string {
    return `${object?.kind}/${object?.metadata.name}`;
}

function reference({ apiVersion, kind, metadata }: Manifest, suffix = ""): HealthCheckReference {
    return { apiVersion, kind, name: `${metadata.name}${suffix}`, namespace: metadata.namespace };
}

/** Kinds of Kubernetes' own that are as they should be once they are there. */
const STATELESS: ReadonlySet<string> = new Set([
    "ConfigMap",
    "CronJob",
    "EndpointSlice",
    "Endpoints",
    "HorizontalPodAutoscaler",
    "LimitRange",
    "Namespace",
    "NetworkPolicy",
    "PodDisruptionBudget",
    "ResourceQuota",
    "Role",
    "RoleBinding",
    "Secret",
    "ServiceAccount",
]);

/** Whether an object comes to be healthy some time after it is there. */
function hasState(object: Manifest): boolean {
    const { apiVersion, kind } = object;
    const group = groupOf(apiVersion);
    if (group.endsWith(".istio.io")) return false;
    if (group === "flagger.app") return isCanary(object);
    if (apiVersion === "v1" && kind === "Service") return getIn(object, ["spec", "type"]) === "LoadBalancer";
    const isKubernetesOwn = !group.includes(".") || group.endsWith(".k8s.io");
    return !(isKubernetesOwn && STATELESS.has(kind));
}

/**
 * Most letters of a list of images: cel-go refuses an expression of more than 100,000
 * (`defaultExpressionSizeCodePointLimit`), and Flux then the whole Kustomization.
 */
const LONGEST = 80_000;

/** What a workload's images are, in an expression about it. */
const IMAGES =
    "((has(spec.template.spec.initContainers) ? spec.template.spec.initContainers : []) + spec.template.spec.containers).map(c, c.image)";
/** The mark of a workload's template, in a list that is empty where it has none. */
const MARKS = `(has(spec.template.spec.volumes) ? spec.template.spec.volumes : []).map(v, v.name).filter(n, n.startsWith('${TEMPLATE_MARK}'))`;

/**
 * Health of a kind some of whose objects are primaries: rolled out, as Flux has it without an expression, and primaries at their
 * template. Where a namespace has too many workloads to list, at the images they have in common: the proxy's.
 */
function primaryHealth(kind: GatedKind, gated: readonly Manifest[]): HealthCheckExpression {
    const wanted = gated.map((object) => [`${object.metadata.name}${PRIMARY}`, wantedOf(object)] as const);
    const listed = `{${wanted.map(([name, list]) => `${quote(name)}: ${listOf(list)}`).join(", ")}}`;
    const isAtTemplate =
        listed.length <= LONGEST
            ? `${MARKS} + ${IMAGES} == ${listed}[metadata.name]`
            : `${listOf(commonOf(gated.map(imagesOf)))}.all(i, i in ${IMAGES})`;
    const isOther =
        listed.length <= LONGEST
            ? `!(metadata.name in ${listOf(wanted.map(([name]) => name))})`
            : `!metadata.name.endsWith(${quote(PRIMARY)})`;
    return {
        apiVersion: "apps/v1",
        kind,
        failed: kind === "Deployment" ? STUCK : undefined,
        current: `${ROLLED_OUT[kind]} && (${isOther} || ${isAtTemplate})`,
    };
}

/** Kubernetes has given up on a rollout (`progressDeadlineSeconds`). */
const STUCK =
    "has(status.conditions) && status.conditions.exists(c, c.type == 'Progressing' && has(c.reason) && c.reason == 'ProgressDeadlineExceeded')";

/**
 * All pods are there, of the present template, and available. That the status is of the present generation is asked before any
 * expression.
 *
 * @see https://github.com/fluxcd/cli-utils: pkg/kstatus/status/core.go, which Flux follows for a kind without expressions
 */
const ROLLED_OUT: Readonly<Record<GatedKind, string>> = {
    Deployment:
        "has(status.observedGeneration) && (spec.replicas == 0 || (" +
        "['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas'].all(f, f in status && status[f] >= spec.replicas) " +
        "&& status.replicas <= status.updatedReplicas))",
    DaemonSet:
        "has(status.observedGeneration) && (status.desiredNumberScheduled == 0 || (" +
        "['currentNumberScheduled', 'updatedNumberScheduled', 'numberReady', 'numberAvailable']" +
        ".all(f, f in status && status[f] >= status.desiredNumberScheduled)))",
};

/** Mark and images of a template, as {@link MARKS} and {@link IMAGES} find them. */
function wantedOf(object: Manifest): readonly string[] {
    const mark = templateMarkOf(object);
    return mark === undefined ? imagesOf(object) : [mark, ...imagesOf(object)];
}

function imagesOf(object: Manifest): readonly string[] {
    return containersOf(object).map(({ image }) => image);
}

function commonOf([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
    return first.filter((image) => others.every((list) => list.includes(image)));
}

function listOf(texts: readonly string[]): string {
    return `[${texts.map(quote).join(", ")}]`;
}

function quote(text: string): string {
    return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
