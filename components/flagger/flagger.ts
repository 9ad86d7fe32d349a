import * as pulumi from "@pulumi/pulumi";
import type { FlaggerLock } from "../../lifecycle/settings/lock";
import type { FlaggerSettings } from "../../lifecycle/settings/settings";
import { helmRelease, helmRepository, reconcilerAccount, releaseReady } from "../flux/objects";
import { kubeResource } from "../kube/kube-resource";
import type { KubeObject } from "../kube/types";
import { FLAGGER_NAMESPACE } from "./names";
import { flaggerValues } from "./values";

/** Arguments of {@link Flagger}. */
export interface FlaggerArgs {
    /** Name of the cluster, as alerts show it. */
    readonly cluster: string;
    readonly settings: Pick<FlaggerSettings, "charts" | "registry" | "prometheus">;
    /** The pin of the chart, whose version is Flagger's own. */
    readonly lock: Pick<FlaggerLock, "release">;
    /** Image of the chart's Prometheus, with its tag, where a mirror has it elsewhere. @default the chart's */
    readonly prometheusImage?: string;
    /** Copies of Flagger, at least 1. @default 2 */
    readonly replicas?: number;
}

/**
 * Flagger, as a Helm release that Flux reconciles. What its Canaries refer to is in `MetricTemplates`.
 *
 * The chart installs kinds and a cluster role, so Flux's account in {@link FLAGGER_NAMESPACE} must hold what it
 * grants: `clusterReconcilers` of components/flux names the namespaces that do.
 */
export class Flagger extends pulumi.ComponentResource {
    /** The release at its pinned version. What needs Flagger or its kinds depends on this. */
    public readonly ready: pulumi.Resource;

    public constructor(name: string, args: FlaggerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("windlass:flagger:Flagger", name, {}, opts);
        const { version } = args.lock.release;
        const place = { name: "flagger", namespace: FLAGGER_NAMESPACE };

        const namespace = kubeResource(`${name}-namespace`, flaggerNamespace(), {
            parent: this,
            // A component's own dependencies order creation only; here they order deletion as well.
            ...(opts?.dependsOn ? { dependsOn: opts.dependsOn } : {}),
        });
        const inNamespace = { parent: this, dependsOn: [namespace] };
        const account = kubeResource(`${name}-account`, reconcilerAccount(FLAGGER_NAMESPACE), inNamespace);
        const source = helmRepository({ ...place, url: args.settings.charts });
        const repository = kubeResource(`${name}-repository`, source, inNamespace);

        const { cluster, prometheusImage, replicas } = args;
        const release = helmRelease({
            ...place,
            chart: "flagger",
            version,
            repository: place.name,
            values: flaggerValues({ ...args.settings, cluster, prometheusImage, replicas }),
            // The chart keeps its kinds in crds/, which Helm itself never upgrades.
            crds: "CreateReplace",
            // Unlike Istio's, an earlier Flagger takes its objects back as they are.
            failure: "rollback",
        });
        this.ready = kubeResource(`${name}-release`, release, {
            parent: this,
            dependsOn: [account, repository],
            waitFor: releaseReady(version),
        });
        this.registerOutputs({});
    }
}

/** Flagger stays outside the mesh; its pods meet the `restricted` standard, and others are refused. */
function flaggerNamespace(): KubeObject {
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
