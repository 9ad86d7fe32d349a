import type { StackSettings } from "../settings/settings";
import type { SourcedManifest } from "../workloads/manifest";

/** All of a stack that notes are held against. */
export interface NotedStack {
    readonly settings: StackSettings;
    readonly manifests: readonly SourcedManifest[];
}

/** Where `istio.values` has istiod's variables: the chart copies `pilot` over the top level. */
export const ISTIOD_ENV = ["pilot", "env"] as const;
