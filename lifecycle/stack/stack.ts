import type { Sidecars } from "../sidecars/sidecars";
import type { SourcedManifest } from "../workloads/manifest";
import type { WorkloadsPlan } from "../workloads/plan-workloads";
import type { Lock } from "../settings/lock";
import type { StackSettings } from "../settings/settings";

/** One environment, read and verified: all a program is declared from. */
export interface Stack {
    readonly settings: StackSettings;
    readonly lock: Lock;
    readonly sidecars: Sidecars;
    readonly manifests: readonly SourcedManifest[];
    readonly workloads: WorkloadsPlan;
    /** What is allowed but worth knowing: proxies behind, workloads that no canary gates. */
    readonly warnings: readonly string[];
}
