import semver from "semver";

import { revisionName } from "../kit/revision-name";
import type { MeshVersions } from "./skew";
import type { UpgradeStep } from "./upgrade-step";

/**
 * The step of tags that are behind the workloads' proxies, before anything else moves up: the revision they point to would go.
 *
 * @returns undefined where they are not behind, or where there are none
 */
export function tagsUp({ proxies, tags }: MeshVersions): UpgradeStep | undefined {
    if (tags === undefined || semver.gte(tags, proxies)) return undefined;
    const why = `the workloads run ${proxies} and have measured it; what other deliverers start asks revision ${revisionName(proxies)} from then on, and the istiod of ${tags} stays until it is pruned`;
    return { part: "tags", from: tags, to: proxies, why };
}

/**
 * The step of tags before the workloads' proxies go back to a version.
 *
 * @returns undefined where they point there already, or where there are none
 */
export function tagsDown({ proxies, tags }: MeshVersions, to: string): UpgradeStep | undefined {
    if (tags === undefined || semver.lte(tags, to)) return undefined;
    const why = `nothing that starts elsewhere gets the proxy ${tags} any more, and tags never point to a newer one than the workloads have, ${proxies}`;
    return { part: "tags", from: tags, to, why };
}
