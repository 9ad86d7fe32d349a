import semver from "semver";

import { minorsBetween } from "../version-order";
import type { Gate } from "./gate";

/**
 * Refuses a control plane that proxies in Git could not be served by: proxies must never be newer than their control
 * plane and at most one minor older (istio.io, "Supported releases", control plane/data plane skew).
 *
 * Holds for revisions too: the policy knows no exception for them, and a lock with a wider gap is refused.
 */
export const skewGate: Gate = {
    name: "skew",
    judge({ version, semver: candidate }, { sidecars }) {
        const newest = sidecars.at(-1);
        if (newest && semver.gt(newest, candidate)) {
            return `sidecars run ${newest.version}, and proxies must not be newer than their control plane: move them to ${version} first, then the control plane`;
        }
        const [oldest] = sidecars;
        if (oldest && minorsBetween(oldest, candidate) > 1) {
            return `sidecars run ${oldest.version}, and proxies must be at most one minor older than their control plane: upgrade one minor, then the sidecars, then the next`;
        }
        return undefined;
    },
};
