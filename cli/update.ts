import { compareText } from "../lifecycle/kit/compare-text";
import { ExitStatus, WindlassError, throwCollected } from "../lifecycle/kit/errors";
import { readSettings } from "../adapters/files/settings-source";
import { readFleet } from "../adapters/files/fleet-source";
import { LockChangedError, lockText } from "../adapters/files/update-store";
import { readCatalog } from "../adapters/files/catalog-store";
import { readWindows } from "../adapters/files/windows-source";
import { parseVersion } from "../lifecycle/versions/request";
import { interventionWords, promotedByHand } from "../lifecycle/evidence/interventions";
import { readMoment } from "./at-option";
import type { Invocation, OptionValues } from "./command";
import type { updateCommand } from "./definitions/update";
import { readOption } from "./option-value";
import { stackNames } from "./read-stacks";
import { type ProjectHolds, readProjectHolds } from "./read-holds";
import { outcomeDocument, outcomesText } from "./update-report";
import { unseenStacks } from "./unseen-stacks";
import { type UpdateOutcome, type UpdateStackArgs, updateStack } from "./update-stack";

/** Takes the next step of stacks: the only writer of pins. */
export async function run(invocation: Invocation<typeof updateCommand>): Promise<ExitStatus> {
    const { root, options } = invocation;
    const names = stackNames(root, options.stack);
    const to = readTarget(options, names);
    const common = {
        to,
        only: options.only ?? (to === undefined ? undefined : "istio"),
        at: readMoment(options),
        restarted: readOption("--restarted", options.restarted, (text) => parseVersion(text).version),
        catalog: readCatalog(root),
        windows: readWindows(root),
        takeBack: options["take-back"],
    };
    return takeSteps(names, common, invocation);
}

/** One step of each stack, wave by wave, and the report of all. */
export async function takeSteps(
    stacks: readonly string[],
    common: Omit<UpdateStackArgs, "stack" | "begun" | "fleet" | "evidence" | "holds">,
    invocation: Invocation<typeof updateCommand>,
): Promise<ExitStatus> {
    const { root, options, terminal } = invocation;
    const names = inWaves(root, stacks);
    const begun = locksNow(root, names);
    const holds = await readProjectHolds(invocation, { at: common.at, more: options.holds });
    // Looked at once: what this run does in one wave does not count for the next.
    const fleet = readFleet(root);
    const unseen = unseenStacks(fleet);
    if (unseen !== undefined) terminal.note(unseen);
    const { evidence } = holds;
    const outcomes: UpdateOutcome[] = [];
    const errors: WindlassError[] = [];
    for (const stack of names) {
        try {
            const args = { ...common, fleet, evidence, stack, begun, holds: holds.of(stack) };
            const outcome = await attempt(args, invocation);
            outcomes.push({ ...outcome, warnings: [...outcome.warnings, ...unmeasured(outcome, holds)] });
        } catch (error) {
            if (!(error instanceof WindlassError) || invocation.signal.aborted) throw error;
            errors.push(error);
        }
    }
    const report = options.json
        ? JSON.stringify(outcomes.map(outcomeDocument))
        : outcomesText(outcomes, terminal);
    if (report !== "") terminal.print(report);
    throwCollected(errors);
    return outcomes.some(({ action }) => action === "held") ? ExitStatus.noCandidate : ExitStatus.ok;
}

/** What a step goes to that an earlier wave runs by a person's hand alone: its soak counts, and nothing has measured it. */
function unmeasured(
    { stack, step, action }: UpdateOutcome,
    { waves, interventions }: ProjectHolds,
): readonly string[] {
    if (action !== "step" || !step) return [];
    return [...waves].flatMap(([before, wave]) => {
        const last = promotedByHand(interventions(before), step.to).at(-1);
        if (!last || wave >= (waves.get(stack) ?? 0)) return [];
        return [`in ${before}, ${step.to} was ${interventionWords(last)}`];
    });
}

/** A lock that cannot be read is its stack's own complaint, later. */
function locksNow(root: string, names: readonly string[]): ReadonlyMap<string, string | undefined> {
    const texts = new Map<string, string | undefined>();
    for (const stack of names) {
        try {
            texts.set(stack, lockText(root, stack));
        } catch {
            continue;
        }
    }
    return texts;
}

/** An update that somebody else was faster with is held, and no mistake of the user. */
async function attempt(
    args: UpdateStackArgs,
    invocation: Invocation<typeof updateCommand>,
): Promise<UpdateOutcome> {
    try {
        return await updateStack(args, invocation);
    } catch (error) {
        if (!(error instanceof LockChangedError)) throw error;
        const reasons = [error.sentence];
        const nothing = { step: undefined, version: null, warnings: [], missing: [], proposal: undefined };
        return { stack: args.stack, action: "held", reasons, ...nothing };
    }
}

function inWaves(root: string, names: readonly string[]): readonly string[] {
    const waves = new Map(names.map((name) => [name, readSettings(root, name).fleet.wave]));
    return [...names].sort((a, b) => (waves.get(a) ?? 0) - (waves.get(b) ?? 0) || compareText(a, b));
}

/** A named target is one stack's: what is right for one may be out of another's range. */
function readTarget(
    { to, only = "istio" }: OptionValues<typeof updateCommand>,
    names: readonly string[],
): string | undefined {
    if (to === undefined) return undefined;
    if (names.length !== 1 || only !== "istio") {
        throw new WindlassError({
            key: "--to",
            value: to,
            rule: "is a version of Istio for one stack",
            remedy: "Name the stack with --stack, and no other system with --only",
        });
    }
    return readOption("--to", to, (text) => parseVersion(text).version);
}
