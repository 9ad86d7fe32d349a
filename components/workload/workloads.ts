import * as pulumi from "@pulumi/pulumi";
import { canaryReferences, isCanary } from "../../lifecycle/workloads/plan-workloads";
import { isBuiltInNamespace } from "../../lifecycle/workloads/system-namespaces";
import { untrackedConfigMaps } from "../flagger/config-tracking";
import { kubeResource } from "../kube/kube-resource";
import { logicalName } from "../kube/names";
import type { KubeObject } from "../kube/types";

/** Arguments of {@link Workloads}. */
export interface WorkloadsArgs {
    /** Namespaces and cluster-scoped objects: all others are created after these. */
    readonly foundation: readonly KubeObject[];
    /** Objects in those namespaces, with the proxy in the pod templates that carry one. */
    readonly objects: readonly KubeObject[];
    /** Namespaces in which Flagger must leave Istio's root certificate alone. @see untrackedConfigMaps */
    readonly trackedNamespaces: readonly string[];
    /** Keep the namespaces when they leave the program, for everything in them would go too. @default false */
    readonly protect?: boolean;
}

/**
 * The applications of a stack. One resource an object and no wrapper around each: a backend rewrites the state after
 * every resource, and thousands of wrappers would double it.
 */
export class Workloads extends pulumi.ComponentResource {
    public constructor(name: string, args: WorkloadsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("windlass:workload:Workloads", name, {}, opts);
        const gates = this.declareFoundation(name, args);
        const place = (object: KubeObject) => gates.get(object.metadata.namespace ?? "");
        const declared = new Map<string, pulumi.Resource>();
        const declare = (object: KubeObject, dependsOn: readonly (pulumi.Resource | undefined)[]) => {
            const logical = logicalName(object);
            const after = dependsOn.filter((resource) => resource !== undefined);
            const resource = kubeResource(`${name}-${logical}`, object, {
                parent: this,
                ...(after.length > 0 ? { dependsOn: after } : {}),
            });
            declared.set(logical, resource);
        };
        // One dependency an object: a list of all namespaces would grow with the product of both.
        for (const object of args.objects) if (!isCanary(object)) declare(object, [place(object)]);
        for (const object of args.objects.filter(isCanary)) {
            // Flagger gives the target its replicas back before it lets go of a Canary: without a target, never.
            const targets = canaryReferences(object).map((target) => declared.get(logicalName(target)));
            declare(object, [place(object), ...targets]);
        }
        this.registerOutputs({});
    }

    /** Returns the last resource of each namespace, which everything in it depends on. */
    private declareFoundation(name: string, args: WorkloadsArgs): ReadonlyMap<string, pulumi.Resource> {
        const gates = new Map<string, pulumi.Resource>();
        for (const object of args.foundation) {
            const isNamespace = object.kind === "Namespace";
            const protect = isNamespace && (args.protect ?? false);
            // A plain create would fail on a namespace the API server has made, and its deletion be refused.
            const patch = isNamespace && isBuiltInNamespace(object.metadata.name);
            const resource = kubeResource(`${name}-${logicalName(object)}`, object, {
                parent: this,
                protect,
                patch,
            });
            if (isNamespace) gates.set(object.metadata.name, resource);
        }
        for (const object of args.trackedNamespaces.flatMap(untrackedConfigMaps)) {
            const namespace = object.metadata.namespace ?? "";
            const gate = gates.get(namespace);
            const patch = kubeResource(`${name}-${logicalName(object)}`, object, {
                parent: this,
                patch: true,
                ...(gate ? { dependsOn: gate } : {}),
            });
            gates.set(namespace, patch);
        }
        return gates;
    }
}
