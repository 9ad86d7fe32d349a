import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import { DEFAULT_REVISION } from "../../lifecycle/mesh/revision";
import { type DriftIgnoreRule, helmRelease } from "../flux/objects";
import type { KubeObject } from "../kube/types";
import type { ChartPin, RevisionPin } from "./chart-pin";

/** Name of the HelmRepository with Istio's charts, in each namespace that has a release of one. */
export const CHARTS = "istio";

/** One HelmRelease of the control plane. */
export interface PlannedRelease {
    /** Suffix of its logical name: `istiod-1-31-1`. */
    readonly suffix: string;
    /** Exact version of the chart. */
    readonly version: string;
    readonly object: KubeObject;
}

// Flux takes exact pointers only, no wildcards, and skips one that leads nowhere.
const VALIDATING_WEBHOOK: DriftIgnoreRule = {
    target: { kind: "ValidatingWebhookConfiguration" },
    // pkg/webhooks/validation/controller: fails open until istiod serves it, then closed.
    paths: ["/webhooks/0/failurePolicy", "/webhooks/0/clientConfig/caBundle"],
};
const MUTATING_WEBHOOK: DriftIgnoreRule = {
    target: { kind: "MutatingWebhookConfiguration" },
    // pkg/webhooks/webhookpatch.go. Two entries for a revision, four for the default one, and one for all namespaces.
    paths: [0, 1, 2, 3, 4].map((entry) => `/webhooks/${entry}/clientConfig/caBundle`),
};

/** What an autoscaler writes. The charts leave it out, but a Deployment scaled by hand before may still own it. */
export const REPLICAS: DriftIgnoreRule = { target: { kind: "Deployment" }, paths: ["/spec/replicas"] };

/** What {@link controlPlaneReleases} plans, as `ControlPlane` is given it. */
export interface PlanReleasesArgs {
    readonly base: ChartPin;
    readonly revisions: readonly RevisionPin[];
    readonly cni?: ChartPin;
}

/**
 * The HelmReleases of a control plane in the order they are installed and upgraded, each depending on the one before:
 * `base`, every `istiod` from the oldest revision to the newest, then `cni`. The node agent is last because one of
 * version x serves control planes x and x+1, never an older one.
 *
 * A failed one is retried and never rolled back: an older `base` would take fields from CRDs in use, an older istiod
 * would be behind its proxies.
 */
export function controlPlaneReleases(args: PlanReleasesArgs): readonly PlannedRelease[] {
    const planned = [
        plan("base", "istio-base", args.base, [VALIDATING_WEBHOOK]),
        ...args.revisions.map((pin) =>
            plan("istiod", istiodName(pin), pin, [VALIDATING_WEBHOOK, MUTATING_WEBHOOK, REPLICAS]),
        ),
        ...(args.cni ? [plan("cni", "istio-cni", args.cni, [])] : []),
    ];
    return planned.map(({ chart, name, pin, driftIgnore }, index) => {
        const before = planned[index - 1];
        return {
            suffix: chart === "istiod" ? name : chart,
            version: pin.version,
            object: helmRelease({
                name,
                namespace: ISTIO_NAMESPACE,
                chart,
                version: pin.version,
                repository: CHARTS,
                values: pin.values,
                dependsOn: before && [{ name: before.name }],
                driftIgnore,
                failure: "retry",
            }),
        };
    });
}

/** Namespace of the control plane. The node agent mounts the host's folders, which no other pod here may. */
export function controlPlaneNamespace({
    cni,
    network,
}: {
    readonly cni?: ChartPin;
    readonly network?: string;
}): KubeObject {
    return {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: {
            name: ISTIO_NAMESPACE,
            labels: {
                "pod-security.kubernetes.io/enforce": cni ? "privileged" : "restricted",
                // Where the cluster's gateways to other networks are looked for.
                ...(network ? { "topology.istio.io/network": network } : {}),
            },
        },
    };
}

function plan(chart: string, name: string, pin: ChartPin, driftIgnore: readonly DriftIgnoreRule[]) {
    return { chart, name, pin, driftIgnore };
}

function istiodName({ revision }: RevisionPin): string {
    return revision === DEFAULT_REVISION ? "istiod" : `istiod-${revision}`;
}
