import semver from "semver";

import { revisionName } from "../kit/revision-name";
import type { DataPlaneMode } from "../settings/settings";
import type { UpgradeStep } from "./upgrade-step";
import { gatewayDown } from "./plan-gateway";
import { tagsDown } from "./plan-tags";
import type { MeshVersions } from "./skew";

/**
 * The step that deals with a revision that is retiring, before anything else is done: to leave a second one beside it
 * would take the istiod from the first. Upwards it is pruned. On the way back the proxies return to it at once, for they
 * came from it and its istiod is still there: a rollback waits for nothing.
 *
 * @param still - modes whose pods only a restart moves
 * @returns undefined where no revision retires
 */
export function retirementStep(
    now: MeshVersions,
    target: string,
    still: readonly DataPlaneMode[] = [],
): UpgradeStep | undefined {
    const { proxies, retiring } = now;
    if (retiring === undefined) return undefined;
    const name = revisionName(retiring);
    if (semver.lt(target, proxies) && semver.lt(retiring, proxies)) {
        const first = gatewayDown(now, retiring) ?? tagsDown(now, retiring);
        if (first) return first;
        const why = `they came from revision ${name}, and its istiod is still there`;
        return { part: "proxies", from: proxies, to: retiring, why };
    }
    const restarted = still.length === 0 ? "" : ` and every pod of mode ${still.join(" and ")} restarted`;
    const why = `once every canary is promoted${restarted}, no proxy of revision ${name} is left`;
    return { part: "prune", from: retiring, to: proxies, why };
}
