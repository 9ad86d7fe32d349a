import * as pulumi from "@pulumi/pulumi";
import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import { helmRepository, reconcilerAccount, releaseReady } from "../flux/objects";
import { kubeResource } from "../kube/kube-resource";
import type { ChartPin, RevisionPin } from "./chart-pin";
import { CHARTS, controlPlaneNamespace, controlPlaneReleases } from "./releases";

/** Arguments of {@link ControlPlane}. */
export interface ControlPlaneArgs {
    /** Chart repository: `oci://…` or `https://…`, without a chart's name. */
    readonly charts: string;
    /** CRDs, shared by all revisions: at the version of the newest. */
    readonly base: ChartPin;
    /** The istiods that run beside each other, oldest version first; one, unless an upgrade by revisions is under way. */
    readonly revisions: readonly [RevisionPin, ...RevisionPin[]];
    /**
     * The CNI node agent, one for all revisions: at the version of the oldest.
     *
     * @default none: pods get an init container with `NET_ADMIN`
     */
    readonly cni?: ChartPin;
    /**
     * Istio network of the cluster.
     *
     * @default "" one flat network
     */
    readonly network?: string;
}

/**
 * Istio's control plane as Helm releases that Flux reconciles. The account they are applied as needs rights over the
 * whole cluster (`clusterReconcilers`), which are granted where Flux is installed.
 */
export class ControlPlane extends pulumi.ComponentResource {
    /** The last release, at its pinned version. What needs Istio's kinds or its proxies depends on this. */
    public readonly ready: pulumi.Resource;

    public constructor(name: string, args: ControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
        super("windlass:istio:ControlPlane", name, {}, opts);
        const namespace = kubeResource(`${name}-namespace`, controlPlaneNamespace(args), {
            parent: this,
            // A component's own dependencies order creation only: Flux must also outlive what it uninstalls.
            ...(opts?.dependsOn ? { dependsOn: opts.dependsOn } : {}),
        });
        const account = kubeResource(`${name}-account`, reconcilerAccount(ISTIO_NAMESPACE), {
            parent: this,
            dependsOn: [namespace],
        });
        const charts = helmRepository({ name: CHARTS, namespace: ISTIO_NAMESPACE, url: args.charts });
        let last: pulumi.Resource = kubeResource(`${name}-charts`, charts, {
            parent: this,
            dependsOn: [account],
        });
        for (const { suffix, version, object } of controlPlaneReleases(args)) {
            last = kubeResource(`${name}-${suffix}`, object, {
                parent: this,
                dependsOn: [last],
                waitFor: releaseReady(version),
            });
        }
        this.ready = last;
        this.registerOutputs({});
    }
}
