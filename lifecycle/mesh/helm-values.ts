import { ISTIO_NAMESPACE } from "../settings/system-namespaces";
/**
 * Helm values of Istio's charts. The HelmReleases and the offline injection both take them from here, so that a
 * sidecar in Git is the one the stack's own webhook would have put in.
 */
import type { JsonObject } from "../kit/json";
import type { StackSettings } from "../settings/settings";
import { deepMerge, withoutDefaults } from "./deep-merge";
import { NATIVE_SIDECARS_ENV, supportsNativeSidecars } from "./native-sidecars";
import { refuseOwnedValues } from "./owned-values";
import { chartRevision } from "./revision";
import type { MeshTarget } from "./target";

/** What every pod of Istio's charts runs under. */
export const SECCOMP = { type: "RuntimeDefault" } as const;

/** Values of the `istiod` chart that differ from its own in every mesh. */
export const ISTIOD_DEFAULTS: JsonObject = {
    global: {
        istioNamespace: ISTIO_NAMESPACE,
        networkPolicy: { enabled: true },
        proxy: { seccompProfile: SECCOMP },
    },
    meshConfig: {
        // `/admin//x` must not pass a rule written for `/admin/x`.
        // https://istio.io/latest/docs/ops/best-practices/security/#customize-your-system-on-path-normalization
        pathNormalization: { normalization: "MERGE_SLASHES" },
        // One port of the pod answers for the application's metrics and the proxy's.
        enablePrometheusMerge: true,
    },
    // Two, so that a drained node leaves one: the chart adds its disruption budget from two on.
    pilot: { autoscaleMin: 2, autoscaleMax: 5, seccompProfile: SECCOMP },
    gateways: { seccompProfile: SECCOMP },
};

/** Values of the `cni` chart that differ from its own in every mesh. */
export const CNI_DEFAULTS: JsonObject = { global: { networkPolicy: { enabled: true } } };

/**
 * Values of the `base` chart: CRDs and the webhook that validates objects of no revision.
 *
 * @param revision Revision whose istiod validates: one that runs already, or no Istio object could be applied
 *   until it does.
 * @param own What a stack says itself, which counts.
 */
export function baseValues({ revision }: Pick<MeshTarget, "revision">, own: JsonObject = {}): JsonObject {
    return deepMerge({ defaultRevision: revision, global: { istioNamespace: ISTIO_NAMESPACE } }, own);
}

/**
 * Values of the `istiod` chart, with the stack's `istio.values` merged over them.
 *
 * Options of istiod itself stand below `pilot`: the chart copies that over the top level, and istioctl knows them
 * nowhere else.
 *
 * @param target Its version is the tag of istiod and of the proxies that the webhook injects.
 * @throws WindlassError when `istio.values` sets what another key of the stack file decides.
 */
export function istiodValues(settings: StackSettings, target: MeshTarget): JsonObject {
    const ours = ownIstiodValues(settings, target);
    refuseOwnedValues(settings, ours, decidedValues(settings, target));
    return deepMerge(ours, settings.istio.values);
}

function ownIstiodValues(settings: StackSettings, target: MeshTarget): JsonObject {
    const decided = decidedValues(settings, target);
    if (settings.istio.defaults === "windlass") return deepMerge(ISTIOD_DEFAULTS, decided);
    // Who has installed the chart before wrote none of what is Istio's own default anyway.
    return withoutDefaults(decided, ISTIO_DEFAULTS);
}

/** What the settings decide, whoever's values are below. */
function decidedValues(settings: StackSettings, target: MeshTarget): JsonObject {
    const { cluster, istio } = settings;
    const native = supportsNativeSidecars(cluster.kubernetes);
    // Left to istiod, which asks the nodes, where the chart is as others have installed it.
    const isOurs = istio.defaults === "windlass";
    return {
        revision: chartRevision(target.revision),
        global: {
            ...images(target),
            multiCluster: { clusterName: cluster.name === UNNAMED_CLUSTER ? "" : cluster.name },
            network: cluster.network ?? "",
            meshID: cluster.meshId ?? "",
            proxy: { clusterDomain: cluster.domain },
            ...pullSecrets(settings),
        },
        meshConfig: {
            trustDomain: cluster.trustDomain,
            accessLogFile: istio.accessLog ?? "",
            outboundTrafficPolicy: { mode: istio.outboundTraffic },
            // A native sidecar starts before the application by itself; any other has to hold it back.
            ...(native || !isOurs ? {} : { defaultConfig: { holdApplicationUntilProxyStarts: true } }),
        },
        pilot: {
            cni: { enabled: istio.cni },
            // Never `auto`: offline injection has no nodes to ask and would differ from the webhook.
            ...(isOurs ? { env: nativeSidecars(settings) } : {}),
        },
    };
}

/** Variables of istiod that make proxies native sidecars where the cluster has them. */
export function nativeSidecars({ cluster }: StackSettings): JsonObject {
    return { [NATIVE_SIDECARS_ENV]: String(supportsNativeSidecars(cluster.kubernetes)) };
}

/** What Istio calls the cluster of an istiod that was told no name. */
export const UNNAMED_CLUSTER = "Kubernetes";

/** What the chart of istiod, or istiod itself, has where nobody says anything. */
const ISTIO_DEFAULTS: JsonObject = {
    revision: "",
    global: {
        variant: "",
        multiCluster: { clusterName: "" },
        network: "",
        meshID: "",
        proxy: { clusterDomain: "cluster.local" },
    },
    meshConfig: {
        trustDomain: "cluster.local",
        accessLogFile: "",
        outboundTrafficPolicy: { mode: "ALLOW_ANY" },
    },
    pilot: { cni: { enabled: false } },
};

/**
 * Values of the `cni` chart. The node agent keeps the chart's seccomp profile: it enters other pods' network
 * namespaces.
 */
export function cniValues(settings: Pick<StackSettings, "istio">, target: MeshTarget): JsonObject {
    const { istio } = settings;
    const global = { global: { ...images(target), ...pullSecrets(settings) } };
    const ours =
        istio.defaults === "windlass"
            ? deepMerge(CNI_DEFAULTS, global)
            : withoutDefaults(global, ISTIO_DEFAULTS);
    return deepMerge(ours, istio.releases.cni.values);
}

/** The injection template gives them to every pod with a sidecar as well. */
function pullSecrets({ istio }: Pick<StackSettings, "istio">): JsonObject {
    const { pullSecrets: secrets = [] } = istio;
    return secrets.length > 0 ? { imagePullSecrets: [...secrets] } : {};
}

function images({ hub, version, variant }: MeshTarget): JsonObject {
    return { hub, tag: version, variant };
}
