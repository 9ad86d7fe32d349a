import { fieldsOf } from "../canaries/complaints";
import { type SelectorLabel, selectorLabel } from "../canaries/selector-label";
import { groupOf } from "../workloads/api-group";
import type { Manifest } from "../workloads/manifest";
import { isCanary } from "../workloads/plan-workloads";
import { podTemplateOf } from "../workloads/pod-template";

/** A Canary, and what it rolls out. */
export interface CanaryOf {
    readonly canary: Manifest;
    readonly spec: Readonly<Record<string, unknown>>;
    readonly namespace: string;
    /** The workload it rolls out; undefined where the stack does not declare it. */
    readonly target: Manifest | undefined;
    /** What Flagger changes for the primary; undefined without a target, and where Flagger finds none. */
    readonly label: SelectorLabel | undefined;
    /** Labels of the target's pods. */
    readonly podLabels: Readonly<Record<string, string>>;
}

/** Identity of an object in a cluster, whatever its version: `group/Kind/namespace/name`. */
export function identityOf({ apiVersion, kind, metadata }: Manifest): string {
    return identity(groupOf(apiVersion), kind, metadata.namespace ?? "", metadata.name);
}

/** The same from its parts. */
export function identity(group: string, kind: string, namespace: string, name: string): string {
    return `${group}/${kind}/${namespace}/${name}`;
}

/** Every Canary of a stack. */
export function canariesOf(objects: readonly Manifest[]): readonly CanaryOf[] {
    const canaries = objects.filter(isCanary);
    if (canaries.length === 0) return [];
    const workloads = new Map<string, Manifest>();
    for (const object of objects) {
        if (object.apiVersion === "apps/v1") workloads.set(identityOf(object), object);
    }
    return canaries.map((canary) => {
        const spec = fieldsOf(canary["spec"]);
        const namespace = canary.metadata.namespace ?? "";
        const { kind, name } = fieldsOf(spec["targetRef"]);
        const target = workloads.get(identity("apps", String(kind), namespace, String(name)));
        return {
            canary,
            spec,
            namespace,
            target,
            label: target && selectorLabel(target),
            podLabels: (target && podTemplateOf(target)?.metadata?.labels) ?? {},
        };
    });
}
