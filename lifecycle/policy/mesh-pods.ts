import { isRecord } from "../kit/json-path";
import { type Manifest, objectId } from "../workloads/manifest";
import { isWorkload, podTemplateOf } from "../workloads/pod-template";
import type { PolicyContext } from "./rule";

/** What injection brings into a pod (pkg/kube/inject); everything else is the application's. */
export const ISTIO_CONTAINERS: readonly string[] = ["istio-proxy", "istio-init", "istio-validation"];

/** A container as it stands in a pod template. */
export interface PodContainer {
    readonly name: string;
    /** All its fields. */
    readonly fields: Readonly<Record<string, unknown>>;
    /** Whether it is an init container, a native sidecar among them. */
    readonly init: boolean;
    /** Whether it ends before the pod's other containers start: an init container that is no sidecar. */
    readonly endsEarly: boolean;
}

/** Every container of a workload's pods, init containers first, Istio's own among them. */
export function podContainers(object: Manifest): readonly PodContainer[] {
    const spec = podTemplateOf(object)?.spec;
    const take = (list: unknown, init: boolean) =>
        (Array.isArray(list) ? list : []).filter(isRecord).map((fields) => ({
            name: typeof fields["name"] === "string" ? fields["name"] : "",
            fields,
            init,
            endsEarly: init && fields["restartPolicy"] !== "Always",
        }));
    return [...take(spec?.["initContainers"], true), ...take(spec?.["containers"], false)];
}

/** The containers of a workload's pods that a person wrote. */
export function ownContainers(object: Manifest): readonly PodContainer[] {
    return podContainers(object).filter(({ name }) => !ISTIO_CONTAINERS.includes(name));
}

/** Whether the pods of a workload have a proxy: one that stands in the manifest, or one the webhook brings. */
export function isMeshed(object: Manifest, { modes }: PolicyContext): boolean {
    if (!isWorkload(object)) return false;
    if (podContainers(object).some(({ name }) => name === "istio-proxy")) return true;
    const mode = modes?.get(objectId(object));
    if (mode !== "webhook" && mode !== "pin") return false;
    const template = podTemplateOf(object);
    const label = template?.metadata?.labels?.["sidecar.istio.io/inject"];
    return label !== "false" && template?.spec?.["hostNetwork"] !== true;
}

/** Labels of the pods of a workload; none where it makes none. */
export function podLabels(object: Manifest): Readonly<Record<string, string>> {
    return podTemplateOf(object)?.metadata?.labels ?? {};
}
