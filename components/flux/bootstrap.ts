import type { CustomResourceDefinition } from "@pulumi/kubernetes/apiextensions/v1";
import * as pulumi from "@pulumi/pulumi";
import { WindlassError } from "../../lifecycle/kit/errors";
import type { DecryptionSettings, GitSettings, Handover } from "../../lifecycle/settings/settings";
import { kubeResource } from "../kube/kube-resource";
import { refusal } from "../kube/refusal";
import { clusterReconcilers } from "./access";
import { checkFluxApis, FLUX_VERSION_LABEL, type FoundCrd, neededCrds } from "./existing";
import { handedOver } from "./handed-over";
import { fluxInstance, instanceReady } from "./instance";
import { type LayerTimeouts, layerKustomizations, stackRepository } from "./layers";
import { type OperatorArgs, operatorRelease } from "./operator";

/** Arguments of {@link Bootstrap}. */
export interface BootstrapArgs {
    /** `operator` installs Flux; `none` checks and uses the Flux that runs there already. */
    readonly bootstrap: "operator" | "none";
    /** `flux` has Flux read the layers above from Git; `pulumi` leaves them to Pulumi. */
    readonly delivery: "pulumi" | "flux";
    /** While it is under way Flux deletes nothing, and must have been prepared for. @default none */
    readonly handover?: Handover;
    /** Exact version of the Flux distribution: `2.9.4`. */
    readonly version: string;
    /** Semver range the distribution was picked from; with `bootstrap: none` the found one must be in it. */
    readonly range: string;
    /** flux-operator's chart and image. */
    readonly operator: OperatorArgs;
    /** Registry and folder of Flux's images: `ghcr.io/fluxcd`. */
    readonly registry: string;
    /** OCI artifact with the distribution's manifests. Empty: the operator's built-in copy. @default "" */
    readonly artifact?: string;
    /** DNS suffix of services in the cluster. @default cluster.local */
    readonly domain?: string;
    /** Repository Flux reads. Needed with `delivery: flux`. */
    readonly git?: GitSettings;
    /** How Flux decrypts encrypted workloads, with `delivery: flux`. @default not at all */
    readonly decryption?: DecryptionSettings;
    /** Time limits of the layers, with `delivery: flux`. */
    readonly timeouts?: LayerTimeouts;
    /** Namespaces whose charts install cluster-wide objects: Istio's, Flagger's. */
    readonly reconcilers: readonly string[];
}

/** Time limit of an installation or upgrade of Flux: four images, on a cold node. */
const INSTANCE_TIMEOUT = "10m";
/** Time limit of the first clone: enough for a slow one, short enough to learn of a wrong URL or secret. */
const CLONE_TIMEOUT = "3m";
/** Time limit of taking a layer down, its objects' finalizers included. */
const DELETE_TIMEOUT = "30m";

/**
 * Flux in a cluster, and what it is told to deliver. The only layer that is always Pulumi's.
 *
 * With `bootstrap: none` nothing of Flux's is installed. Its CRDs are read and checked instead, in `up` only: a preview
 * must work with the cluster away. The binding every HelmRelease needs depends on the result, and is the gate: when the
 * check fails that dependency never comes to be, so neither the binding is registered nor what depends on it, and the
 * program ends with the check's message. A CRD that is missing altogether fails the reading itself, by its name.
 */
export class Bootstrap extends pulumi.ComponentResource {
    /** The gate: whatever Flux reconciles depends on it. Not awaited: the layers Flux delivers. */
    public readonly ready: pulumi.Resource;

    public constructor(name: string, args: BootstrapArgs, opts?: pulumi.ComponentResourceOptions) {
        super("windlass:flux:Bootstrap", name, {}, opts);
        const flux = args.bootstrap === "operator" ? this.install(name, args) : this.adopt(name, args);
        this.ready = args.delivery === "flux" ? this.deliver(name, args, flux) : flux;
        this.registerOutputs({});
    }

    private install(name: string, args: BootstrapArgs): pulumi.Resource {
        const binding = this.bind(name, args);
        const operator = operatorRelease(`${name}-operator`, args.operator, { parent: this });
        return kubeResource(`${name}-instance`, fluxInstance(args), {
            parent: this,
            // The binding too: it must outlive every HelmRelease, which are uninstalled with its rights.
            dependsOn: [binding, operator],
            waitFor: instanceReady(args.version),
            customTimeouts: { create: INSTANCE_TIMEOUT, update: INSTANCE_TIMEOUT, delete: INSTANCE_TIMEOUT },
        });
    }

    private adopt(name: string, args: BootstrapArgs): pulumi.Resource {
        if (pulumi.runtime.isDryRun()) return this.bind(name, args);
        const crds = neededCrds(args.delivery).map((crd) => readCrd(`${name}-${crd}`, crd, this));
        return this.bind(name, args, checkedCrds(crds, args));
    }

    private bind(
        name: string,
        args: BootstrapArgs,
        after?: pulumi.Input<pulumi.Resource[]>,
    ): pulumi.Resource {
        const binding = clusterReconcilers("windlass-flux-reconcilers", args.reconcilers);
        return kubeResource(`${name}-reconcilers`, binding, {
            parent: this,
            ...(after ? { dependsOn: after } : {}),
        });
    }

    private deliver(name: string, args: BootstrapArgs, flux: pulumi.Resource): pulumi.Resource {
        const { git, timeouts, decryption, handover } = args;
        if (!git)
            throw new WindlassError({ key: "flux.git", rule: "delivery: flux needs a repository to read" });
        let last = kubeResource(`${name}-source`, stackRepository(git), {
            parent: this,
            dependsOn: this.prepared(name, handover, flux),
            waitFor: ["condition=Ready"],
            customTimeouts: { create: CLONE_TIMEOUT, update: CLONE_TIMEOUT },
        });
        for (const layer of layerKustomizations(git, { timeouts, decryption, handover })) {
            last = kubeResource(`${name}-${layer.metadata.name}`, layer, {
                parent: this,
                dependsOn: last,
                customTimeouts: { delete: DELETE_TIMEOUT },
            });
        }
        return last;
    }

    /** A preview must work with the cluster away, and so reads nothing. */
    private prepared(
        name: string,
        handover: Handover | undefined,
        flux: pulumi.Resource,
    ): pulumi.Input<pulumi.Resource[]> {
        if (handover !== "underway" || pulumi.runtime.isDryRun()) return [flux];
        return handedOver(`${name}-handed-over`, this).apply((namespace) => [flux, namespace]);
    }
}

/**
 * Not by `CustomResourceDefinition.get`, which hands the provider an id alone: the provider then takes the whole object
 * for what we had asked for, and the next refresh reports the correction as a change.
 */
function readCrd(name: string, crd: string, parent: pulumi.Resource): CustomResourceDefinition {
    const identity = {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: crd },
        spec: undefined, // An output must be named to be filled in.
    };
    return kubeResource(name, identity, { parent, id: crd }) as CustomResourceDefinition;
}

/** The CRDs, once they have passed {@link checkFluxApis}. */
function checkedCrds(
    crds: CustomResourceDefinition[],
    { range, delivery }: BootstrapArgs,
): pulumi.Output<pulumi.Resource[]> {
    return pulumi.all(crds.map(foundCrd)).apply((found) => {
        try {
            checkFluxApis(found, range, delivery);
        } catch (error) {
            throw error instanceof WindlassError ? refusal(error) : error;
        }
        return crds;
    });
}

function foundCrd(crd: CustomResourceDefinition): pulumi.Output<FoundCrd> {
    return pulumi.all([crd.id, crd.spec, crd.metadata]).apply(([name, spec, metadata]) => ({
        name,
        // Typed as always there, but a render asks no API server and gets nothing.
        flux: (metadata as typeof metadata | undefined)?.labels?.[FLUX_VERSION_LABEL],
        served: (spec as typeof spec | undefined)?.versions
            .filter((version) => version.served)
            .map((version) => version.name),
    }));
}
