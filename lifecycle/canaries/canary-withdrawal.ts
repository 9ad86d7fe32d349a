import { groupOf } from "../workloads/api-group";
import { isCanary } from "../workloads/plan-workloads";
import type { Manifest } from "../workloads/manifest";
import { fieldsOf } from "./complaints";
import { hostMentions } from "./host-mentions";
import { serviceNames } from "./service-names";

/** A Canary that goes, while what it rolls out stays. */
export interface WithdrawnCanary<T extends Manifest> {
    readonly canary: T;
    /** Name of the Service Flagger made for it, which goes with it; undefined where it is not Flagger's. */
    readonly service: string | undefined;
    /** Whether the change declares a Service of that name. */
    readonly declared: boolean;
    /** Objects that name the Service as a host. */
    readonly callers: readonly T[];
    /** Whether the target is left without pods. */
    readonly leftAtZero: boolean;
}

/**
 * Canaries that a change takes away alone. Flagger makes Services, VirtualService and primary with the Canary as their owner
 * (`NewControllerRef` in pkg/router and pkg/canary), so Kubernetes deletes them with it. `revertOnDeletion` gives the target
 * its replicas back before, and a Service that is not Flagger's its selector (`Finalize` in
 * pkg/router/kubernetes_default.go); one that is Flagger's goes all the same. A Service that the change declares takes
 * Flagger's object over, owner and all, and goes with it until it is applied again.
 */
export function withdrawnCanaries<T extends Manifest>(
    before: Iterable<T>,
    after: Iterable<T>,
): readonly WithdrawnCanary<T>[] {
    const [had, has] = [indexed(before), indexed(after)];
    const gone = [...had.values()].filter((object) => isCanary(object) && !has.has(keyOf(object)));
    const alone = gone.flatMap((canary) => {
        const { kind, name } = fieldsOf(fieldsOf(canary["spec"])["targetRef"]);
        const target = has.get(keyFor("apps", String(kind), canary.metadata.namespace, String(name)));
        return target ? [{ canary, target }] : [];
    });
    const services = alone.flatMap(({ canary }) => {
        const names = serviceNames(canary);
        return names ? [{ name: names.apex, namespace: canary.metadata.namespace ?? "" }] : [];
    });
    const callers = hostMentions(has.values(), services);
    return alone.flatMap(({ canary, target }) => {
        const { namespace } = canary.metadata;
        const name = serviceNames(canary)?.apex;
        const key = keyFor("", "Service", namespace, name ?? "");
        const service = had.has(key) ? undefined : name;
        const revived = Number(fieldsOf(target["spec"])["replicas"] ?? 0) > 0 || target.kind === "DaemonSet";
        const leftAtZero = fieldsOf(canary["spec"])["revertOnDeletion"] !== true && !revived;
        if (service === undefined && !leftAtZero) return [];
        const others = (callers.get(`${name}.${namespace}`) ?? []).filter((object) => object !== target);
        return [{ canary, service, declared: has.has(key), callers: others, leftAtZero }];
    });
}

function indexed<T extends Manifest>(objects: Iterable<T>): ReadonlyMap<string, T> {
    return new Map([...objects].map((object) => [keyOf(object), object]));
}

function keyOf({ apiVersion, kind, metadata }: Manifest): string {
    return keyFor(groupOf(apiVersion), kind, metadata.namespace, metadata.name);
}

function keyFor(group: string, kind: string, namespace: string | undefined, name: string): string {
    return `${group}/${kind}/${namespace ?? ""}/${name}`;
}
