import { gatewayPin } from "../settings/gateway-pins";
import type { Lock } from "../settings/lock";
import { pinOf, tagsPinned } from "../settings/pins";
import type { StackSettings } from "../settings/settings";
import type { MeshStep, MeshVersions, MeshWay } from "./skew";

/** The versions of a stack's lock, as plans and their proof see them. */
export function versionsOf(lock: Lock, settings: Pick<StackSettings, "gateways" | "istio">): MeshVersions {
    const { controlPlane, proxies, retiring, crds } = lock.istio;
    const { next } = proxies;
    return {
        controlPlane: controlPlane.version,
        proxies: proxies.version,
        gateways:
            settings.gateways.length === 0
                ? undefined
                : Object.fromEntries(
                      settings.gateways.map(({ name }) => [name, gatewayPin(lock, name).version]),
                  ),
        tags: tagsPinned(settings) ? pinOf(lock, "tags").version : undefined,
        retiring,
        crds,
        next: next && { version: next.version, through: next.through },
    };
}

/** The version whose proxies may still run once a step is done, where no retiring revision says so. */
export function leavingAfter({ part, from }: MeshStep, { retiring }: MeshVersions): string | undefined {
    return (part === "proxies" || part === "gateway" || part === "tags") && retiring !== from
        ? from
        : undefined;
}

/** How a stack's mesh moves. */
export function wayOf({ istio: { strategy, cni } }: Pick<StackSettings, "istio">): MeshWay {
    return { strategy, cni };
}
