import type { PinnedPart } from "../settings/pinned-parts";
import type { FleetMember } from "../settings/fleet-member";
import { EVERY_STACK, type HeldSystem, type Hold, type HoldBook, type Lift } from "./hold";

/** Stacks by the wave they are in. */
export type Waves = ReadonlyMap<string, number>;

/** Holds of one stack, and which of them count today. */
export interface StackHolds {
    /** In the order of the book: written, then found. */
    readonly inForce: readonly Hold[];
    readonly expired: readonly Hold[];
    readonly lifted: readonly { readonly hold: Hold; readonly lift: Lift }[];
}

/** The wave of each stack. */
export function wavesOf(fleet: readonly Pick<FleetMember, "stack" | "wave">[]): Waves {
    return new Map(fleet.map(({ stack, wave }) => [stack, wave]));
}

/**
 * The holds that concern a stack: its own, those of every stack, and those of the waves before its own. A lift of the stack
 * that a hold is of counts for all; one of another stack for that one alone.
 *
 * @param today - `2026-11-21`
 */
export function holdsOfStack(book: HoldBook, stack: string, waves: Waves, today: string): StackHolds {
    const concerned = [...book.holds, ...book.found].filter((hold) => concerns(hold, stack, waves));
    const inForce: Hold[] = [];
    const expired: Hold[] = [];
    const lifted: { hold: Hold; lift: Lift }[] = [];
    for (const hold of concerned) {
        const lift = book.lifts.find((candidate) => lifts(candidate, hold, stack, today));
        if (isOver(hold, today)) expired.push(hold);
        else if (lift) lifted.push({ hold, lift });
        else inForce.push(hold);
    }
    return { inForce, expired, lifted };
}

function concerns(hold: Hold, stack: string, waves: Waves): boolean {
    if (hold.stack === stack || hold.stack === EVERY_STACK) return true;
    const [first, own] = [waves.get(hold.stack), waves.get(stack)];
    return first !== undefined && own !== undefined && first < own;
}

function lifts(lift: Lift, hold: Hold, stack: string, today: string): boolean {
    return (
        hold.of !== undefined &&
        hold.of.startsWith(lift.of) &&
        (lift.of.startsWith("#") ? lift.of === hold.of : true) &&
        lift.system === hold.system &&
        lift.version === hold.version &&
        (lift.stack === hold.stack || lift.stack === EVERY_STACK || lift.stack === stack) &&
        !isOver(lift, today)
    );
}

/** Numbers of the closed pull requests that are lifted today. */
export function liftedPulls(lifts: readonly Lift[], today: string): ReadonlySet<number> {
    return new Set(
        lifts.flatMap((lift) =>
            lift.of.startsWith("#") && !isOver(lift, today) ? [Number(lift.of.slice(1))] : [],
        ),
    );
}

function isOver({ expires }: Pick<Hold, "expires">, today: string): boolean {
    return expires !== undefined && expires < today;
}

/** Why each held version of a system is held, as a sentence without its full stop; "it" is the version. */
export function heldVersions(
    holds: readonly Hold[],
    system: HeldSystem,
    stack: string,
): ReadonlyMap<string, string> {
    const reasons = new Map<string, string>();
    for (const hold of holds) {
        if (hold.system !== system || reasons.has(hold.version)) continue;
        reasons.set(hold.version, `${whyHeld(hold)}; ${liftWords(hold, stack)}`);
    }
    return reasons;
}

/** `it is held: taken back in staging on 2026-11-21 by commit 3f2a1b9c0d1e`. */
export function whyHeld(hold: Hold): string {
    return `it is ${heldWords(hold)}`;
}

/** `held: taken back in staging on 2026-11-21 by commit 3f2a1b9c0d1e`. */
export function heldWords({ stack, of, reason, since, expires }: Hold): string {
    const until = expires === undefined ? "" : ` until ${expires}`;
    if (of !== undefined) return `held${until}: ${reason}`;
    const where = stack === EVERY_STACK ? "in every stack " : `in ${stack} `;
    return `held ${where}since ${since}${until}: ${reason.replace(/\.$/, "")}`;
}

/** What ends a hold. What was written is taken away where it stands; what was found may be lifted for the stack alone. */
export function liftWords(hold: Hold, stack: string): string {
    return `to lift it, ${liftCommand(hold, stack)}`;
}

/** The command that ends a hold. */
export function liftCommand({ stack: holder, system, version, of }: Hold, stack: string): string {
    const named = of === undefined ? holder : stack;
    const about = named === EVERY_STACK ? " --stack '*'" : ` --stack ${named}`;
    const which = system === "istio" ? "" : ` --system ${system}`;
    const pull = of?.startsWith("#") ? ` --pull ${of.slice(1)}` : "";
    return `npm run -s windlass -- hold lift${about}${which} --version ${version}${pull} --reason "…"`;
}

/** Whether a hold is about a part of a lock: found in that part's own history, or of the whole system. */
export function concernsPart({ part }: Hold, pinned: PinnedPart): boolean {
    return part === undefined || part === pinned;
}
