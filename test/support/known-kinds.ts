import { stackKinds } from "../../adapters/files/stack-kinds-source";
import type { KnownKinds } from "../../lifecycle/schemas/known-kinds";
import type { SourcedManifest } from "../../lifecycle/workloads/manifest";

/** The kinds of Kubernetes 1.34 with what Windlass installs, and those the manifests define. */
export function exampleKinds(manifests: readonly Pick<SourcedManifest, "manifest">[] = []): KnownKinds {
    return stackKinds({ kubernetes: "1.34", istio: "1.31.1", manifests }).kinds;
}
