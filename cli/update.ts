import { ExitStatus, WindlassError, throwCollected } from "../lifecycle/errors";
import { readSettings } from "../lifecycle/stack/settings-source";
import { SCOPES, type Scope } from "../lifecycle/upgrade/decide";
import { readFleet } from "../lifecycle/upgrade/fleet-source";
import { LockChangedError, lockText } from "../lifecycle/upgrade/update-store";
import { readCatalog } from "../lifecycle/versions/catalog-store";
import { parseVersion } from "../lifecycle/versions/request";
import { AT_OPTION, readMoment } from "./at-option";
import { type Command, type Invocation, JSON_OPTION, type OptionValues, STACK_OPTION } from "./command";
import { stackNames } from "./read-stacks";
import { readProjectHolds } from "./read-holds";
import { outcomeDocument, outcomesText } from "./update-report";
import { type UpdateOutcome, type UpdateStackArgs, updateStack } from "./update-stack";

/** Takes the next step of stacks: the only writer of pins. */
export const updateCommand: Command = {
    name: "update",
    summary: "Take the next step of stacks towards the best release in their range, and write it",
    options: {
        stack: STACK_OPTION,
        to: {
            type: "string",
            value: "VERSION",
            help: "Take the next step to this Istio, as plan --to shows it (with one --stack)",
        },
        only: {
            type: "string",
            value: "SYSTEM",
            help: "Look at nothing but istio, flux or flagger; settings moves no pin; strategy begins a move to another",
        },
        restarted: {
            type: "string",
            value: "VERSION",
            help: "Say that no pod runs this proxy any more, where only a restart moves pods",
        },
        holds: {
            type: "string",
            value: "FILE",
            help: "More holds, in the form of stacks/holds.yaml: what windlass forge holds prints",
        },
        offline: { type: "boolean", help: "Fetch nothing: digests of what is new are left out" },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: [
        "One step a run and a stack: the control plane, the next time the proxies with their sidecars; on the way back the",
        "proxies first. By revision the istiod that the proxies have left is removed in a step of its own, after the soak of",
        "the stack: merge that once every canary has been promoted. Flux and Flagger follow when Istio has nothing to do or is",
        "held. A stack without a lock gets its first. --to names where a stack goes, where that is neither the best release nor",
        "refused by a gate; a way back needs windlass:istio.allowDowngrade.",
        "A stack that cannot follow says so in windlass:fleet.cannotFollow, with a reason and a last day: later waves then do",
        "not wait for it.",
        "What was taken back is held, for the stack and the waves after it: windlass hold --help.",
        "A step that is not committed yet is the last one that is taken: each is a change of its own. Where a range was changed",
        "and nothing may move, the lock follows the settings all the same; --only settings does nothing else.",
        "Exit status 3: a stack is held, by a gate or by an earlier wave, and nothing else of it may move; its files are untouched.",
    ].join("\n"),
    async run(invocation) {
        const { root, options, terminal } = invocation;
        const names = inWaves(root, stackNames(root, options["stack"] as readonly string[] | undefined));
        const to = readTarget(options, names);
        const common = {
            to,
            only: readOnly(options["only"]) ?? (to === undefined ? undefined : "istio"),
            at: readMoment(options),
            restarted: readRestarted(options["restarted"]),
            catalog: readCatalog(root),
        };
        const begun = locksNow(root, names);
        const holds = await readProjectHolds(invocation, { at: common.at, more: options["holds"] });
        // Looked at once: what this run does in one wave does not count for the next.
        const fleet = readFleet(root);
        const outcomes: UpdateOutcome[] = [];
        const errors: WindlassError[] = [];
        for (const stack of names) {
            try {
                outcomes.push(
                    await attempt({ ...common, fleet, stack, begun, holds: holds.of(stack) }, invocation),
                );
            } catch (error) {
                if (!(error instanceof WindlassError) || invocation.signal.aborted) throw error;
                errors.push(error);
            }
        }
        const report = options["json"]
            ? JSON.stringify(outcomes.map(outcomeDocument))
            : outcomesText(outcomes, terminal);
        if (report !== "") terminal.print(report);
        throwCollected(errors);
        return outcomes.some(({ action }) => action === "held") ? ExitStatus.noCandidate : ExitStatus.ok;
    },
};

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
async function attempt(args: UpdateStackArgs, invocation: Invocation): Promise<UpdateOutcome> {
    try {
        return await updateStack(args, invocation);
    } catch (error) {
        if (!(error instanceof LockChangedError)) throw error;
        const reasons = [error.message.replace(/\.$/, "")];
        const nothing = { step: undefined, version: null, warnings: [], missing: [], proposal: undefined };
        return { stack: args.stack, action: "held", reasons, ...nothing };
    }
}

function inWaves(root: string, names: readonly string[]): readonly string[] {
    const waves = new Map(names.map((name) => [name, readSettings(root, name).fleet.wave]));
    return [...names].sort((a, b) => (waves.get(a) ?? 0) - (waves.get(b) ?? 0) || (a < b ? -1 : 1));
}

/** A named target is one stack's: what is right for one may be out of another's range. */
function readTarget(options: OptionValues, names: readonly string[]): string | undefined {
    const to = options["to"] as string | undefined;
    if (to === undefined) return undefined;
    if (names.length !== 1 || (options["only"] ?? "istio") !== "istio") {
        throw new WindlassError({
            key: "--to",
            value: to,
            rule: "is a version of Istio for one stack",
            remedy: "Name the stack with --stack, and no other system with --only",
        });
    }
    try {
        return parseVersion(to).version;
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        throw new WindlassError({ ...error.details, key: "--to" });
    }
}

function readRestarted(value: unknown): string | undefined {
    if (typeof value !== "string") return undefined;
    try {
        return parseVersion(value).version;
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        throw new WindlassError({ ...error.details, key: "--restarted" });
    }
}

function readOnly(value: unknown): Scope | undefined {
    if (value === undefined) return undefined;
    const system = SCOPES.find((known) => known === value);
    if (system) return system;
    throw new WindlassError({
        key: "--only",
        value,
        rule: "There is no such system",
        remedy: `Choose ${SCOPES.join(", ")}`,
    });
}
