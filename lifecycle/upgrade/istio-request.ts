import { wholeDays } from "../kit/duration";
import type { Hold } from "../holds/hold";
import { heldVersions } from "../holds/holds-in-force";
import type { Lock } from "../settings/lock";
import type { StackSettings } from "../settings/settings";
import type { ResolveRequest } from "../versions/request";

/** The resolver's question of a stack, as its settings and pins put it. */
export function istioRequest(
    { stack, istio, cluster }: StackSettings,
    lock: Lock | undefined,
    holds: readonly Hold[] = [],
): ResolveRequest {
    return {
        range: istio.range,
        kubernetes: cluster.kubernetes,
        current: lock?.istio.controlPlane.version,
        sidecars: lock ? [lock.istio.proxies.version] : [],
        strategy: istio.strategy,
        minimumAge: istio.minimumAge,
        allowPrerelease: istio.allowPrerelease,
        allowDowngrade: istio.allowDowngrade,
        holds: heldVersions(holds, "istio", stack),
        waivers: istio.waivers,
        mtls: istio.mtls,
        maxCatalogAge: wholeDays(istio.catalogAge),
    };
}
