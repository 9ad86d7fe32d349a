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

/** Where each kind keeps its pod template. A bare Pod is not a workload: nothing rolls it. */
const TEMPLATE_PATHS: Readonly<Record<string, readonly string[]>> = {
    "apps/v1/Deployment": ["spec", "template"],
    "apps/v1/StatefulSet": ["spec", "template"],
    "apps/v1/DaemonSet": ["spec", "template"],
    "apps/v1/ReplicaSet": ["spec", "template"],
    "batch/v1/Job": ["spec", "template"],
    "batch/v1/CronJob": ["spec", "jobTemplate", "spec", "template"],
};

/** Whether objects of this kind make pods. */
export function bearsPods(manifest: Pick<Manifest, "apiVersion" | "kind">): boolean {
    return `${manifest.apiVersion}/${manifest.kind}` in TEMPLATE_PATHS;
}

/** The pod template of a workload; undefined for every other kind, and where the template is missing. */
export function podTemplateOf(manifest: Manifest): PodTemplate | undefined {
    const path = TEMPLATE_PATHS[`${manifest.apiVersion}/${manifest.kind}`];
    if (!path) return undefined;
    const value = getIn(manifest, path);
    return isRecord(value) ? value : undefined;
}

/** The same workload with another pod template. Only the objects on the way to it are copied. */
export function withPodTemplate(manifest: Manifest, template: PodTemplate): Manifest {
    const path = TEMPLATE_PATHS[`${manifest.apiVersion}/${manifest.kind}`];
    if (!path) throw new Error(`${manifest.apiVersion} ${manifest.kind} has no pod template`);
    return setIn(manifest, path, template) as Manifest;
}
