import semver from "semver";

import type { UpgradeStrategy } from "../settings/settings";
import type { MeshVersions } from "./skew";
import type { UpgradeStep } from "./upgrade-step";

/**
 * The step of a gateway that is behind the workloads' proxies, before anything else moves up: what comes next would leave it
 * farther behind.
 *
 * @returns undefined where it is not behind, or where there is none
 */
export function gatewayUp(
    { proxies, gateway }: MeshVersions,
    strategy: UpgradeStrategy,
): UpgradeStep | undefined {
    if (gateway === undefined || semver.gte(gateway, proxies)) return undefined;
    const measured = `the workloads run ${proxies}, and have measured it before all traffic goes through it`;
    const why =
        strategy === "revisions"
            ? `${measured}; the istiod of ${gateway} stays until it is pruned`
            : measured;
    return { part: "gateway", from: gateway, to: proxies, why };
}

/**
 * The step of a gateway before the workloads' proxies go back to a version.
 *
 * @returns undefined where it is there already, or where there is none
 */
export function gatewayDown({ proxies, gateway }: MeshVersions, to: string): UpgradeStep | undefined {
    if (gateway === undefined || semver.lte(gateway, to)) return undefined;
    const why = `all traffic leaves the proxy ${gateway} before the workloads do, and a gateway is never newer than their proxies, ${proxies}`;
    return { part: "gateway", from: gateway, to, why };
}
