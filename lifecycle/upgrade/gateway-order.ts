import semver from "semver";

import { type MeshVersions, gatewayName } from "./skew";

/**
 * Why a gateway must not be where it is; undefined where all may, or where there is none. Upwards they are the last to move,
 * for the canaries of the workloads have then measured that proxy on a share of their traffic before all traffic of the mesh
 * goes through it; downwards they are the first, so that all traffic leaves a proxy that is bad within minutes, and no analysis
 * is waited for.
 *
 * Of several, each moves in a step of its own. Which comes first is said by their order in the settings, which is that of
 * `GATEWAY_KINDS` upwards and its reverse downwards.
 */
export function gatewayFault(versions: MeshVersions): string | undefined {
    const { proxies, gateways = {} } = versions;
    const newer = Object.entries(gateways).find(([, version]) => semver.gt(version, proxies));
    if (newer === undefined) return undefined;
    const [name, version] = newer;
    return `${gatewayName(name, versions)} ${version} is newer than the workloads' proxies ${proxies}, which measure a proxy before all traffic goes through it`;
}
