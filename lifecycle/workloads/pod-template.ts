import { getIn, isRecord, setIn } from "../files/json-path";
import type { Manifest } from "./manifest";

/** A pod template: `metadata` and `spec` of the pods a workload makes. */
export interface PodTemplate {
    readonly metadata?: PodTemplateMetadata;
    readonly spec?: Readonly<Record<string, unknown>>;
    readonly [field: string]: unknown;
}

export interface PodTemplateMetadata {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
}

/**
 * Where each kind that `istioctl kube-inject` knows keeps its pod template (`kinds` in pkg/kube/inject/initializer.go). A
 * bare Pod is its own.
 */
const TEMPLATE_PATHS: Readonly<Record<string, readonly string[]>> = {
    "v1/Pod": [],
    "v1/ReplicationController": ["spec", "template"],
    "apps/v1/Deployment": ["spec", "template"],
    "apps/v1/StatefulSet": ["spec", "template"],
    "apps/v1/DaemonSet": ["spec", "template"],
    "apps/v1/ReplicaSet": ["spec", "template"],
    "batch/v1/Job": ["spec", "template"],
    "batch/v1/CronJob": ["spec", "jobTemplate", "spec", "template"],
    "apps.openshift.io/v1/DeploymentConfig": ["spec", "template"],
};

/** Whether objects of this kind make pods. */
export function bearsPods(manifest: Pick<Manifest, "apiVersion" | "kind">): boolean {
    return templatePathOf(manifest) !== undefined;
}

/** Keys that lead to the pod template; none for a Pod. Undefined for kinds that make no pods. */
export function templatePathOf({
    apiVersion,
    kind,
}: Pick<Manifest, "apiVersion" | "kind">): readonly string[] | undefined {
    const name = `${apiVersion}/${kind}`;
    return Object.hasOwn(TEMPLATE_PATHS, name) ? TEMPLATE_PATHS[name] : undefined;
}

/** The pod template of a workload; undefined for every other kind, and where the template is missing. */
export function podTemplateOf(manifest: Manifest): PodTemplate | undefined {
    const path = templatePathOf(manifest);
    if (!path) return undefined;
    const value = getIn(manifest, path);
    return isRecord(value) ? value : undefined;
}

/** The same workload with another pod template. Only the objects on the way to it are copied. */
export function withPodTemplate(manifest: Manifest, template: PodTemplate): Manifest {
    const path = templatePathOf(manifest);
    if (!path) throw new Error(`${manifest.apiVersion} ${manifest.kind} has no pod template`);
    if (path.length === 0) return { ...manifest, ...template } as Manifest;
    return setIn(manifest, path, template) as Manifest;
}

/** Whether an object of a kind that is not known here holds a pod template all the same: a Rollout, a CloneSet. */
export function holdsUnknownTemplate(manifest: Manifest): boolean {
    if (bearsPods(manifest)) return false;
    return Array.isArray(getIn(manifest, ["spec", "template", "spec", "containers"]));
}
