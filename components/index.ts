/**
 * Pulumi components of a mesh, each usable from any Pulumi program: `windlass/components`. docs/components.md has an example
 * of each. What stands here is public API: it changes by the rules of semantic versioning.
 */
export { AlertType } from "./flagger/alert-provider";
export { Canary, type CanaryArgs } from "./flagger/canary";
export {
    type AbTestStrategyArgs,
    type BlueGreenStrategyArgs,
    type CanaryAlertArgs,
    CanaryAlertSeverity,
    type CanaryMetricArgs,
    type CanaryMetricRangeArgs,
    type CanaryRetriesArgs,
    type CanaryServiceArgs,
    type CanaryStrategyArgs,
    type CanaryTargetArgs,
    CanaryTargetKind,
    type CanaryWebhookArgs,
    CanaryWebhookType,
    type HttpMatchArgs,
    type MirroredStrategyArgs,
    type StringMatchArgs,
    type WeightedStrategyArgs,
} from "./flagger/canary-spec";
export { Flagger, type FlaggerArgs, type FlaggerLimitsArgs } from "./flagger/flagger";
export {
    MetricTemplates,
    type MetricTemplatesAlertsArgs,
    type MetricTemplatesArgs,
} from "./flagger/metric-templates";
export {
    Bootstrap,
    type BootstrapArgs,
    type BootstrapDecryptionArgs,
    type BootstrapGitArgs,
    type BootstrapStatusesArgs,
    type BootstrapTimeoutsArgs,
} from "./flux/bootstrap";
export {
    ControlPlane,
    type ControlPlaneArgs,
    type IstioCniArgs,
    type IstioRevisionArgs,
    type IstioTagsArgs,
} from "./istio/control-plane";
export { Gateway } from "./istio/gateway";
export {
    type GatewayArgs,
    type GatewayCanaryArgs,
    type GatewayIssuerArgs,
    type GatewayPortArgs,
    GatewayProtocol,
    type GatewayServerArgs,
    GatewayServiceType,
    GatewayTrafficPolicy,
} from "./istio/gateway-args";
export { CertificateIssuerKind, GatewayKind } from "./istio/gateway-objects";
export { MeshPolicy, type MeshPolicyArgs } from "./security/mesh-policy";
export { MutualTlsMode } from "./security/mesh-policy-objects";
export { Workloads, type WorkloadsArgs } from "./workload/workloads";
