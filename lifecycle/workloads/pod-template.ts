import { getIn, isRecord, setIn } from "../kit/json-path";
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
export function isWorkload(manifest: Pick<Manifest, "apiVersion" | "kind">): boolean {
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

/** Kinds whose objects make pods, by name alone: what a reader calls workloads. */
export const WORKLOAD_KINDS: ReadonlySet<string> = new Set(
    Object.keys(TEMPLATE_PATHS).map((id) => id.slice(id.lastIndexOf("/") + 1)),
);

/**
 * Whether an object of a kind that is not known here holds a pod all the same, wherever in it: a Rollout, a ScaledJob, a
 * CronWorkflow. What tells a pod is that it has containers with images; a `template` without them, an ExternalSecret's say,
 * is something else.
 */
export function holdsUnknownTemplate(manifest: Manifest): boolean {
    if (isWorkload(manifest) || MAKES_NOTHING.includes(`${manifest.apiVersion}/${manifest.kind}`))
        return false;
    const { apiVersion: _version, kind: _kind, metadata: _metadata, status: _status, ...rest } = manifest;
    return holdsContainers(rest, 0);
}

/** Templates that wait for somebody to make pods of them. */
const MAKES_NOTHING = ["v1/PodTemplate"];
/** Nesting below which nobody looks: manifests are bounded, and a pod is nearer. */
const DEEP = 40;

function holdsContainers(value: unknown, depth: number): boolean {
    if (depth > DEEP) return false;
    if (Array.isArray(value)) return value.some((item) => holdsContainers(item, depth + 1));
    if (!isRecord(value)) return false;
    const { containers, container, script } = value;
    if (Array.isArray(containers) && containers.every(isListedContainer)) return true;
    // A step of an Argo workflow is a pod with a single container, or a script in one.
    if (isContainer(container) || (isContainer(script) && isRecord(script) && "source" in script))
        return true;
    return Object.values(value).some((member) => holdsContainers(member, depth + 1));
}

/** An image as it is pulled, or the parameter of a template; not a pattern of a policy, such as `*:latest`. */
const IMAGE = /^[\w{$][\w./:@{}$()= -]*$/;

function isContainer(value: unknown): boolean {
    return isRecord(value) && typeof value["image"] === "string" && IMAGE.test(value["image"]);
}

/** One of a list may take its image from elsewhere, and then goes by its name. */
function isListedContainer(value: unknown): boolean {
    if (isContainer(value)) return true;
    return isRecord(value) && value["image"] === undefined && /^[a-z0-9-]+$/.test(String(value["name"]));
}
