import type { Lock } from "../settings/lock";
import { gatewayPin } from "../settings/gateway-pins";
import type { StackSettings } from "../settings/settings";
import { proxyRevision, revisionOf } from "./revision";

/** Which build of Istio a set of Helm values is for. */
export interface MeshTarget {
    /** Exact version, which is also the tag of its images: `1.31.1`. */
    readonly version: string;
    /** `default` or `1-31-1`. */
    readonly revision: string;
    /** Registry and folder of the images: `docker.io/istio`. */
    readonly hub: string;
    /** Image variant: `distroless`, `debug` or empty. */
    readonly variant: string;
}

/** Target of one version, with the lock's images. */
export function targetOf(settings: StackSettings, lock: Lock, version: string): MeshTarget {
    const { hub, variant } = lock.istio;
    return { version, revision: revisionOf(settings, version), hub, variant };
}

/** What the control plane runs. */
export function controlPlaneTarget(settings: StackSettings, lock: Lock): MeshTarget {
    return targetOf(settings, lock, lock.istio.controlPlane.version);
}

/** What the workloads' proxies run, sidecars in Git above all. Never newer than the control plane. */
export function proxyTarget(settings: StackSettings, lock: Lock): MeshTarget {
    const target = targetOf(settings, lock, lock.istio.proxies.version);
    return { ...target, revision: proxyRevision(settings, lock) };
}

/** What a gateway runs. Never newer than the workloads' proxies. */
export function gatewayTarget(settings: StackSettings, lock: Lock, name: string): MeshTarget {
    const { version } = gatewayPin(lock, name);
    // On the way to another strategy all proxies have one version, and ask the same istiod.
    if (version === lock.istio.proxies.version) return proxyTarget(settings, lock);
    return targetOf(settings, lock, version);
}

/** The proxy's image: `docker.io/istio/proxyv2:1.31.1-distroless`. */
export function proxyImage({ hub, version, variant }: MeshTarget): string {
    return `${hub}/proxyv2:${version}${variant ? `-${variant}` : ""}`;
}
