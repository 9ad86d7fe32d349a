import type { Lock } from "../settings/lock";
import type { JsonObject } from "../kit/json";
import type { StackSettings } from "../settings/settings";
import { deepMerge, isJsonObject, pick, valueAt } from "./deep-merge";
import { istiodValues, nativeSidecars } from "./helm-values";
import { type MeshTarget, controlPlaneTarget, proxyTarget } from "./target";

/** Values that reach an injected pod: `istiod-injector-configmap.yaml` and `configmap.yaml` read no others. */
const INJECTED = [
    "global",
    "sidecarInjectorWebhook",
    "revision",
    "meshConfig",
    "gateways",
    "profile",
    "compatibilityVersion",
] as const;
const INJECTED_PILOT = ["cni", "env"] as const;

/**
 * The part of the istiod values that sidecars in Git depend on, for the version the proxies are pinned to. Smaller
 * than what the HelmRelease gets, so that another size of istiod makes no sidecar stale.
 *
 * @throws WindlassError as {@link istiodValues} does.
 */
export function injectionValues(settings: StackSettings, lock: Lock): JsonObject {
    // Offline there are no nodes to ask, as istiod does where its values say nothing.
    const native = { pilot: { env: nativeSidecars(settings) } };
    const values = deepMerge(native, istiodValues(settings, proxyTarget(settings, lock)));
    const pilot = valueAt(values, ["pilot"]);
    return { ...pick(values, INJECTED), pilot: isJsonObject(pilot) ? pick(pilot, INJECTED_PILOT) : {} };
}

/**
 * Input of `istioctl manifest generate -f`, whose ConfigMaps `istio-sidecar-injector` and `istio` (with `-<revision>`
 * unless default) are what `kube-inject` is run with. The pinned hub and tag stand in the specification too, or those
 * compiled into istioctl count; so does the CNI, because istioctl overwrites `pilot.cni.enabled` with whether it
 * installs that component itself (`operator/pkg/render/manifest.go`).
 */
export function injectionOperator(settings: StackSettings, lock: Lock): JsonObject {
    return operatorOf(settings, proxyTarget(settings, lock), injectionValues(settings, lock));
}

/**
 * The same for all of a control plane: what its charts make of the stack's values. Another version than the pinned one gets the
 * pinned one's revision, so that objects keep their names and can be compared.
 *
 * @throws WindlassError as {@link istiodValues} does.
 */
export function controlPlaneOperator(settings: StackSettings, lock: Lock, version: string): JsonObject {
    const target = { ...controlPlaneTarget(settings, lock), version };
    return operatorOf(settings, target, istiodValues(settings, target));
}

function operatorOf(settings: StackSettings, { version, hub }: MeshTarget, values: JsonObject): JsonObject {
    return {
        apiVersion: "install.istio.io/v1alpha1",
        kind: "IstioOperator",
        spec: {
            profile: "minimal",
            hub,
            tag: version,
            components: { cni: { enabled: settings.istio.cni } },
            values,
        },
    };
}
