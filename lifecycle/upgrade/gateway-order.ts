import semver from "semver";

import type { MeshVersions } from "./skew";

/**
 * Why a gateway must not be where it is; undefined where it may, or where there is none. Upwards it is the last to move, for
 * the canaries of the workloads have then measured that proxy on a share of their traffic before all traffic of the mesh
 * goes through it; downwards it is the first, so that all traffic leaves a proxy that is bad within minutes, and no analysis
 * is waited for.
 */
export function gatewayFault({ proxies, gateway = proxies }: MeshVersions): string | undefined {
    if (semver.lte(gateway, proxies)) return undefined;
    return `the gateway ${gateway} is newer than the workloads' proxies ${proxies}, which measure a proxy before all traffic goes through it`;
}
