import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_REVISION } from "../../lifecycle/mesh/revision";
import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import { FLUX_API, helmRepository, reconcilerAccount, releaseReady } from "../flux/objects";
import { gateOf, setGate } from "../kube/gate";
import { objectOf, whenKnown } from "../kube/inputs";
import { kubeResource } from "../kube/kube-resource";
import type { AnyObject } from "../kube/types";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import {
    CHARTS,
    controlPlaneNamespace,
    controlPlaneReleases,
    ISTIO_CHARTS,
    istiodName,
    type RevisionPin,
} from "./releases";
import { revisionTagObjects } from "./revision-tags";

/** A Helm release that was there before, and goes on. */
export interface IstioReleaseArgs {
    /**
     * Helm's name for it, at most 53 characters.
     *
     * @default the HelmRelease's
     */
    readonly releaseName?: pulumi.Input<string>;
    /**
     * Namespace of the Secrets Helm keeps it in.
     *
     * @default "istio-system"
     */
    readonly storageNamespace?: pulumi.Input<string>;
}

/** An istiod. */
export interface IstioRevisionArgs {
    /** `default`, or a name of its own such as `1-31-1`. Must be known before `up`. */
    readonly name: string;
    /**
     * Exact version of the chart: `1.31.1`.
     *
     * @default that of the control plane
     */
    readonly version?: pulumi.Input<string>;
    /**
     * Helm values over the chart's own, and over Windlass's: two replicas or more, seccomp profiles, a network policy,
     * normalized paths, merged metrics.
     *
     * @default none
     */
    readonly values?: pulumi.Input<AnyObject>;
    /**
     * The Helm release, where it was there before.
     *
     * @default one under the HelmRelease's name
     */
    readonly release?: pulumi.Input<IstioReleaseArgs>;
}

/** The CNI node agent. */
export interface IstioCniArgs {
    /**
     * Exact version of the chart: that of the oldest istiod.
     *
     * @default that of the control plane
     */
    readonly version?: pulumi.Input<string>;
    /**
     * Helm values over the chart's own, and over a network policy.
     *
     * @default none
     */
    readonly values?: pulumi.Input<AnyObject>;
    /**
     * The Helm release, where it was there before.
     *
     * @default one under the HelmRelease's name
     */
    readonly release?: pulumi.Input<IstioReleaseArgs>;
}

/** Revision tags, and what they point to. */
export interface IstioTagsArgs {
    /** Names that namespaces and pods give as `istio.io/rev`: `stable`. Must be known before `up`. */
    readonly names: string[];
    /** Name of the revision that all of them point to: `1-31-1`. */
    readonly revision: pulumi.Input<string>;
    /**
     * What istiod's chart calls `sidecarInjectorWebhook.reinvocationPolicy`.
     *
     * @default "Never"
     */
    readonly reinvocationPolicy?: pulumi.Input<string>;
}

/** Arguments of `ControlPlane`. */
export interface ControlPlaneArgs {
    /** Exact version of Istio: `1.31.1`. Istio's kinds, which all revisions share, are at this one: that of the newest. */
    readonly version: pulumi.Input<string>;
    /**
     * Where the charts come from, `oci://…` or `https://…`, without a chart's name.
     *
     * @default "oci://ghcr.io/istio/release/charts"
     */
    readonly charts?: pulumi.Input<string>;
    /**
     * Secret beside the releases with the credentials of the charts' registry.
     *
     * @default none are needed
     */
    readonly chartsSecret?: pulumi.Input<string>;
    /**
     * Secret beside the releases whose `ca.crt` signs the certificate of the charts' registry.
     *
     * @default a public authority does
     */
    readonly chartsCa?: pulumi.Input<string>;
    /**
     * The istiods that run beside each other, oldest version first; one, unless an upgrade by revisions is under way. How
     * many there are must be known before `up`.
     *
     * @default one, "default"
     */
    readonly revisions?: IstioRevisionArgs[];
    /**
     * Helm values of the chart `base`. Its `defaultRevision` names the istiod that validates objects of no revision.
     *
     * @default none: the first of the revisions validates
     */
    readonly baseValues?: pulumi.Input<AnyObject>;
    /**
     * The CNI node agent, one for all revisions. Whether there is one must be known before `up`; istiod's values must say
     * the same (`pilot.cni.enabled`).
     *
     * @default none: pods get an init container with `NET_ADMIN`
     */
    readonly cni?: IstioCniArgs;
    /**
     * The Helm release of the chart `base`, where it was there before.
     *
     * @default one named `istio-base`
     */
    readonly baseRelease?: pulumi.Input<IstioReleaseArgs>;
    /**
     * Whether Windlass's own values are below those that are given, and the namespace holds its pods to a security standard.
     * Must be known before `up`.
     *
     * @default true
     */
    readonly hardened?: boolean;
    /**
     * Istio network of the cluster.
     *
     * @default none: one flat network
     */
    readonly network?: pulumi.Input<string>;
    /**
     * Revision tags: webhooks of their own, which stay when the revision they pointed to goes.
     *
     * @default none
     */
    readonly tags?: IstioTagsArgs;
}

/**
 * Istio's control plane as Helm releases that Flux reconciles. The account they are applied as needs rights over the
 * whole cluster, which `Bootstrap` grants.
 */
export class ControlPlane extends pulumi.ComponentResource {
    /** Type token of the component, in the state and in its schema. */
    public static readonly __pulumiType = "windlass:istio:ControlPlane";

    /** Namespace of the control plane: `istio-system`. */
    public readonly namespace: pulumi.Output<string>;
    /** Names of the HelmReleases, in the order they are installed. */
    public readonly releases: pulumi.Output<string[]>;
    /** The newest of the revisions. */
    public readonly revision: pulumi.Output<string>;
    /** Name of its Service: `istiod`, `istiod-1-31-1`. */
    public readonly istiod: pulumi.Output<string>;
    /** Labels of a namespace whose pods get their proxy from it. */
    public readonly injectionLabels: pulumi.Output<Record<string, string>>;

    public constructor(name: string, args: ControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
        super(ControlPlane.__pulumiType, name, {}, opts);
        const { version, charts = ISTIO_CHARTS, cni, network, hardened = true } = args;
        const pin = (revision: IstioRevisionArgs): RevisionPin => ({
            ...revision,
            version: revision.version ?? version,
        });
        const [first = { name: DEFAULT_REVISION }, ...others] = args.revisions ?? [];
        const newest = others.at(-1) ?? first;

        const namespaceObject = objectOf(
            { apiVersion: "v1", kind: "Namespace", fields: [] },
            { cni: cni !== undefined, network, hardened },
            controlPlaneNamespace,
        );
        const namespace = kubeResource(`${name}-namespace`, namespaceObject, {
            parent: this,
            // A component's own dependencies order creation only: Flux must also outlive what it uninstalls.
            dependsOn: opts?.dependsOn,
        });
        const account = kubeResource(`${name}-account`, reconcilerAccount(ISTIO_NAMESPACE), {
            parent: this,
            dependsOn: [namespace],
        });
        const repository = objectOf(
            { apiVersion: FLUX_API.source, kind: "HelmRepository" },
            {
                name: CHARTS,
                namespace: ISTIO_NAMESPACE,
                url: charts,
                secret: args.chartsSecret,
                ca: args.chartsCa,
            },
            helmRepository,
        );
        let last: pulumi.Resource = kubeResource(`${name}-charts`, repository, {
            parent: this,
            dependsOn: [account],
        });
        const releases = controlPlaneReleases({
            base: { version, values: args.baseValues, release: args.baseRelease },
            revisions: [pin(first), ...others.map(pin)],
            cni: cni && { ...cni, version: cni.version ?? version },
            hardened,
        });
        for (const release of releases) {
            last = kubeResource(`${name}-${release.suffix}`, release.object, {
                parent: this,
                dependsOn: [last],
                waitFor: whenKnown(release.version, releaseReady),
            });
        }
        const { tags } = args;
        if (tags) for (const tag of tags.names) this.declareTag(name, tag, tags, last);
        setGate(this, last);
        this.namespace = pulumi.output(ISTIO_NAMESPACE);
        this.releases = pulumi.output(releases.map(({ name: release }) => release));
        this.revision = pulumi.output(newest.name);
        this.istiod = pulumi.output(istiodName(newest));
        this.injectionLabels = pulumi.output(injectionLabels(newest.name));
        this.registerOutputs({
            namespace: this.namespace,
            releases: this.releases,
            revision: this.revision,
            istiod: this.istiod,
            injectionLabels: this.injectionLabels,
        });
    }

    /** After the releases: what asks for a tag starts once there is an istiod to answer. */
    private declareTag(
        name: string,
        tag: string,
        { revision, reinvocationPolicy }: Omit<IstioTagsArgs, "names">,
        after: pulumi.Resource,
    ): void {
        for (const [index, { apiVersion, kind }] of revisionTagObjects({
            name: tag,
            revision: "",
        }).entries()) {
            const object = objectOf(
                { apiVersion, kind, fields: kind === "Service" ? ["spec"] : ["webhooks"] },
                { name: tag, revision, reinvocationPolicy },
                (known) => revisionTagObjects(known)[index] as Manifest,
            );
            kubeResource(`${name}-tag-${tag}-${kind === "Service" ? "service" : "webhook"}`, object, {
                parent: this,
                dependsOn: [after],
            });
        }
    }

    /** The last release, at its pinned version. What needs Istio's kinds or its proxies depends on this. */
    public get ready(): pulumi.Resource {
        return gateOf(this);
    }
}

/** @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy */
function injectionLabels(revision: string): Record<string, string> {
    return revision === DEFAULT_REVISION ? { "istio-injection": "enabled" } : { "istio.io/rev": revision };
}
