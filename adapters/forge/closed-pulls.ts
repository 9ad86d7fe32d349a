import { type HeldSystem, type Hold, systemOf } from "../../lifecycle/holds/hold";
import { partName } from "../../lifecycle/settings/pins";
import { PARTS, type PinnedPart } from "../../lifecycle/settings/pinned-parts";
import { strictVersion } from "../../lifecycle/kit/version-order";
import type { Forge, Pull } from "./forge";

export interface ClosedPullsArgs {
    readonly forge: Pick<Forge, "pulls" | "closedBy">;
    /** The project's stacks; a pull request of another is nobody's. */
    readonly stacks: readonly string[];
}

/** What a person closed. */
export interface ClosedPulls {
    readonly holds: readonly Hold[];
    /** Why older ones are not known, as a sentence without its full stop. */
    readonly gap?: string;
}

/** What a pull request of `windlass forge propose` moves. */
interface StepPull {
    readonly pull: Pull;
    readonly stack: string;
    readonly part: PinnedPart;
    readonly version: string;
}

/** Pull requests that are looked at, newest first. */
const MOST = 1000;
/** What a pull request that moves no pin is called: see titles.ts. */
/**
 * The steps that a person has declined: Windlass's own pull requests, of which the latest for a branch was closed without a
 * merge. Those that a program closed, such as Windlass in favour of a newer version, are none.
 *
 * @throws WindlassError when the forge does not answer
 */
export async function closedPulls({ forge, stacks }: ClosedPullsArgs): Promise<ClosedPulls> {
    const latest = new Map<string, StepPull>();
    let seen = 0;
    let gap: string | undefined;
    for await (const pull of forge.pulls({ state: "all" })) {
        const [step] = readStep(pull, stacks);
        if (step && !latest.has(pull.branch)) latest.set(pull.branch, step);
        if (++seen < MOST) continue;
        gap = `only the newest ${MOST} pull requests were looked at`;
        break;
    }
    const holds: Hold[] = [];
    for (const step of latest.values()) {
        const { state, closed, number } = step.pull;
        if (state !== "closed" || closed === undefined) continue;
        if ((await forge.closedBy(number)) !== "program") holds.push(holdOf(step, closed));
    }
    return { holds, gap };
}

function holdOf({ pull: { number }, stack, part, version }: StepPull, closed: string): Hold {
    const system: HeldSystem = systemOf(part);
    const reason = `pull request #${number} of ${partName(part)} was closed without a merge on ${closed}`;
    return { stack, system, version, of: `#${number}`, reason, since: closed };
}

/** What the name of its branch says. */
function readStep(pull: Pull, stacks: readonly string[]): readonly StepPull[] {
    const [, stack = "", rest = ""] =
        /^windlass\/([a-z0-9-]{1,63})\/([a-z0-9.-]{1,100})$/.exec(pull.branch) ?? [];
    const part = PARTS.find(
        (known) => rest.startsWith(`${known}-`) && /^\d/.test(rest.slice(known.length + 1)),
    );
    if (pull.isFork || !part || !stacks.includes(stack)) return [];
    const version = strictVersion(rest.slice(part.length + 1))?.version;
    return version === undefined ? [] : [{ pull, stack, part, version }];
}
