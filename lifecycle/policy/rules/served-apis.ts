import type { PolicyRule } from "../rule";
import { objectId } from "../../workloads/manifest";

/**
 * API versions that are gone or on their way out, and what replaces them: kubernetes.io, "Deprecated API Migration
 * Guide"; Flux 2.9 and Flagger 1.44 release notes; istio.io, "Istio APIs v1".
 */
const OUTDATED: readonly (readonly [apiVersion: RegExp, kinds: RegExp, replacement: string])[] = [
    [/^autoscaling\/v2beta[12]$/, /./, "autoscaling/v2"],
    [
        /^(?:extensions|apps)\/v1beta[12]$/,
        /./,
        "apps/v1, or networking.k8s.io/v1 for Ingress and NetworkPolicy",
    ],
    [/^batch\/v(?:1beta1|2alpha1)$/, /./, "batch/v1"],
    [/^policy\/v1beta1$/, /./, "policy/v1"],
    [/^networking\.k8s\.io\/v1beta1$/, /./, "networking.k8s.io/v1"],
    [/^rbac\.authorization\.k8s\.io\/v1(?:alpha|beta)1$/, /./, "rbac.authorization.k8s.io/v1"],
    [/^apiextensions\.k8s\.io\/v1beta1$/, /./, "apiextensions.k8s.io/v1"],
    [/^admissionregistration\.k8s\.io\/v1beta1$/, /Webhook/, "admissionregistration.k8s.io/v1"],
    [/^helm\.toolkit\.fluxcd\.io\/v2beta[12]$/, /./, "helm.toolkit.fluxcd.io/v2"],
    [/^source\.toolkit\.fluxcd\.io\/v1beta[12]$/, /./, "source.toolkit.fluxcd.io/v1"],
    [/^kustomize\.toolkit\.fluxcd\.io\/v1beta[12]$/, /./, "kustomize.toolkit.fluxcd.io/v1"],
    [
        /^notification\.toolkit\.fluxcd\.io\/v1beta[12]$/,
        /./,
        "v1 for Receiver, v1beta3 for Provider and Alert",
    ],
    [/^networking\.istio\.io\/v1(?:alpha3|beta1)$/, /^(?!EnvoyFilter|ProxyConfig)/, "networking.istio.io/v1"],
    [/^security\.istio\.io\/v1beta1$/, /./, "security.istio.io/v1"],
    [/^telemetry\.istio\.io\/v1alpha1$/, /./, "telemetry.istio.io/v1"],
];

/** An object of an API version that a server no longer knows fails the whole layer it is in. */
export const servedApis: PolicyRule = {
    id: "served-apis",
    description: "Every object is written in an API version that has a future.",
    remedy: "Write the object in the newer API version",
    judge: (objects) =>
        objects.flatMap((object) => {
            const { apiVersion, kind } = object;
            const found = OUTDATED.find(([version, kinds]) => version.test(apiVersion) && kinds.test(kind));
            if (!found) return [];
            return [{ object: objectId(object), reason: `${apiVersion} is outdated; use ${found[2]}` }];
        }),
};
