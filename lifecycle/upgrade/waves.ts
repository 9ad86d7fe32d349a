import semver from "semver";

import { compareText } from "../kit/compare-text";
import { type EvidenceBook, NO_EVIDENCE } from "../evidence/evidence-book";
import type { FleetMember } from "../settings/fleet-member";
import { partName, pinOf, pinnedAs } from "../settings/pins";
import { type PinnedPart, isTool } from "../settings/pinned-parts";
import { dayOf, dayStart } from "../kit/day";
import { parseDuration } from "../kit/duration";
import { minorOf } from "../kit/version-order";
import { type Held, judgeVerified } from "./judge-verified";
import { soakOf, whenOver } from "./soak";

export interface WaveArgs {
    readonly stack: string;
    readonly wave: number;
    /** Time the version must have lived in the earlier waves, of this stack: `7d`. */
    readonly soak: string;
    readonly part: PinnedPart;
    /** What runs now. */
    readonly from: string;
    readonly to: string;
    /** Where the way ends on which `to` is only a stop. @default to */
    readonly target?: string;
    readonly fleet: readonly FleetMember[];
    /** The moment that is asked about, in milliseconds. */
    readonly at: number;
    /** Faults of what runs now that `to` mends: the expedited soak counts then, and the earlier waves still do. */
    readonly mends: readonly string[];
    /** Soak of a step that mends, where it is shorter: `1d`; `0d` waits for no soak. @default 0d */
    readonly expeditedSoak?: string;
    /** What was seen of the fleet, for stacks whose settings require it. @default nothing was */
    readonly evidence?: EvidenceBook;
}

/** What waves say about a step. */
export interface WaveVerdict {
    /** Why it has to wait, one sentence a stack, without its full stop; none where it may be taken. */
    readonly reasons: readonly string[];
    readonly warnings: readonly string[];
}

/** Stacks named in one verdict; of more than that, their number. */
const NAMED = 3;

/**
 * Whether the earlier waves have done what this stack is about to do: every stack of them has run the very version, in the
 * same part, and has stayed at it or at later patches of its minor for the soak ({@link soakOf}). To run something newer is
 * not to have run it. On a way of several steps it is the target that has to have been run; whoever ran the stop vouches
 * for that.
 *
 * A stack whose settings require evidence has run what it was seen to run ({@link judgeVerified}); of any other the days of
 * its lock tell, and of Flux and Flagger always, for nobody looks at their versions.
 *
 * A fault that is mended shortens the soak to the stack's `fleet.expeditedSoak`. Where that is nothing, it lifts it, and a stack
 * of an earlier wave that has gone past the version is enough then; so is one that has left the minor, which will never run it.
 * Stacks whose settings say that they cannot follow are not waited for. A step back is never held: nothing may stand in
 * the way of a rollback.
 */
export function judgeWaves(args: WaveArgs): WaveVerdict {
    const { from, to, soak, at, mends } = args;
    if (semver.lt(to, from)) return { reasons: [], warnings: [] };
    const reasons: string[] = [];
    const lifted: string[] = [];
    const excepted: string[] = [];
    const short = expeditedSoak(args);
    const shortened = mends.length === 0 || short === undefined ? [] : holders({ ...args, soak: short });
    const still = shortened.filter(({ member }) => !hasLeftMinor(member, args));
    const holding = new Map(still.map(({ member, held }) => [member.stack, held]));
    for (const { member, held } of holders(args)) {
        const stays = held.liftable && mends.length > 0 ? holding.get(member.stack) : held;
        if (isExcepted(member, at)) excepted.push(member.stack);
        else if (stays === undefined) lifted.push(member.stack);
        else reasons.push(`${stays.reason}${exceptionOver(member)}`);
    }
    const warnings = exceptionWarnings(args.fleet, excepted);
    if (reasons.length > 0) return { reasons: bounded(reasons), warnings: [] };
    if (lifted.length === 0) return { reasons, warnings };
    const why = `${from} has ${mends.join(", ")}, ${to} has not`;
    const where =
        lifted.length > NAMED
            ? `${lifted.slice(0, NAMED).join(", ")} and ${lifted.length - NAMED} more stacks`
            : lifted.join(", ");
    const how = short === undefined ? "lifted" : `shortened to ${short}`;
    return { reasons, warnings: [...warnings, `the soak of ${soak} in ${where} is ${how}: ${why}`] };
}

/** The soak of a step that mends; undefined where there is none to wait for. */
function expeditedSoak({ soak, expeditedSoak: short = "0d" }: WaveArgs): string | undefined {
    const [wanted, whole] = [parseDuration(short), parseDuration(soak)];
    if (wanted === 0) return undefined;
    return wanted < whole ? short : soak;
}

/** Whether a stack runs a later minor: a soak in it would be waited for in vain. */
function hasLeftMinor({ lock }: FleetMember, { part, to }: WaveArgs): boolean {
    const pin = lock && pinOf(lock, part);
    return (
        pin !== undefined &&
        semver.gt(pin.version, to) &&
        minorOf(new semver.SemVer(pin.version)) !== minorOf(new semver.SemVer(to))
    );
}

function judgeMember(member: FleetMember, args: WaveArgs): Held | undefined {
    const { to, target = to, part } = args;
    const held = judgeVersion(member, to, args);
    if (!held || target === to) return held;
    const pin = member.lock && pinOf(member.lock, part);
    const further = judgeVersion(member, target, args);
    if (!further) return undefined;
    return pin && semver.gte(pin.version, target) ? further : held;
}

function judgeVersion(member: FleetMember, version: string, args: WaveArgs): Held | undefined {
    const { wave, part, soak, at } = args;
    const who = `${member.stack} (wave ${member.wave})`;
    const pin = member.lock && pinOf(member.lock, part);
    if (!member.lock || !pin) {
        return {
            reason: `${who} has no lock that says what runs there, and wave ${wave} follows it`,
            liftable: false,
        };
    }
    if (semver.lt(pin.version, version)) {
        return {
            reason: `${who} runs ${partName(part)} ${pin.version}, and wave ${wave} follows it`,
            liftable: false,
        };
    }
    // A gateway that has no pin of its own there has run what the proxies have.
    const run = pinnedAs(member.lock, part);
    if (member.evidence === "required" && !isTool(run))
        return judgeVerified({ ...member, lock: member.lock }, version, {
            ...args,
            // What a tag gives to others is the proxy that the workloads there have run.
            part: run === "tags" ? "proxies" : run,
        });
    const seen = soakOf(member.lock, run, pin, version);
    if (!seen) {
        const reason = `${who} runs ${partName(part)} ${pin.version} and has not run ${version}, and wave ${wave} follows it`;
        return { reason, liftable: true };
    }
    const over = (dayStart(seen.since) ?? Infinity) + parseDuration(soak);
    const until = seen.until === undefined ? Infinity : (dayStart(seen.until) ?? -Infinity);
    if (over <= Math.min(at, until)) return undefined;
    const { since } = seen;
    const runs =
        pin.version === version
            ? `runs ${version} since ${since}`
            : `runs ${version} and then ${pin.version} since ${since}`;
    const reason =
        until < over
            ? `${who} ran ${version} from ${since} to ${seen.until} only, and the soak of ${soak} was not over`
            : `${who} ${runs}, and the soak of ${soak} is over ${whenOver(over)}`;
    return { reason, liftable: true };
}

function isExcepted({ cannotFollow }: FleetMember, at: number): boolean {
    return cannotFollow !== undefined && cannotFollow.expires >= dayOf(at);
}

/** Of a stack that holds others: an exception it had is over, or nothing. */
function exceptionOver({ cannotFollow }: FleetMember): string {
    return cannotFollow === undefined
        ? ""
        : ` (that it cannot follow was accepted until ${cannotFollow.expires})`;
}

function exceptionWarnings(fleet: readonly FleetMember[], stacks: readonly string[]): readonly string[] {
    const named = stacks.slice(0, NAMED).map((stack) => {
        const { cannotFollow } = fleet.find((member) => member.stack === stack) ?? {};
        return `${stack} is not waited for until ${cannotFollow?.expires}, as it cannot follow: ${cannotFollow?.reason}`;
    });
    const rest = stacks.length - named.length;
    return rest === 0 ? named : [...named, `nor are ${rest} more stacks that cannot follow`];
}

/** As many reasons as a person reads: a fleet of hundreds would repeat them for each of its stacks. */
function bounded(reasons: readonly string[]): readonly string[] {
    if (reasons.length <= NAMED + 1) return reasons;
    return [...reasons.slice(0, NAMED), `${reasons.length - NAMED} more stacks of earlier waves hold it too`];
}

/** A stack of an earlier wave that holds a step. */
interface Holder {
    readonly member: FleetMember;
    readonly held: Held;
}

type Answers = Map<string, readonly Holder[]>;
const known = new WeakMap<readonly FleetMember[], WeakMap<EvidenceBook, Answers>>();

function answersOf(fleet: readonly FleetMember[], book: EvidenceBook): Answers {
    const books = known.get(fleet) ?? new WeakMap<EvidenceBook, Answers>();
    known.set(fleet, books);
    const answers: Answers = books.get(book) ?? new Map<string, readonly Holder[]>();
    books.set(book, answers);
    return answers;
}

/**
 * Stacks of earlier waves that hold a step, the earliest first. Whoever asks the same of the same fleet and book gets the same answer:
 * of a thousand stacks that want one version, the first looks at the others, and the rest look here.
 */
function holders(args: WaveArgs): readonly Holder[] {
    const { fleet, wave, part, to, target = to, soak, at } = args;
    const answers = answersOf(fleet, args.evidence ?? NO_EVIDENCE);
    const question = [wave, part, to, target, soak, at].join(" ");
    const found =
        answers.get(question) ??
        fleet
            .filter((member) => member.wave < wave)
            .sort((a, b) => a.wave - b.wave || compareText(a.stack, b.stack))
            .flatMap((member) => {
                const held = judgeMember(member, args);
                return held ? [{ member, held }] : [];
            });
    answers.set(question, found);
    return found;
}
