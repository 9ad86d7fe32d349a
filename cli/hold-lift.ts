import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { EVERY_STACK, type Hold, type Lift } from "../lifecycle/holds/hold";
import { editHolds } from "../lifecycle/holds/holds-edit";
import { liftCommand, whyHeld } from "../lifecycle/holds/holds-in-force";
import { HOLDS_FILE, parseHolds } from "../lifecycle/holds/holds-parse";
import { changeHolds } from "../adapters/files/holds-store";
import { dayOf } from "../lifecycle/kit/day";
import { readMoment } from "./at-option";
import type { Invocation } from "./command";
import type { holdLiftCommand } from "./definitions/hold-lift";
import { requireFuture } from "./hold-add";
import { type HoldWords, readHoldOptions } from "./hold-options";
import { type ProjectHolds, readProjectHolds } from "./read-holds";
import { stackNames } from "./read-stacks";

/** Ends holds, on purpose. */
export async function run(invocation: Invocation<typeof holdLiftCommand>): Promise<ExitStatus> {
    const { root, options, terminal, signal } = invocation;
    const words = readHoldOptions(root, options);
    const at = readMoment(options);
    const pull = readPull(options.pull);
    const lift = { ...words, since: dayOf(at.time) };
    requireFuture(lift);
    const known = await readProjectHolds(invocation, { at });
    const stacks = words.stack === undefined ? holders(known, words, root) : [words.stack];
    const said: string[] = [];
    await changeHolds(
        root,
        (text) => {
            const written = text === undefined ? [] : parseHolds(text).holds;
            const chosen = choose(stacks, words, known, written, pull);
            const of = (stack: string, origin: string): Lift => ({ ...lift, stack, of: origin });
            said.push(...chosen.removed.map(({ hold }) => `taken away: ${whyHeld(hold)}`));
            said.push(...chosen.lifted.map(({ hold }) => `lifted: ${whyHeld(hold)}`));
            return editHolds(text, {
                removeHolds: chosen.removed.map(({ index }) => index),
                addLifts: [
                    ...chosen.lifted.map(({ stack, hold }) => of(stack, hold.of ?? "")),
                    ...(pull === undefined ? [] : stacks.map((stack) => of(stack, pull))),
                ],
            });
        },
        signal,
    );
    if (pull !== undefined) said.push(`lifted: pull request ${pull}`);
    for (const sentence of said) terminal.print(`${words.system} ${words.version}: ${sentence}`);
    terminal.print(`commit ${HOLDS_FILE}`);
    return ExitStatus.ok;
}

interface Chosen {
    readonly removed: readonly { readonly index: number; readonly hold: Hold }[];
    readonly lifted: readonly { readonly stack: string; readonly hold: Hold }[];
}

/** Where nobody says whose: the stacks the version is held in. */
function holders({ book }: ProjectHolds, words: HoldWords, root: string): readonly string[] {
    const stacks = [...book.holds, ...book.found]
        .filter((hold) => matchesWords(hold, words))
        .map(({ stack }) => stack);
    const [stack, ...others] = new Set(stacks);
    if (stack !== undefined && others.length === 0) return [stack];
    throw new WindlassError({
        key: "--stack",
        rule: stack === undefined ? nothing(words) : "The stack is needed, for several hold it",
        remedy: `Choose ${stack === undefined ? [...stackNames(root)].join(", ") : [stack, ...others].join(", ")}`,
    });
}

function choose(
    stacks: readonly string[],
    words: HoldWords,
    known: ProjectHolds,
    written: readonly Hold[],
    pull: string | undefined,
): Chosen {
    const removed = written.flatMap((hold, index) =>
        matchesWords(hold, words) && stacks.includes(hold.stack) ? [{ index, hold }] : [],
    );
    const lifted = stacks.flatMap((stack) => {
        const inForce = stack === EVERY_STACK ? known.book.found : known.all(stack).inForce;
        return inForce
            .filter((hold) => matchesWords(hold, words) && hold.of !== undefined && !hold.of.startsWith("#"))
            .map((hold) => ({ stack, hold }));
    });
    if (removed.length > 0 || lifted.length > 0 || pull !== undefined)
        return { removed, lifted: once(lifted) };
    const elsewhere = stacks
        .filter((stack) => stack !== EVERY_STACK)
        .flatMap((stack) => known.all(stack).inForce.filter((hold) => matchesWords(hold, words)));
    throw new WindlassError({
        key: "--version",
        value: words.version,
        rule: nothing(words),
        remedy: elsewhere[0]
            ? `It is held through ${elsewhere[0].stack}: ${liftCommand(elsewhere[0], elsewhere[0].stack)}`
            : "See npm run -s windlass -- hold list; a closed pull request is named with --pull",
    });
}

/** Both parts of a lock may have been moved back by one commit; one lift is enough. */
function once(lifted: Chosen["lifted"]): Chosen["lifted"] {
    return [...new Map(lifted.map((item) => [`${item.stack} ${item.hold.of}`, item])).values()];
}

function matchesWords(hold: Hold, { system, version }: HoldWords): boolean {
    return hold.system === system && hold.version === version;
}

function nothing({ system, version, stack }: HoldWords): string {
    return `No hold of ${system} ${version} is known${stack === undefined ? "" : ` in ${stack}`}`;
}

function readPull(value: string | undefined): string | undefined {
    if (value === undefined) return undefined;
    if (/^#?[1-9]\d{0,9}$/.test(value)) return `#${value.replace("#", "")}`;
    throw new WindlassError({ key: "--pull", value, rule: "must be the number of a pull request" });
}
