import { ExitStatus, WindlassError } from "../../lifecycle/kit/errors";
import { getIn } from "../../lifecycle/kit/json-path";
import type { UpdatePart, UpdateStep } from "../../lifecycle/upgrade/decision";
import { PARTS, type PinnedPart } from "../../lifecycle/settings/pinned-parts";
import { THROUGH } from "../../lifecycle/settings/formats";
import { type ChangeTitle, changeTitle, proposalTitle } from "../../lifecycle/upgrade/titles";
import { parseRange } from "../../lifecycle/kit/range";
import { strictVersion } from "../../lifecycle/kit/version-order";

/** One pull request to propose. */
export interface Change extends ChangeTitle {
    readonly kind: "step" | "range";
    readonly stack: string;
    /** The step of a lock. @default it is a first lock, or about a range */
    readonly step?: UpdateStep;
    /** Range to write, where that is what is proposed. */
    readonly range?: string;
    /** Start of the names of branches that this one takes the place of, followed by a version. */
    readonly family: string;
    /** Why, and what it means: sentences. Some quote upstream. */
    readonly reasons: readonly string[];
    readonly warnings: readonly string[];
}

/** A table, so that none is forgotten. */
const OTHER_PARTS: Readonly<Record<Exclude<UpdatePart, PinnedPart>, true>> = {
    cohort: true,
    prune: true,
    restore: true,
    strategy: true,
    "strategy-proxies": true,
    "strategy-prune": true,
    settings: true,
    digests: true,
};
const UPDATE_PARTS = [...PARTS, ...Object.keys(OTHER_PARTS)] as readonly UpdatePart[];
const ACTIONS = ["none", "step", "held", "created"] as const;
const MAX_SENTENCES = 50;

/**
 * The pull requests that the output of `windlass update --json` asks for. Titles and branches are not taken from it but made
 * anew from its stacks, parts and versions, after each of these was checked: the document may have come from anywhere.
 *
 * @param stacks The project's stacks.
 * @throws WindlassError naming what is not as `update` writes it
 */
export function readSteps(text: string, stacks: readonly string[]): readonly Change[] {
    let document: unknown;
    try {
        document = JSON.parse(text);
    } catch {
        throw wrong("", undefined, "is no JSON");
    }
    if (!Array.isArray(document)) throw wrong("", undefined, "is no list of stacks");
    return (document as unknown[]).flatMap((outcome, index) => readOutcome(outcome, `[${index}]`, stacks));
}

function readOutcome(outcome: unknown, key: string, stacks: readonly string[]): readonly Change[] {
    const stack = getIn(outcome, ["stack"]);
    if (typeof stack !== "string" || !stacks.includes(stack)) {
        throw wrong(`${key}.stack`, stack, "is no stack of this project");
    }
    const action = ACTIONS.find((known) => known === getIn(outcome, ["action"]));
    if (!action) throw wrong(`${key}.action`, getIn(outcome, ["action"]), "is nothing an update does");
    const warnings = [
        ...sentences(getIn(outcome, ["warnings"]), `${key}.warnings`),
        ...sentences(getIn(outcome, ["missing"]), `${key}.missing`),
    ];
    const changes: Change[] = [];
    const step = readStep(getIn(outcome, ["step"]), `${key}.step`);
    const given = getIn(outcome, ["version"]);
    const version = given === null ? null : exact(given, `${key}.version`);
    const title = changeTitle(stack, action, step, version);
    if (title) {
        const family = step ? `windlass/${stack}/${step.part}-` : title.branch;
        const why = step ? [step.why] : ["the stack had no lock yet"];
        changes.push({ kind: "step", stack, step, ...title, family, reasons: why, warnings });
    }
    const proposal = readRange(getIn(outcome, ["proposal"]), `${key}.proposal`);
    if (proposal) {
        const { range, meaning } = proposal;
        const family = `windlass/${stack}/allow-`;
        const about = {
            ...proposalTitle(stack, proposal.version),
            family,
            range,
            reasons: meaning,
            warnings: [],
        };
        changes.push({ kind: "range", stack, ...about });
    }
    return changes;
}

function readStep(step: unknown, key: string): UpdateStep | undefined {
    if (step === null || step === undefined) return undefined;
    const part = UPDATE_PARTS.find((known) => known === getIn(step, ["part"]));
    if (!part) throw wrong(`${key}.part`, getIn(step, ["part"]), "is nothing a lock pins");
    const from = exact(getIn(step, ["from"]), `${key}.from`);
    const to = exact(getIn(step, ["to"]), `${key}.to`);
    const why = sentences([getIn(step, ["why"])], `${key}.why`)[0] ?? "";
    const through = getIn(step, ["through"]);
    // The way back of the first cohort reaches none.
    if (part !== "cohort" || through === undefined || through === null) return { part, from, to, why };
    if (typeof through !== "string" || !new RegExp(THROUGH).test(through))
        throw wrong(`${key}.through`, through, "is no place in the order of cohorts");
    return { part, from, to, why, through };
}

function readRange(
    proposal: unknown,
    key: string,
): { readonly version: string; readonly range: string; readonly meaning: readonly string[] } | undefined {
    if (proposal === null || proposal === undefined) return undefined;
    const version = exact(getIn(proposal, ["version"]), `${key}.version`);
    const range = getIn(proposal, ["range"]);
    if (typeof range !== "string" || !/^[0-9x.~^<>=| -]{1,200}$/.test(range)) {
        throw wrong(`${key}.range`, range, "is no range");
    }
    parseRange(range);
    return { version, range, meaning: sentences(getIn(proposal, ["meaning"]), `${key}.meaning`) };
}

function exact(value: unknown, key: string): string {
    const parsed = typeof value === "string" ? strictVersion(value) : undefined;
    if (parsed) return parsed.version;
    throw wrong(key, value, "is no exact version");
}

function sentences(value: unknown, key: string): readonly string[] {
    if (value === undefined) return [];
    if (Array.isArray(value) && value.every((item): item is string => typeof item === "string")) {
        return value.slice(0, MAX_SENTENCES);
    }
    throw wrong(key, value, "is no list of sentences");
}

function wrong(key: string, value: unknown, rule: string): WindlassError {
    return new WindlassError({
        file: "--steps",
        key,
        value,
        rule,
        remedy: "Give the output of windlass update --json as it is",
        exitStatus: ExitStatus.badInput,
    });
}
