import { type EvidenceBook, NO_EVIDENCE, goodEvidence } from "../evidence/evidence-book";
import { recordCommand } from "../evidence/judge-evidence";
import { type VerifiedPart, failedWords, notVerified, verifiedParts } from "../evidence/not-verified";
import { verifiedSoak } from "../evidence/verified-soak";
import { DAY } from "../kit/day";
import { parseDuration } from "../kit/duration";
import type { FleetMember } from "../settings/fleet-member";
import type { Lock } from "../settings/lock";
import { partName, pinOf } from "../settings/pins";
import { whenOver } from "./soak";

/** Why one stack of an earlier wave holds a step, and whether an emergency lifts that. */
export interface Held {
    readonly reason: string;
    readonly liftable: boolean;
}

/** What is asked of a stack of an earlier wave, beside the version. */
export interface VerifiedArgs {
    readonly wave: number;
    readonly soak: string;
    readonly part: VerifiedPart;
    readonly at: number;
    readonly evidence?: EvidenceBook;
}

/**
 * Why a stack of an earlier wave has not yet been seen to run a version for the soak, without a gap, and what it is seen to
 * run now or later patches of its minor; undefined where it has. Nothing of the version may be under way there.
 *
 * Whoever has mends to make is not held by what is merely unknown, but by what is known to fail at that very version.
 */
export function judgeVerified(
    member: FleetMember & { readonly lock: Lock },
    version: string,
    { wave, soak, part, at, evidence: book = NO_EVIDENCE }: VerifiedArgs,
): Held | undefined {
    const { stack, lock } = member;
    const who = `${stack} (wave ${member.wave})`;
    const seen = book.seen.get(stack);
    const failed = seen?.stack === stack ? failedWords(seen, version) : undefined;
    // However old that is: until somebody has looked again, it is what is known.
    if (failed !== undefined)
        return {
            reason: `wave ${wave} follows ${who}, and ${failed}: look at it with ${recordCommand(stack)}`,
            liftable: false,
        };
    const found = goodEvidence(book, member);
    if ("fault" in found)
        return { reason: `wave ${wave} follows ${who}, and ${found.fault}`, liftable: true };
    const { evidence } = found;
    const pin = pinOf(lock, part);
    // Part by part a version is soaked, but not while another part is on its way to the same one.
    const fault = verifiedParts(lock)
        .filter((each) => pinOf(lock, each).version === version)
        .map((each) => notVerified(evidence, each, lock))
        .find((sentence) => sentence !== undefined);
    if (fault !== undefined)
        return {
            reason: `wave ${wave} follows ${who}, and ${fault}`,
            liftable: evidence.health !== "failing",
        };
    const isLater = at > book.at.time;
    const time = verifiedSoak(evidence, part, version, isLater ? at : undefined);
    const wanted = parseDuration(soak);
    if (time === undefined) {
        const reason = `${who} runs ${partName(part)} ${pin.version} and was not seen to run ${version}, and wave ${wave} follows it`;
        return { reason, liftable: true };
    }
    if (time >= wanted) return undefined;
    const now = isLater ? at : Date.parse(evidence.seen);
    const goesOn = verifiedSoak(evidence, part, version, now + 1) !== time;
    const ran = `${who} was seen to run ${version} for ${timeWords(time)}`;
    const reason = goesOn
        ? `${ran}, and the soak of ${soak} is over ${whenOver(now - time + wanted)} if it goes on`
        : `${ran} only, and the soak of ${soak} was not over`;
    return { reason, liftable: true };
}

/** A time as a person says it, rounded down: `3d`, `14h`. */
function timeWords(milliseconds: number): string {
    const hours = Math.floor(milliseconds / 3_600_000);
    return milliseconds < 2 * DAY ? `${hours}h` : `${Math.floor(milliseconds / DAY)}d`;
}
