import type * as pulumi from "@pulumi/pulumi";
import type { JsonObject } from "../../lifecycle/kit/json";
import { deepMerge, valueAt } from "../../lifecycle/mesh/deep-merge";
import { baseValues, CNI_DEFAULTS, ISTIOD_DEFAULTS } from "../../lifecycle/mesh/helm-values";
import { chartRevision, DEFAULT_REVISION } from "../../lifecycle/mesh/revision";
import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import { type DriftIgnoreRule, FLUX_API, helmRelease, SAFETY_INTERVAL } from "../flux/objects";
import { objectOf } from "../kube/inputs";
import type { AnyObject, ObjectInput } from "../kube/types";
import type { Manifest } from "../../lifecycle/workloads/manifest";

/** Name of the HelmRepository with Istio's charts, in each namespace that has a release of one. */
export const CHARTS = "istio";

/** Where Istio's charts come from, unless a mirror has them. */
export const ISTIO_CHARTS = "oci://ghcr.io/istio/release/charts";

/** A chart at one exact version, with values over its own. */
export interface ChartPin {
    readonly version: pulumi.Input<string>;
    readonly values?: pulumi.Input<AnyObject>;
    /** The Helm release, where it was there before. @default one under the HelmRelease's name */
    readonly release?: pulumi.Input<{
        readonly releaseName?: pulumi.Input<string>;
        readonly storageNamespace?: pulumi.Input<string>;
    }>;
}

/** An istiod. Its name decides which releases there are, and so is always known. */
export interface RevisionPin extends ChartPin {
    /** `default` or `1-31-1`. */
    readonly name: string;
}

/** One HelmRelease of the control plane. */
export interface PlannedRelease {
    /** Suffix of its logical name: `istiod-1-31-1`. */
    readonly suffix: string;
    /** Name of the HelmRelease: `istio-base`, `istiod`. */
    readonly name: string;
    /** Exact version of the chart. */
    readonly version: pulumi.Input<string>;
    readonly object: ObjectInput;
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
const REPLICAS: DriftIgnoreRule = { target: { kind: "Deployment" }, paths: ["/spec/replicas"] };

/**
 * Whether the number of pods is somebody else's to write. It is not where the values switch the chart's autoscaler off and say
 * a number: then a Deployment that was scaled by hand, to zero too, is put back like everything else. Off alone says nothing,
 * for another autoscaler may be at work.
 *
 * @param isAutoscaled The chart's switch of its autoscaler; on by default
 * @param count The chart's `replicaCount`
 */
export function replicasIgnored(isAutoscaled: unknown, count: unknown): readonly DriftIgnoreRule[] {
    return isAutoscaled === false && typeof count === "number" ? [] : [REPLICAS];
}

/** The same of an istiod: the chart copies what stands below `pilot` over the top level. */
function istiodReplicasIgnored(values: JsonObject): readonly DriftIgnoreRule[] {
    const read = (key: string) => valueAt(values, ["pilot", key]) ?? valueAt(values, [key]);
    return replicasIgnored(read("autoscaleEnabled"), read("replicaCount"));
}

/** What {@link controlPlaneReleases} plans. */
export interface PlanReleasesArgs {
    readonly base: ChartPin;
    /** Oldest version first. */
    readonly revisions: readonly [RevisionPin, ...RevisionPin[]];
    readonly cni?: ChartPin;
    /** Whether Windlass's own values are below those that are given. @default true */
    readonly hardened?: boolean;
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
    const { base, revisions, cni, hardened = true } = args;
    const ours = (defaults: JsonObject, own: JsonObject) => (hardened ? deepMerge(defaults, own) : own);
    // Objects of no revision are validated by an istiod that runs already, unless the values name another.
    const validating = baseValues({ revision: revisions[0].name });
    const planned: readonly Plan[] = [
        {
            chart: "base",
            name: "istio-base",
            pin: base,
            values: (own) => deepMerge(validating, own),
            driftIgnore: () => [VALIDATING_WEBHOOK],
        },
        ...revisions.map((pin): Plan => ({
            chart: "istiod",
            name: istiodName(pin),
            pin,
            values: (own) => ({ ...ours(ISTIOD_DEFAULTS, own), revision: chartRevision(pin.name) }),
            driftIgnore: (values) => [VALIDATING_WEBHOOK, MUTATING_WEBHOOK, ...istiodReplicasIgnored(values)],
        })),
        ...(cni
            ? [
                  {
                      chart: "cni",
                      name: CNI_RELEASE,
                      pin: cni,
                      values: (own: JsonObject) => ours(CNI_DEFAULTS, own),
                  },
              ]
            : []),
    ];
    return planned.map((plan, index) => {
        const { chart, name, pin, driftIgnore } = plan;
        const before = planned[index - 1];
        const object = objectOf(
            { apiVersion: FLUX_API.helm, kind: "HelmRelease" },
            { version: pin.version, values: pin.values, release: pin.release },
            ({ version, values = {}, release: { releaseName, storageNamespace } = {} }) =>
                helmRelease({
                    name,
                    namespace: ISTIO_NAMESPACE,
                    chart,
                    version,
                    repository: CHARTS,
                    releaseName,
                    storageNamespace,
                    values: plan.values(values),
                    dependsOn: before && [{ name: before.name }],
                    driftIgnore: driftIgnore?.(values),
                    interval: SAFETY_INTERVAL,
                    failure: "retry",
                }),
        );
        return { suffix: chart === "istiod" ? name : chart, name, version: pin.version, object };
    });
}

/** Name of the last of {@link controlPlaneReleases}: ready when all are. What needs Istio comes after it. */
export function lastRelease({
    newest,
    cni,
}: {
    /** The newest of the revisions. */
    readonly newest: Pick<RevisionPin, "name">;
    readonly cni: boolean;
}): string {
    return cni ? CNI_RELEASE : istiodName(newest);
}

/** What the namespace of a control plane depends on. */
interface NamespaceArgs {
    readonly cni: boolean;
    /** @default one flat network */
    readonly network?: string;
    /** Whether it holds its pods to a security standard. @default true */
    readonly hardened?: boolean;
}

/** Namespace of the control plane. The node agent mounts the host's folders, which no other pod here may. */
export function controlPlaneNamespace({ cni, network, hardened = true }: NamespaceArgs): Manifest {
    const labels = {
        // Where others have put pods as well, it would refuse them.
        ...(hardened ? { "pod-security.kubernetes.io/enforce": cni ? "privileged" : "restricted" } : {}),
        // Where the cluster's gateways to other networks are looked for.
        ...(network === undefined ? {} : { "topology.istio.io/network": network }),
    };
    return { apiVersion: "v1", kind: "Namespace", metadata: { name: ISTIO_NAMESPACE, labels } };
}

/** Name of a revision's release, its Deployment and its Service: `istiod`, `istiod-1-31-1`. */
export function istiodName({ name }: Pick<RevisionPin, "name">): string {
    return name === DEFAULT_REVISION ? "istiod" : `istiod-${name}`;
}

const CNI_RELEASE = "istio-cni";

interface Plan {
    readonly chart: string;
    readonly name: string;
    readonly pin: ChartPin;
    /** The chart's whole values, of those that are asked for. */
    readonly values: (own: JsonObject) => JsonObject;
    /** By the values that are asked for. */
    readonly driftIgnore?: (own: JsonObject) => readonly DriftIgnoreRule[];
}
