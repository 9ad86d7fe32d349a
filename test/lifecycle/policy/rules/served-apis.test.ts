import { servedApis } from "../../../../lifecycle/policy/rules/served-apis";
import { policyCases } from "../../../support/policy-cases";

const object = (apiVersion: string, kind: string) =>
    `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: a, namespace: prod}}`;

/** `[apiVersion, kind, replacement]` */
const outdated: readonly (readonly [string, string, string])[] = [
    ["autoscaling/v2beta2", "HorizontalPodAutoscaler", "autoscaling/v2"],
    ["policy/v1beta1", "PodDisruptionBudget", "policy/v1"],
    ["batch/v1beta1", "CronJob", "batch/v1"],
    ["helm.toolkit.fluxcd.io/v2beta1", "HelmRelease", "helm.toolkit.fluxcd.io/v2"],
    ["source.toolkit.fluxcd.io/v1beta2", "HelmRepository", "source.toolkit.fluxcd.io/v1"],
    ["kustomize.toolkit.fluxcd.io/v1beta2", "Kustomization", "kustomize.toolkit.fluxcd.io/v1"],
    ["networking.istio.io/v1beta1", "Gateway", "networking.istio.io/v1"],
    ["security.istio.io/v1beta1", "PeerAuthentication", "security.istio.io/v1"],
];

/** `[apiVersion, kind]` that have no newer version. */
const current: readonly (readonly [string, string])[] = [
    ["flagger.app/v1beta1", "Canary"],
    ["networking.istio.io/v1alpha3", "EnvoyFilter"],
    ["networking.istio.io/v1", "Gateway"],
    ["autoscaling/v2", "HorizontalPodAutoscaler"],
    ["example.com/v1beta1", "Deployment"],
];

describe("served-apis", () => {
    policyCases(servedApis, [
        ...outdated.map(([apiVersion, kind, replacement]) => ({
            what: `${apiVersion} ${kind}`,
            yaml: object(apiVersion, kind),
            violations: [`prod/${kind}/a: ${apiVersion} is outdated; use ${replacement}`],
        })),
        ...current.map(([apiVersion, kind]) => ({
            what: `${apiVersion} ${kind}`,
            yaml: object(apiVersion, kind),
        })),
    ]);
});
