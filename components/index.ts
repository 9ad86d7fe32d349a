/**
 * Pulumi components and the builders of the objects they declare, each usable from any Pulumi program: `windlass/components`.
 * docs/components.md has an example of each.
 */
export { Bootstrap, type BootstrapArgs } from "./flux/bootstrap";
export { Canary, type CanaryArgs } from "./flagger/canary";
export { Flagger, type FlaggerArgs } from "./flagger/flagger";
export { MetricTemplates, type MetricTemplatesArgs } from "./flagger/metric-templates";
export { ControlPlane, type ControlPlaneArgs } from "./istio/control-plane";
export { Gateway, type GatewayArgs } from "./istio/gateway";
export { MeshPolicy, type MeshPolicyArgs } from "./security/mesh-policy";
export { Workloads, type WorkloadsArgs } from "./workload/workloads";
