import type { Evidence } from "../evidence/evidence";
import { podsByVersion } from "./fleet-report";
import type { PastLook } from "./last-upgrade";

/** Pods by proxy over the fleet, of each time somebody looked; its moment is that of the last look in it. */
export function pastLooks(history: readonly (readonly Evidence[])[]): readonly PastLook[] {
    return history
        .filter((seen) => seen.length > 0)
        .map((seen) => ({
            time: Math.max(...seen.map((each) => Date.parse(each.seen))),
            proxies: podsByVersion(seen.flatMap(({ proxies }) => proxies)),
        }))
        .sort((a, b) => a.time - b.time);
}
