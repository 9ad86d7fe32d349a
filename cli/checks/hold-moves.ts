import semver from "semver";

import { pinOf } from "../../lifecycle/settings/pins";
import type { ChangeCheckArgs } from "./change-check";
import type { CheckFinding } from "./finding";
import { againFinding, heldPins } from "./holds";

/** Pins that a change moves up to a version which is held, however the days of hold and pin compare. */
export function holdMoveFindings({
    pair: { stack, from, to },
    holdsOf,
}: Pick<ChangeCheckArgs, "pair" | "holdsOf">): readonly CheckFinding[] {
    const [before, now] = [from?.lock, to?.lock];
    if (!before || !now) return [];
    return heldPins(stack, now, holdsOf(stack))
        .filter(({ part, pin }) => semver.gt(pin.version, pinOf(before, part).version))
        .filter(({ isAgain }) => !isAgain)
        .map((held) => againFinding(stack, held));
}
