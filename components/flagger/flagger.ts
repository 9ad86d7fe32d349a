import * as pulumi from "@pulumi/pulumi";
import {
    FLUX_API,
    type HelmDependency,
    helmRelease,
    helmRepository,
    reconcilerAccount,
    releaseReady,
} from "../flux/objects";
import { gateOf, setGate } from "../kube/gate";
import { objectOf, whenKnown } from "../kube/inputs";
import { kubeResource } from "../kube/kube-resource";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { CHART_PROMETHEUS, FLAGGER_NAMESPACE } from "./names";
import { flaggerValues } from "./values";

/** Arguments of `Flagger`. */
export interface FlaggerArgs {
    /** Exact version of the chart, which is Flagger's own: `1.44.0`. */
    readonly version: pulumi.Input<string>;
    /** Name of the cluster, as alerts show it. */
    readonly cluster: pulumi.Input<string>;
    /**
     * Where the chart comes from, `oci://…` or `https://…`, without the chart's name.
     *
     * @default "oci://ghcr.io/fluxcd/charts"
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
     * Secret in `flagger-system` with the credentials of the images' registry.
     *
     * @default none are needed
     */
    readonly pullSecret?: pulumi.Input<string>;
    /**
     * Registry and folder of Flagger's image, without the image's name.
     *
     * @default "ghcr.io/fluxcd"
     */
    readonly registry?: pulumi.Input<string>;
    /**
     * Prometheus that Flagger asks, `http://host:port`.
     *
     * @default the chart installs a small one
     */
    readonly prometheus?: pulumi.Input<string>;
    /**
     * Image of that small one, with its tag, where a mirror has it elsewhere.
     *
     * @default the chart's own
     */
    readonly prometheusImage?: pulumi.Input<string>;
    /**
     * Copies of Flagger, at least 1. One leads, the others stand by.
     *
     * @default 2
     */
    readonly replicas?: pulumi.Input<number>;
    /**
     * HelmReleases that Flux has ready before it touches this one: the control plane's last. Pulumi's own `dependsOn` says
     * nothing to Flux where that applies the manifests.
     *
     * @default none
     */
    readonly after?: pulumi.Input<HelmDependency[]>;
    /**
     * What Flagger may ask of the API server. Every look at a Canary is about 14 requests.
     *
     * @default Flagger's own: 100 a second, 250 at once
     */
    readonly limits?: pulumi.Input<FlaggerLimitsArgs>;
    /**
     * Whether it is installed: two of them would both move every canary. Without it there is the namespace alone, where
     * metric templates stand. Must be known before `up`.
     *
     * @default true
     */
    readonly install?: boolean;
}

/** What Flagger may ask of the API server. */
export interface FlaggerLimitsArgs {
    /** Requests a second, a whole number. */
    readonly qps: pulumi.Input<number>;
    /** Requests at once, a whole number. */
    readonly burst: pulumi.Input<number>;
}

/** Name of the Helm release, and of the chart it is made from. */
const RELEASE = "flagger";
/** Where chart and image come from. */
const CHARTS = "oci://ghcr.io/fluxcd/charts";
const REGISTRY = "ghcr.io/fluxcd";

/**
 * Flagger, as a Helm release that Flux reconciles. What its Canaries refer to is in `MetricTemplates`.
 *
 * The chart installs kinds and a cluster role, so the account of Flux in `flagger-system` must hold what it grants:
 * `reconcilers` of `Bootstrap` names the namespaces that do.
 */
export class Flagger extends pulumi.ComponentResource {
    /** Type token of the component, in the state and in its schema. */
    public static readonly __pulumiType = "windlass:flagger:Flagger";

    /** Namespace of Flagger, and of what a Canary of any namespace refers to: `flagger-system`. */
    public readonly namespace: pulumi.Output<string>;
    /** Name of the HelmRelease, the Helm release and the Deployment. */
    public readonly release: pulumi.Output<string>;
    /** Prometheus that Flagger asks, `http://host:port`. */
    public readonly prometheus: pulumi.Output<string>;

    public constructor(name: string, args: FlaggerArgs, opts?: pulumi.ComponentResourceOptions) {
        super(Flagger.__pulumiType, name, {}, opts);
        const namespace = kubeResource(`${name}-namespace`, flaggerNamespace(), {
            parent: this,
            // A component's own dependencies order creation only; here they order deletion as well.
            dependsOn: opts?.dependsOn,
        });
        this.namespace = pulumi.output(FLAGGER_NAMESPACE);
        this.release = pulumi.output(RELEASE);
        this.prometheus = pulumi.output(args.prometheus ?? CHART_PROMETHEUS);
        this.registerOutputs({
            namespace: this.namespace,
            release: this.release,
            prometheus: this.prometheus,
        });
        if (args.install === false) {
            setGate(this, namespace);
            return;
        }
        const inNamespace = { parent: this, dependsOn: [namespace] };
        const account = kubeResource(`${name}-account`, reconcilerAccount(FLAGGER_NAMESPACE), inNamespace);
        const source = objectOf(
            { apiVersion: FLUX_API.source, kind: "HelmRepository" },
            {
                name: RELEASE,
                namespace: FLAGGER_NAMESPACE,
                url: args.charts ?? CHARTS,
                secret: args.chartsSecret,
                ca: args.chartsCa,
            },
            helmRepository,
        );
        const repository = kubeResource(`${name}-repository`, source, inNamespace);
        const release = objectOf({ apiVersion: FLUX_API.helm, kind: "HelmRelease" }, args, flaggerRelease);
        const gate = kubeResource(`${name}-release`, release, {
            parent: this,
            dependsOn: [account, repository],
            waitFor: whenKnown(args.version, releaseReady),
        });
        setGate(this, gate);
    }

    /** The release at its pinned version, or the namespace where it is not installed. What needs Flagger or its kinds depends on this. */
    public get ready(): pulumi.Resource {
        return gateOf(this);
    }
}

function flaggerRelease(args: pulumi.Unwrap<FlaggerArgs>): Manifest {
    const { version, cluster, registry = REGISTRY, prometheus, prometheusImage, replicas } = args;
    const { after, limits, pullSecret } = args;
    return helmRelease({
        name: RELEASE,
        namespace: FLAGGER_NAMESPACE,
        chart: "flagger",
        version,
        repository: RELEASE,
        values: flaggerValues({
            registry,
            cluster,
            prometheus,
            prometheusImage,
            replicas,
            limits,
            pullSecret,
        }),
        dependsOn: after,
        // The chart keeps its kinds in crds/, which Helm itself never upgrades.
        crds: "CreateReplace",
        // Unlike Istio's, an earlier Flagger takes its objects back as they are.
        failure: "rollback",
    });
}

/** Flagger stays outside the mesh; its pods meet the `restricted` standard, and others are refused. */
function flaggerNamespace(): Manifest {
    return {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: {
            name: FLAGGER_NAMESPACE,
            labels: {
                "istio-injection": "disabled",
                "pod-security.kubernetes.io/enforce": "restricted",
            },
        },
    };
}
