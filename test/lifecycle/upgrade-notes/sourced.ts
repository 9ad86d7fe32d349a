import type { Manifest, SourcedManifest } from "../../../lifecycle/workloads/manifest";

/** A manifest as if a file held it alone. */
export function sourced(manifest: Manifest): SourcedManifest {
    return { app: "a", file: "apps/a/a.yaml", line: 1, manifest };
}
