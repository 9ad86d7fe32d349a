import type { CustomResourceDefinition } from "@pulumi/kubernetes/apiextensions/v1";
import * as pulumi from "@pulumi/pulumi";
import { WindlassError } from "../../lifecycle/kit/errors";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import { FLAGGER_NAMESPACE } from "../flagger/names";
import { gateOf, setGate } from "../kube/gate";
import { objectOf, whenKnown } from "../kube/inputs";
import { kubeResource } from "../kube/kube-resource";
import { refusal } from "../kube/refusal";
import { clusterReconcilers, RECONCILER } from "./access";
import { FLUX_API, FLUX_NAMESPACE } from "./api";
import { commitStatusAlert, commitStatusProvider, namespacesStatusAlert } from "./commit-status";
import { checkFluxApis } from "./existing";
import { foundCrds, readCrds } from "./found-crds";
import { handedOver } from "./handed-over";
import { fluxInstance, instanceReady } from "./instance";
import {
    DELIVERED_LAYERS,
    type DeliveredLayer,
    layerKustomization,
    namespacedWorkloads,
    stackRepository,
} from "./layers";
import { operatorRelease } from "./operator";

/** The repository Flux delivers from. */
export interface BootstrapGitArgs {
    /** `https://…` or `ssh://…`. Flux does not take `git@host:path`. */
    readonly url: pulumi.Input<string>;
    /** Branch Flux follows. */
    readonly branch: pulumi.Input<string>;
    /** Folder with `system/`, `gateways/` and `workloads/`, from the repository's root: `clusters/dev`. */
    readonly path: pulumi.Input<string>;
    /**
     * Name of a Secret in `flux-system` with the credentials, as Flux's GitRepository takes them.
     *
     * @default none: a public repository
     */
    readonly secret?: pulumi.Input<string>;
    /**
     * The workloads stand in a folder for each namespace, and beside them, in `namespaces/`, a Kustomization for each, as
     * `windlass render` writes them: what fails in one namespace stops no other. Otherwise one Kustomization applies all of
     * `workloads/`. Must be known before `up`.
     *
     * @default false
     */
    readonly namespaces?: boolean;
    /**
     * Write what becomes of a commit in this cluster to the repository, as commit statuses of GitHub. Whether that is done must
     * be known before `up`.
     *
     * @default not at all
     */
    readonly statuses?: BootstrapStatusesArgs;
}

/** How Flux says what became of a commit: `windlass/<cluster>/<layer>`, a status each. */
export interface BootstrapStatusesArgs {
    /** Name of a Secret in `flux-system` with the key `token`, or those of a GitHub App, that may write commit statuses. */
    readonly secret: pulumi.Input<string>;
    /** What tells this cluster from others that read the same commits: the stack's name. */
    readonly cluster: pulumi.Input<string>;
}

/** How Flux decrypts the workloads it delivers: with SOPS. */
export interface BootstrapDecryptionArgs {
    /**
     * Name of a Secret in `flux-system` with the keys.
     *
     * @default none: the cloud identity of Flux's controller
     */
    readonly secret?: pulumi.Input<string>;
}

/** Time limits of the layers Flux delivers, each until everything in it is healthy: `20m`, `1h`. */
export interface BootstrapTimeoutsArgs {
    /** Charts of Istio and Flagger, one after the other. @default "20m" */
    readonly system?: pulumi.Input<string>;
    /** Gateways. @default "10m" */
    readonly gateways?: pulumi.Input<string>;
    /** Workloads, until their canaries are promoted: longer than the longest analysis. @default "60m" */
    readonly workloads?: pulumi.Input<string>;
}

/** Arguments of `Bootstrap`. */
export interface BootstrapArgs {
    /** Exact version of the Flux distribution: `2.9.4`. */
    readonly version: pulumi.Input<string>;
    /** Exact version of the chart of flux-operator: `0.55.0`. */
    readonly operatorVersion: pulumi.Input<string>;
    /**
     * Install Flux. Otherwise the Flux that runs there already is checked, and used. Must be known before `up`.
     *
     * @default true
     */
    readonly install?: boolean;
    /**
     * Semver range that a Flux found in the cluster must lie in, where none is installed: `~2.9`.
     *
     * @default "*": any that serves the API versions written
     */
    readonly range?: pulumi.Input<string>;
    /**
     * Where the chart of flux-operator comes from, `oci://…` or `https://…`, without the chart's name.
     *
     * @default "oci://ghcr.io/controlplaneio-fluxcd/charts"
     */
    readonly charts?: pulumi.Input<string>;
    /**
     * Image of flux-operator without its tag, where it is mirrored.
     *
     * @default the chart's own
     */
    readonly operatorImage?: pulumi.Input<string>;
    /**
     * Registry and folder of Flux's images.
     *
     * @default "ghcr.io/fluxcd"
     */
    readonly registry?: pulumi.Input<string>;
    /**
     * OCI artifact with the manifests of the distribution: `oci://…`.
     *
     * @default the copy inside the operator's image
     */
    readonly artifact?: pulumi.Input<string>;
    /**
     * Secret in `flux-system` with the credentials of the images' registry.
     *
     * @default none are needed
     */
    readonly pullSecret?: pulumi.Input<string>;
    /**
     * Secret in `flux-system` with the credentials of the artifact's registry.
     *
     * @default none are needed
     */
    readonly artifactSecret?: pulumi.Input<string>;
    /**
     * DNS suffix of services in the cluster.
     *
     * @default "cluster.local"
     */
    readonly domain?: pulumi.Input<string>;
    /**
     * Kustomizations that are worked on at once, where Flux is installed: each that waits for its canaries counts.
     *
     * @default Flux's own, 4
     */
    readonly concurrent?: pulumi.Input<number>;
    /**
     * Repository Flux delivers `system/`, `gateways/` and `workloads/` from, one after the other. Whether there is one must
     * be known before `up`.
     *
     * @default none: Flux reconciles only what is declared otherwise
     */
    readonly git?: BootstrapGitArgs;
    /**
     * How Flux decrypts encrypted workloads. Whether it does must be known before `up`.
     *
     * @default not at all
     */
    readonly decryption?: BootstrapDecryptionArgs;
    /** Time limits of the layers Flux delivers. */
    readonly timeouts?: BootstrapTimeoutsArgs;
    /**
     * Another deliverer hands its objects over to Flux, or takes them from it: Flux deletes nothing, and the cluster must
     * have been prepared (docs/delivery.md). Must be known before `up`.
     *
     * @default false
     */
    readonly handover?: boolean;
    /**
     * Namespaces whose `flux-reconciler` may change anything in the cluster, because charts there install kinds, webhooks
     * and cluster roles.
     *
     * @default ["istio-system", "flagger-system"]
     */
    readonly reconcilers?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Where the chart of flux-operator comes from. */
const CHARTS = "oci://ghcr.io/controlplaneio-fluxcd/charts";
/** Where the images of Flux come from. */
const REGISTRY = "ghcr.io/fluxcd";
/** Time limit of an installation or upgrade of Flux: four images, on a cold node. */
const INSTANCE_TIMEOUT = "10m";
/** Time limit of the first clone: enough for a slow one, short enough to learn of a wrong URL or secret. */
const CLONE_TIMEOUT = "3m";
/** Time limit of taking a layer down, its objects' finalizers included. */
const DELETE_TIMEOUT = "30m";

/**
 * Flux in a cluster, and what it is told to deliver.
 *
 * Where nothing is installed, the kinds of the Flux that is there are read and checked instead, in `up` only: a preview must
 * work with the cluster away. The binding every HelmRelease needs depends on the result, and is the gate: when the check
 * fails that dependency never comes to be, so neither the binding is registered nor what depends on it, and the program
 * ends with the message of the check. A kind that is missing altogether fails the reading itself, by its name.
 */
export class Bootstrap extends pulumi.ComponentResource {
    /** Type token of the component, in the state and in its schema. */
    public static readonly __pulumiType = "windlass:flux:Bootstrap";

    /** Namespace of Flux, its sources and its Kustomizations: `flux-system`. */
    public readonly namespace: pulumi.Output<string>;
    /** Service account that a HelmRelease of any namespace names: `flux-reconciler`. */
    public readonly serviceAccount: pulumi.Output<string>;
    /** Names of the Kustomizations Flux delivers, in their order. Empty without a repository. */
    public readonly layers: pulumi.Output<string[]>;

    public constructor(name: string, args: BootstrapArgs, opts?: pulumi.ComponentResourceOptions) {
        super(Bootstrap.__pulumiType, name, {}, opts);
        const flux = (args.install ?? true) ? this.install(name, args) : this.adopt(name, args);
        setGate(this, args.git ? this.deliver(name, args, args.git, flux) : flux);
        this.namespace = pulumi.output(FLUX_NAMESPACE);
        this.serviceAccount = pulumi.output(RECONCILER);
        this.layers = pulumi.output(args.git ? [...DELIVERED_LAYERS] : []);
        const { namespace, serviceAccount, layers } = this;
        this.registerOutputs({ namespace, serviceAccount, layers });
    }

    /** The gate: whatever Flux reconciles depends on it. Not awaited: the layers Flux delivers. */
    public get ready(): pulumi.Resource {
        return gateOf(this);
    }

    private install(name: string, args: BootstrapArgs): pulumi.Resource {
        const {
            version,
            operatorVersion,
            operatorImage,
            registry = REGISTRY,
            artifact,
            domain,
            concurrent,
        } = args;
        const binding = this.bind(name, args);
        const operator = operatorRelease(
            `${name}-operator`,
            { version: operatorVersion, charts: args.charts ?? CHARTS, image: operatorImage },
            { parent: this },
        );
        const instance = objectOf(
            { apiVersion: FLUX_API.instance, kind: "FluxInstance" },
            {
                version,
                registry,
                artifact,
                domain,
                concurrent,
                pullSecret: args.pullSecret,
                artifactSecret: args.artifactSecret,
            },
            fluxInstance,
        );
        return kubeResource(`${name}-instance`, instance, {
            parent: this,
            // The binding too: it must outlive every HelmRelease, which are uninstalled with its rights.
            dependsOn: [binding, operator],
            waitFor: whenKnown(version, instanceReady),
            customTimeouts: { create: INSTANCE_TIMEOUT, update: INSTANCE_TIMEOUT, delete: INSTANCE_TIMEOUT },
        });
    }

    private adopt(name: string, args: BootstrapArgs): pulumi.Resource {
        if (pulumi.runtime.isDryRun()) return this.bind(name, args);
        const delivery = args.git ? "flux" : "pulumi";
        const crds = readCrds(name, delivery, { parent: this });
        return this.bind(name, args, checkedCrds(crds, args.range ?? "*", delivery));
    }

    private bind(
        name: string,
        { reconcilers = [ISTIO_NAMESPACE, FLAGGER_NAMESPACE] }: BootstrapArgs,
        after?: pulumi.Input<pulumi.Resource[]>,
    ): pulumi.Resource {
        const binding = objectOf(
            {
                apiVersion: "rbac.authorization.k8s.io/v1",
                kind: "ClusterRoleBinding",
                fields: ["roleRef", "subjects"],
            },
            reconcilers,
            (namespaces) => clusterReconcilers("windlass-flux-reconcilers", namespaces),
        );
        return kubeResource(`${name}-reconcilers`, binding, { parent: this, dependsOn: after });
    }

    private deliver(
        name: string,
        args: BootstrapArgs,
        git: BootstrapGitArgs,
        flux: pulumi.Resource,
    ): pulumi.Resource {
        const { timeouts = {}, decryption, handover = false } = args;
        const source = objectOf({ apiVersion: FLUX_API.source, kind: "GitRepository" }, git, stackRepository);
        let last = kubeResource(`${name}-source`, source, {
            parent: this,
            dependsOn: this.prepared(name, handover, flux),
            waitFor: ["condition=Ready"],
            customTimeouts: { create: CLONE_TIMEOUT, update: CLONE_TIMEOUT },
        });
        if (git.statuses) this.tell(name, git, git.statuses, last);
        for (const layer of DELIVERED_LAYERS) {
            const options = { timeout: timeouts[layer], decryption, handover };
            for (const [part, build] of partsOf(layer, git.namespaces ?? false)) {
                const object = objectOf(
                    { apiVersion: FLUX_API.kustomize, kind: "Kustomization" },
                    { path: git.path, options },
                    ({ path, options }) => build({ path }, options),
                );
                last = kubeResource(`${name}-${part}`, object, {
                    parent: this,
                    dependsOn: last,
                    customTimeouts: { delete: DELETE_TIMEOUT },
                });
            }
        }
        return last;
    }

    /** Before the layers, so that their first events are told; nothing waits for it. */
    private tell(
        name: string,
        { url, namespaces }: BootstrapGitArgs,
        statuses: BootstrapStatusesArgs,
        source: pulumi.Resource,
    ): void {
        const type = { apiVersion: FLUX_API.notification, kind: "Provider" };
        const provider = objectOf(type, { url, ...statuses }, commitStatusProvider);
        const after = kubeResource(`${name}-statuses`, provider, { parent: this, dependsOn: source });
        const options = { parent: this, dependsOn: after };
        kubeResource(`${name}-statuses-alert`, commitStatusAlert(DELIVERED_LAYERS), options);
        if (namespaces) kubeResource(`${name}-statuses-namespaces`, namespacesStatusAlert(), options);
    }

    /** A preview must work with the cluster away, and so reads nothing. */
    private prepared(
        name: string,
        handover: boolean,
        flux: pulumi.Resource,
    ): pulumi.Input<pulumi.Resource[]> {
        if (!handover || pulumi.runtime.isDryRun()) return [flux];
        return handedOver(`${name}-handed-over`, this).apply((namespace) => [flux, namespace]);
    }
}

type Build = (...args: [{ readonly path: string }, Parameters<typeof layerKustomization>[2]?]) => Manifest;

/** What a layer is delivered by, each with the last part of its resource's name. */
function partsOf(layer: DeliveredLayer, namespaces: boolean): readonly (readonly [string, Build])[] {
    if (layer !== "workloads" || !namespaces)
        return [[layer, (...args) => layerKustomization(layer, ...args)]];
    return [
        ["namespaces", (...args) => namespacedWorkloads(...args).namespaces],
        [layer, (...args) => namespacedWorkloads(...args).workloads],
    ];
}

/** The CRDs, once they have passed {@link checkFluxApis}. */
function checkedCrds(
    crds: CustomResourceDefinition[],
    range: pulumi.Input<string>,
    delivery: "pulumi" | "flux",
): pulumi.Output<pulumi.Resource[]> {
    return pulumi.all([foundCrds(crds), range]).apply(([found, known]) => {
        try {
            checkFluxApis(found, known, delivery);
        } catch (error) {
            throw error instanceof WindlassError ? refusal(error) : error;
        }
        return crds;
    });
}
