import semver from "semver";

import type { UpgradeStrategy } from "../settings/settings";
import type { MeshVersions } from "./skew";
import type { UpgradeStep } from "./upgrade-step";

/**
 * The step of a gateway that is behind the workloads' proxies, before anything else moves up: what comes next would leave it
 * farther behind. Of several the first in their order: between clusters, outwards, inwards (`GATEWAY_KINDS`).
 *
 * @returns undefined where none is behind, or where there is none
 */
export function gatewayUp(versions: MeshVersions, strategy: UpgradeStrategy): UpgradeStep | undefined {
    const { proxies, gateways = {} } = versions;
    const [first, ...others] = Object.entries(gateways).filter(([, version]) => semver.lt(version, proxies));
    if (first === undefined) return undefined;
    const [name, version] = first;
    const measured = `the workloads run ${proxies}, and have measured it before all traffic goes through it`;
    const stays =
        strategy === "revisions"
            ? `${measured}; the istiod of ${version} stays until it is pruned`
            : measured;
    const after =
        others.length === 0
            ? ""
            : `; ${others.map(([each]) => each).join(", ")} ${others.length === 1 ? "stays" : "stay"} until it was seen whole`;
    return stepOf(versions, name, proxies, `${stays}${after}`);
}

/**
 * The step of a gateway before the workloads' proxies go back to a version. Of several the last in their order goes first:
 * what every user sees leaves a bad proxy at once.
 *
 * @returns undefined where all are there already, or where there is none
 */
export function gatewayDown(versions: MeshVersions, to: string): UpgradeStep | undefined {
    const { proxies, gateways = {} } = versions;
    const first = Object.entries(gateways)
        .filter(([, version]) => semver.gt(version, to))
        .at(-1);
    if (first === undefined) return undefined;
    const [name, version] = first;
    const why = `all traffic leaves the proxy ${version} before the workloads do, and a gateway is never newer than their proxies, ${proxies}`;
    return stepOf(versions, name, to, why);
}

function stepOf(versions: MeshVersions, name: string, to: string, why: string): UpgradeStep {
    const { gateways = {} } = versions;
    const only = Object.keys(gateways).length === 1;
    return { part: "gateway", ...(only ? {} : { gateway: name }), from: gateways[name] ?? to, to, why };
}
