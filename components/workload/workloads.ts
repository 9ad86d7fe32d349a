import * as pulumi from "@pulumi/pulumi";
import { canaryReferences, isCanary } from "../../lifecycle/workloads/plan-workloads";
import { isKept, isSharedNamespace } from "../../lifecycle/workloads/ownership";
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
                ...retention(object),
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
            const patch = isSharedNamespace(object);
            const resource = kubeResource(`${name}-${logicalName(object)}`, object, {
                parent: this,
                protect,
                patch,
                ...(isNamespace ? { aliases: [{ type: otherNamespaceType(patch) }] } : {}),
                ...retention(object),
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

/** What Flux is told to leave in the cluster, Pulumi leaves as well. */
function retention(object: KubeObject): Pick<pulumi.CustomResourceOptions, "retainOnDelete"> {
    return isKept(object) ? { retainOnDelete: true } : {};
}

/**
 * A namespace may change its owner, and so its type: a manifest comes or goes, and until 0.1.0 every namespace was taken for
 * the stack's own. Without the alias the one in the state would be deleted, with everything in it.
 */
function otherNamespaceType(patch: boolean): string {
    return `kubernetes:core/v1:Namespace${patch ? "" : "Patch"}`;
}
