import { strandedCanaries } from "../../lifecycle/canaries/canary-removal";
import { type WithdrawnCanary, withdrawnCanaries } from "../../lifecycle/canaries/canary-withdrawal";
import { dayOf } from "../../lifecycle/kit/day";
import { objectKey } from "../../diff/version";
import type { ChangeCheckArgs } from "./change-check";
import { type CheckFinding, waived } from "./finding";
import { type Manifest, objectId } from "../../lifecycle/workloads/manifest";

/** Canaries that cannot go the way a change has them go: with what Flagger needs, or without what others need. */
export function canaryRemovalFindings({
    pair,
    stacks,
    at,
}: Pick<ChangeCheckArgs, "pair" | "stacks" | "at">): readonly CheckFinding[] {
    const { stack, from, to } = pair;
    // A stack that goes as a whole goes with its cluster, or by hand.
    if (!from || !to) return [];
    const before = [...from.objects.values()].map(({ object }) => object);
    const after = [...to.objects.values()].map(({ object }) => object);
    const waivers = stacks.find(({ settings }) => settings.stack === stack)?.settings.istio.waivers ?? [];
    const withdrawn = withdrawnCanaries(before, after).map((canary) =>
        waived(withdrawal(stack, canary), { waivers, today: dayOf(at.time) }),
    );
    return [...stranded(pair, before), ...withdrawn];
}

function stranded(
    { stack, to }: ChangeCheckArgs["pair"],
    before: readonly Manifest[],
): readonly CheckFinding[] {
    if (to?.settings?.delivery !== "flux") return [];
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

const STEPS = 'README.md, "Taking one away"';

/** A Canary that goes alone takes the application's Service with it. */
function withdrawal(
    stack: string,
    { canary, service, declared, callers, leftAtZero }: WithdrawnCanary<Manifest>,
): CheckFinding {
    const [first, ...others] = callers.map(objectId);
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    const called = first === undefined ? "" : ` (called by ${first}${more})`;
    const losses = [
        service === undefined
            ? undefined
            : declared
              ? `the Service ${service} it declares${called} takes over the one Flagger made, which is deleted with the Canary unless it is released first, and made again only when the stack is applied the next time`
              : `the Service ${service} that Flagger made for it${called} is deleted with it, and the change declares no other`,
        leftAtZero ? "its target stays at 0 replicas, for revertOnDeletion is not set" : undefined,
    ].filter((loss) => loss !== undefined);
    return {
        stack,
        rule: "canary-service",
        about: objectId(canary),
        reason: losses.join("; and "),
        remedy: `Keep it with skipAnalysis, which measures nothing; or take it away in the steps of ${STEPS}`,
        level: declared && !leftAtZero ? "warning" : "refused",
    };
}
