import { strandedCanaries } from "../../lifecycle/canaries/canary-removal";
import { objectId, objectKey } from "../../render/diff/version";
import type { ChangeCheckArgs } from "./change-checks";
import type { CheckFinding } from "./finding";

/** Canaries that Flux would delete together with what Flagger needs to let go of them. */
export function canaryRemovalFindings({
    pair: { stack, from, to },
}: Pick<ChangeCheckArgs, "pair">): readonly CheckFinding[] {
    // A stack that goes as a whole goes with its cluster, or by hand.
    if (!from || to?.settings?.delivery !== "flux") return [];
    const before = [...from.objects.values()].map(({ object }) => object);
    const found = strandedCanaries(before, (object) => to.objects.has(objectKey(object)));
    return found.map(({ canary, references }) => ({
        stack,
        rule: "canary-removal",
        about: objectId(canary),
        reason: `Flux would delete it together with ${references.map(objectId).join(" and ")}, without which Flagger never lets go of it: Canary and namespace would stay Terminating`,
        remedy: "Remove the Canary in a change of its own, and the rest when Flagger is done with it",
        level: "refused" as const,
    }));
}
