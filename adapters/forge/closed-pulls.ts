import { type HeldSystem, type Hold, systemOf } from "../../lifecycle/holds/hold";
import { partName } from "../../lifecycle/settings/pins";
import { PARTS, type PinnedPart } from "../../lifecycle/settings/pinned-parts";
import { dayStart } from "../../lifecycle/kit/day";
import { strictVersion } from "../../lifecycle/kit/version-order";
import { field } from "./context";
import type { ProposalApi } from "./propose";

export interface ClosedPullsArgs {
    readonly api: Pick<ProposalApi, "call">;
    /** The project's stacks; a pull request of another is nobody's. */
    readonly stacks: readonly string[];
}

/** What a person closed. */
export interface ClosedPulls {
    readonly holds: readonly Hold[];
    /** Why older ones are not known, as a sentence without its full stop. */
    readonly gap?: string;
}

/** A pull request of `windlass forge propose`. */
interface StepPull {
    readonly number: number;
    readonly branch: string;
    readonly stack: string;
    readonly part: PinnedPart;
    readonly version: string;
    readonly isDeclined: boolean;
    readonly closed: string;
}

const PAGE = 100;
/** Pages that are looked at, newest pull requests first. */
const MAX_PAGES = 10;
/** What a pull request that moves no pin is called: see titles.ts. */
/**
 * The steps that a person has declined: Windlass's own pull requests, of which the latest for a branch was closed without a
 * merge. Those that a program closed, such as Windlass in favour of a newer version, are none.
 *
 * @throws WindlassError when the forge does not answer
 */
export async function closedPulls({ api, stacks }: ClosedPullsArgs): Promise<ClosedPulls> {
    const latest = new Map<string, StepPull>();
    let gap: string | undefined;
    for (let page = 1; ; page++) {
        const query = {
            state: "all",
            sort: "created",
            direction: "desc",
            per_page: `${PAGE}`,
            page: `${page}`,
        };
        const answer = await api.call({ method: "GET", path: ["pulls"], query });
        const pulls = Array.isArray(answer) ? (answer as unknown[]) : [];
        for (const pull of pulls.flatMap((item) => readPull(item, stacks))) {
            if (!latest.has(pull.branch)) latest.set(pull.branch, pull);
        }
        if (pulls.length < PAGE) break;
        if (page < MAX_PAGES) continue;
        gap = `only the newest ${MAX_PAGES * PAGE} pull requests were looked at`;
        break;
    }
    const holds: Hold[] = [];
    for (const pull of latest.values()) {
        if (!pull.isDeclined) continue;
        const issue = await api.call({ method: "GET", path: ["issues", `${pull.number}`] });
        if (field(field(issue, "closed_by"), "type") !== "Bot") holds.push(holdOf(pull));
    }
    return { holds, gap };
}

function holdOf({ number, stack, part, version, closed }: StepPull): Hold {
    const system: HeldSystem = systemOf(part);
    const reason = `pull request #${number} of ${partName(part)} was closed without a merge on ${closed}`;
    return { stack, system, version, of: `#${number}`, reason, since: closed };
}

/** Nothing is taken from titles or texts, which anybody may write. */
function readPull(pull: unknown, stacks: readonly string[]): readonly StepPull[] {
    const [number, head] = [field(pull, "number"), field(pull, "head")];
    const branch = field(head, "ref");
    if (typeof number !== "number" || !Number.isSafeInteger(number) || typeof branch !== "string") return [];
    const repository = field(field(head, "repo"), "full_name");
    const isOwn =
        typeof repository === "string" &&
        repository === field(field(field(pull, "base"), "repo"), "full_name");
    const [, stack = "", rest = ""] = /^windlass\/([a-z0-9-]{1,63})\/([a-z0-9.-]{1,100})$/.exec(branch) ?? [];
    const part = PARTS.find(
        (known) => rest.startsWith(`${known}-`) && /^\d/.test(rest.slice(known.length + 1)),
    );
    if (!isOwn || !part || !stacks.includes(stack)) return [];
    const version = strictVersion(rest.slice(part.length + 1))?.version;
    const closedAt = field(pull, "closed_at");
    const closed = typeof closedAt === "string" ? closedAt.slice(0, 10) : "";
    if (version === undefined) return [];
    const isDeclined =
        field(pull, "state") === "closed" &&
        typeof field(pull, "merged_at") !== "string" &&
        dayStart(closed) !== undefined;
    return [{ number, branch, stack, part, version, isDeclined, closed }];
}
