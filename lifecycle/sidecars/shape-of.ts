import type { Manifest } from "../workloads/manifest";
import { podTemplateOf } from "../workloads/pod-template";
import type { Overlay } from "./overlay";

/**
 * Name of the group of workloads an overlay is expected to resemble: the kind, as the owner's name depends on it, and
 * how the proxy runs, as everything about it then stands in another place, and before or after which init containers.
 */
export function shapeOf(manifest: Manifest, overlay: Overlay): string {
    const order = overlay["spec/initContainers"];
    const native = Array.isArray(order) && order.includes("istio-proxy");
    const own = podTemplateOf(manifest)?.spec?.["initContainers"];
    const suffix = Array.isArray(own) && own.length > 0 ? ", with init containers" : "";
    return `${manifest.kind}, ${native ? "native" : "classic"}${suffix}`;
}
