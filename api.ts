/** What the package `windlass` exports. Components are in `windlass/components`, the policy pack in `windlass/policy`. */
export { WindlassError } from "./lifecycle/kit/errors";
export { type ServiceWorkloadArgs, serviceWorkload } from "./lifecycle/workloads/service-workload";
export { type MeshArgs, type MeshLayer, type MeshProgram, defineMesh } from "./program";
