import * as pulumi from "@pulumi/pulumi";
import { canaryReferences, isCanary } from "../../lifecycle/workloads/plan-workloads";
import { WindlassError } from "../../lifecycle/kit/errors";
import { isKept, isSharedNamespace } from "../../lifecycle/workloads/ownership";
import { untrackedConfigMaps } from "../flagger/config-tracking";
import { kubeResource } from "../kube/kube-resource";
import { logicalName } from "../kube/names";
import type { AnyObject } from "../kube/types";
import type { Manifest } from "../../lifecycle/workloads/manifest";

/** Arguments of `Workloads`. All of it must be known before `up`, for it decides which resources there are. */
export interface WorkloadsArgs {
    /**
     * Namespaces and cluster-scoped objects, as in a manifest: all others are created after these.
     *
     * @default none
     */
    readonly foundation?: AnyObject[];
    /** Objects in those namespaces, as in a manifest. A Canary is created after, and deleted before, what it refers to. */
    readonly objects: AnyObject[];
    /**
     * Namespaces with canaries of injected pods, in which Flagger must leave Istio's root certificate alone: it would take
     * a new one for a change of every application.
     *
     * @default none
     */
    readonly trackedNamespaces?: string[];
    /**
     * Keep the namespaces when they leave the program, for everything in them would go too.
     *
     * @default false
     */
    readonly protect?: boolean;
}

/**
 * The applications of a stack. One resource an object and no wrapper around each: a backend rewrites the state after
 * every resource, and thousands of wrappers would double it.
 */
export class Workloads extends pulumi.ComponentResource {
    /** Type token of the component, in the state and in its schema. */
    public static readonly __pulumiType = "windlass:workload:Workloads";

    /** Names of the namespaces among the foundation. */
    public readonly namespaces: pulumi.Output<string[]>;

    /** @throws WindlassError for what is no Kubernetes object */
    public constructor(name: string, args: WorkloadsArgs, opts?: pulumi.ComponentResourceOptions) {
        super(Workloads.__pulumiType, name, {}, opts);
        const objects = args.objects.map(asObject);
        const gates = this.declareFoundation(name, args);
        const place = (object: Manifest) => gates.get(object.metadata.namespace ?? "");
        const declared = new Map<string, pulumi.Resource>();
        const declare = (object: Manifest, dependsOn: readonly (pulumi.Resource | undefined)[]) => {
            const logical = logicalName(object);
            const after = dependsOn.filter((resource) => resource !== undefined);
            const resource = kubeResource(`${name}-${logical}`, object, {
                parent: this,
                // What Flux is told to leave in the cluster, Pulumi leaves as well.
                retainOnDelete: isKept(object) || undefined,
                dependsOn: after,
            });
            declared.set(logical, resource);
        };
        // One dependency an object: a list of all namespaces would grow with the product of both.
        for (const object of objects) if (!isCanary(object)) declare(object, [place(object)]);
        for (const object of objects.filter(isCanary)) {
            // Flagger gives the target its replicas back before it lets go of a Canary: without a target, never.
            const targets = canaryReferences(object).map((target) => declared.get(logicalName(target)));
            declare(object, [place(object), ...targets]);
        }
        this.namespaces = pulumi.output([...gates.keys()]);
        this.registerOutputs({ namespaces: this.namespaces });
    }

    /** Returns the last resource of each namespace, which everything in it depends on. */
    private declareFoundation(name: string, args: WorkloadsArgs): ReadonlyMap<string, pulumi.Resource> {
        const gates = new Map<string, pulumi.Resource>();
        for (const object of (args.foundation ?? []).map(asObject)) {
            const isNamespace = object.kind === "Namespace";
            const protect = isNamespace && (args.protect ?? false);
            const patch = isSharedNamespace(object);
            const resource = kubeResource(`${name}-${logicalName(object)}`, object, {
                parent: this,
                protect,
                patch,
                aliases: isNamespace ? [{ type: otherNamespaceType(patch) }] : undefined,
                // What Flux is told to leave in the cluster, Pulumi leaves as well.
                retainOnDelete: isKept(object) || undefined,
            });
            if (isNamespace) gates.set(object.metadata.name, resource);
        }
        for (const object of (args.trackedNamespaces ?? []).flatMap(untrackedConfigMaps)) {
            const namespace = object.metadata.namespace ?? "";
            const gate = gates.get(namespace);
            const patch = kubeResource(`${name}-${logicalName(object)}`, object, {
                parent: this,
                patch: true,
                dependsOn: gate,
            });
            gates.set(namespace, patch);
        }
        return gates;
    }
}

/** @throws WindlassError for what has no identity, or one that is not known yet: its logical name is made of it */
function asObject(object: AnyObject): Manifest {
    const { apiVersion, kind, metadata } = object as Partial<Manifest>;
    const identity = { apiVersion, kind, name: metadata?.name };
    for (const [key, value] of Object.entries(identity)) {
        if (typeof value === "string" && value !== "") continue;
        throw new WindlassError({
            key,
            rule: `is missing, or not known yet, in ${JSON.stringify(identity)}`,
            remedy: "Give apiVersion, kind and metadata.name of every object as plain text",
        });
    }
    return object as Manifest;
}

/**
 * A namespace may change its owner, and so its type: a manifest comes or goes, and until 0.1.0 every namespace was taken for
 * the stack's own. Without the alias the one in the state would be deleted, with everything in it.
 */
function otherNamespaceType(patch: boolean): string {
    return `kubernetes:core/v1:Namespace${patch ? "" : "Patch"}`;
}
