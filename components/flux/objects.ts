/** Flux's objects as plain data. The one import of the rooms that declare releases. */
export { clusterReconcilers, namespaceReconciler, RECONCILER, reconcilerAccount } from "./access";
export { FLUX_API, FLUX_NAMESPACE, SAFETY_INTERVAL } from "./api";
export {
    type DriftIgnoreRule,
    type HelmDependency,
    helmRelease,
    type HelmReleaseArgs,
    type OnFailure,
    releaseReady,
} from "./helm-release";
export { fluxInstance, type FluxInstanceArgs, instanceReady } from "./instance";
export {
    CANARY_HEALTH,
    type HealthCheckExpression,
    kustomization,
    type KustomizationArgs,
} from "./kustomization";
export { gitRepository, type GitRepositoryArgs, helmRepository, type HelmRepositoryArgs } from "./sources";
