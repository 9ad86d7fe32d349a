import semver from "semver";

import type { GateContext } from "../versions/gates/gate";

/**
 * The same question with the way back open: no hold stands in the way of what is older than the pin. Asked only where going
 * back is allowed, and nothing that is not held will do.
 *
 * @returns undefined where nothing would differ
 */
export function openWayBack(context: GateContext): GateContext | undefined {
    const { current, allowDowngrade, holds } = context;
    if (!current || !allowDowngrade) return undefined;
    const kept = [...holds].filter(([version]) => semver.gte(version, current.semver));
    return kept.length === holds.size ? undefined : { ...context, holds: new Map(kept) };
}
