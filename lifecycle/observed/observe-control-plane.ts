import { containersOf } from "../workloads/containers";
import type { Manifest } from "../workloads/manifest";
import { getIn } from "../kit/json-path";
import type { ObservedControlPlane } from "./observed";
import { versionOfImage } from "./observe-pod";

/** Whether a workload is an istiod: by the label every one carries, whoever installed it (istio-discovery's deployment.yaml). */
export function isControlPlane({ kind, metadata: { labels } }: Manifest): boolean {
    return kind === "Deployment" && labels?.["app"] === "istiod";
}

/** The istiod of a Deployment. Pods of an older template are not counted as ready: they are the version before. */
export function observeControlPlane(deployment: Manifest): ObservedControlPlane {
    const { namespace = "", labels } = deployment.metadata;
    const discovery = containersOf(deployment).find(({ name }) => name === "discovery");
    const number = (path: readonly string[], absent: number): number => {
        const value = getIn(deployment, path);
        return typeof value === "number" ? value : absent;
    };
    const isSeen = number(["status", "observedGeneration"], 0) >= number(["metadata", "generation"], 0);
    const ready = Math.min(number(["status", "readyReplicas"], 0), number(["status", "updatedReplicas"], 0));
    return {
        revision: labels?.["istio.io/rev"] ?? "default",
        version: versionOfImage(discovery?.image ?? ""),
        namespace,
        wanted: number(["spec", "replicas"], 1),
        ready: isSeen ? ready : 0,
    };
}
