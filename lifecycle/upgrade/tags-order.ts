import semver from "semver";

import type { MeshVersions } from "./skew";

/**
 * Why tags must not point where they do; undefined where they may, or where there are none. What other deliverers start has
 * the proxy of the revision a tag points to, and nothing here measures it before: so the workloads of the stack have it first.
 */
export function tagsFault({ proxies, tags = proxies }: MeshVersions): string | undefined {
    if (semver.lte(tags, proxies)) return undefined;
    return `the tags point to ${tags}, which is newer than the workloads' proxies ${proxies}, and these measure a proxy before others have it`;
}
