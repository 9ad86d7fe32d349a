import { withdrawnCanaries } from "../lifecycle/canaries/canary-withdrawal";
import { type Phrase, listing, say } from "./phrase";
import type { StackPair, StackVersion } from "./version";
import { objectId } from "../lifecycle/workloads/manifest";

/** Most callers that are named. */
const MOST = 5;

/** What goes with each Canary that is removed alone, by the Canary's id: Flagger owns more than Git shows. */
export function withdrawalDetails({ from, to }: StackPair): ReadonlyMap<string, readonly Phrase[]> {
    if (!from || !to) return new Map();
    return new Map(
        withdrawnCanaries(objectsOf(from), objectsOf(to)).map(({ canary, service, callers, leftAtZero }) => {
            const details: Phrase[] = [];
            if (service !== undefined)
                details.push(
                    say`Service ${service}, which Flagger made for it, is deleted with it, and so is what routes to it`,
                );
            if (service !== undefined && callers.length > 0)
                details.push(say`${service} is called by ${listing(callers.map(objectId), MOST)}`);
            if (leftAtZero)
                details.push(say`its target stays at 0 replicas, for revertOnDeletion is not set`);
            return [objectId(canary), details];
        }),
    );
}

function objectsOf({ objects }: StackVersion) {
    return [...objects.values()].map(({ object }) => object);
}
