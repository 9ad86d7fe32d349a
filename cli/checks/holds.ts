import type { Hold } from "../../lifecycle/holds/hold";
import { isSeen, systemOf } from "../../lifecycle/holds/hold";
import { concernsPart, liftCommand, whyHeld } from "../../lifecycle/holds/holds-in-force";
import type { Lock, Pin } from "../../lifecycle/settings/lock";
import { partLabel, partsOf, pinOf } from "../../lifecycle/settings/pins";
import type { PinnedPart } from "../../lifecycle/settings/pinned-parts";
import type { CheckFinding } from "./finding";
import type { StackCheckArgs } from "./stack-check";

/** A pin that is held, and what holds it. */
export interface HeldPin {
    readonly part: PinnedPart;
    readonly pin: Pin;
    readonly hold: Hold;
    /** Whether it was pinned after it was held: what stood before is no fault of whoever looks now. */
    readonly isAgain: boolean;
}

/**
 * What a stack pins that is held for it.
 *
 * Refused is what was pinned in spite of a hold, such as the revert of a revert: that is a person's decision, and has to
 * stand in the change. What ran before it was held stays, with a warning, for the way back is a step of its own.
 */
export function holdFindings({
    stack: { settings, lock },
    holds,
}: Pick<StackCheckArgs, "stack" | "holds">): readonly CheckFinding[] {
    const { stack } = settings;
    return heldPins(stack, lock, holds).map((held) =>
        held.isAgain
            ? againFinding(stack, held)
            : {
                  ...about(stack, held),
                  reason: `${whyHeld(held.hold)}; it was pinned before, and stays`,
                  remedy: `Take it back, or lift the hold: ${liftCommand(held.hold, stack)}`,
                  level: "warning",
              },
    );
}

/** The finding about a held version that was pinned all the same. */
export function againFinding(stack: string, held: HeldPin): CheckFinding {
    return {
        ...about(stack, held),
        reason: `${whyHeld(held.hold)}; and it is pinned again`,
        remedy: `If it is meant, lift the hold in the same change: ${liftCommand(held.hold, stack)}`,
        level: "refused",
    };
}

/** Every pin of a lock that a hold names, with the hold that weighs most. */
export function heldPins(stack: string, lock: Lock, holds: readonly Hold[]): readonly HeldPin[] {
    return partsOf(lock).flatMap((part) => {
        const pin = pinOf(lock, part);
        const held = holds
            .filter(
                (hold) =>
                    hold.system === systemOf(part) &&
                    hold.version === pin.version &&
                    (hold.stack !== stack || concernsPart(hold, part)),
            )
            .map((hold) => ({ part, pin, hold, isAgain: isAgain(hold, pin, part, stack) }));
        const worst = held.find((one) => one.isAgain) ?? held[0];
        return worst ? [worst] : [];
    });
}

/** A part's own history says it for certain; of other holds the days have to tell. */
function isAgain(hold: Hold, { since }: Pin, part: PinnedPart, stack: string): boolean {
    return (hold.stack === stack && hold.part === part && !isSeen(hold)) || since > hold.since;
}

function about(stack: string, { part, pin }: HeldPin): Pick<CheckFinding, "stack" | "rule" | "about"> {
    return { stack, rule: "hold", about: `${partLabel(part)} ${pin.version}` };
}
