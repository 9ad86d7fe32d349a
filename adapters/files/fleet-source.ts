import { WindlassError } from "../../lifecycle/kit/errors";
import { readLock } from "./lock-store";
import { listStacks, readSettings } from "./settings-source";
import type { FleetMember } from "../../lifecycle/settings/fleet-member";

/**
 * All stacks of a project as waves look at them, at this moment. A lock that is missing or damaged is no error here: the
 * stack then counts as one of which nothing is known.
 *
 * @throws WindlassError where settings cannot be read, because nobody knows then which wave comes first
 */
export function readFleet(root: string): readonly FleetMember[] {
    return listStacks(root).map((stack) => {
        const { wave, cannotFollow, evidence, evidenceAge } = readSettings(root, stack).fleet;
        const place = { stack, wave, cannotFollow, evidence, evidenceAge };
        try {
            return { ...place, lock: readLock(root, stack).lock };
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
            return place;
        }
    });
}
