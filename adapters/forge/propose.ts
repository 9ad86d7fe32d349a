import type { FileChange } from "./commit-source";
import { type ForgeContext, field } from "./context";
import type { ApiCall } from "./github-source";

/** Git as proposing needs it. */
export interface ProposalGit {
    commit(args: {
        readonly parent: string;
        readonly files: readonly FileChange[];
        readonly message: string;
    }): Promise<string | undefined>;
    remoteHead(branch: string): Promise<string | undefined>;
    isOurs(branch: string, id: string): Promise<boolean>;
    push(args: {
        readonly commit: string;
        readonly branch: string;
        readonly expected: string | undefined;
    }): Promise<void>;
}

/** The API as proposing needs it. */
export interface ProposalApi {
    call(call: ApiCall): Promise<unknown>;
    list(path: readonly string[], query?: Readonly<Record<string, string>>): Promise<readonly unknown[]>;
}

/** One branch with its pull request. */
export interface Proposal {
    readonly title: string;
    readonly branch: string;
    /** Start of the names of branches that it takes the place of; a version follows it. */
    readonly family: string;
    readonly files: readonly FileChange[];
    /** Whether later changes come under the same branch: then a person who closes it declines just what it held. @default false */
    readonly isLasting?: boolean;
    /** Markdown for the pull request, made from the commit. */
    readonly body: (commit: string) => Promise<string>;
}

export interface ProposeArgs {
    readonly git: ProposalGit;
    readonly api: ProposalApi;
    readonly context: Pick<ForgeContext, "owner" | "author" | "isDefaultToken">;
    /** Branch to merge into. */
    readonly base: string;
    /** Its commit that the proposals follow. */
    readonly parent: string;
    /** Numbers of closed pull requests that a person has lifted: they are opened anew. @default none */
    readonly lifted?: ReadonlySet<number>;
    /** Workflow to start on a new commit where the token starts none by itself: `ci.yaml`. */
    readonly dispatch?: string;
}

/** What became of a proposal. */
export interface ProposalOutcome {
    readonly branch: string;
    readonly outcome: "opened" | "updated" | "unchanged" | "nothing" | "declined" | "edited";
    /** Number of its pull request. */
    readonly number?: number;
    /** Numbers of pull requests it took the place of. */
    readonly superseded: readonly number[];
}

/**
 * Brings one proposal to where it should be, whatever an earlier run has done or left undone: the branch is pushed when its
 * commit is another, the pull request is opened when there is none and its text renewed with the commit, and those it takes
 * the place of are closed.
 *
 * A branch somebody else has committed to is left alone; and a proposal that a person closed is not made again.
 */
export async function propose(args: ProposeArgs, proposal: Proposal): Promise<ProposalOutcome> {
    const { git, api, context, base, parent } = args;
    const { branch, title, files } = proposal;
    const result = { branch, superseded: [] };
    const message = `${title}\n\nProposed by windlass.`;
    const commit = await git.commit({ parent, files, message });
    if (commit === undefined) return { ...result, outcome: "nothing" };
    const query = {
        head: `${context.owner}:${branch}`,
        base,
        state: "all",
        sort: "created",
        direction: "desc",
    };
    const pulls = (await api.list(["pulls"], query)).flatMap(readPull).filter(({ ref }) => ref === branch);
    const open = pulls.find(({ state }) => state === "open");
    const [latest] = pulls;
    const isDeclined = latest && !latest.merged && (!proposal.isLasting || latest.sha === commit);
    if (!open && isDeclined && !args.lifted?.has(latest.number))
        return { ...result, outcome: "declined", number: latest.number };
    const head = await git.remoteHead(branch);
    if (head !== undefined && head !== commit && !(await git.isOurs(branch, head))) {
        return { ...result, outcome: "edited", number: open?.number };
    }
    const superseded = (by: number | undefined): Promise<readonly number[]> => supersede(args, proposal, by);
    if (head === commit && open) {
        return {
            branch,
            outcome: "unchanged",
            number: open.number,
            superseded: await superseded(open.number),
        };
    }
    const body = await proposal.body(commit);
    if (head !== commit) await git.push({ commit, branch, expected: head });
    if (head !== commit && context.isDefaultToken && args.dispatch !== undefined) {
        const path = ["actions", "workflows", args.dispatch, "dispatches"];
        await api.call({ method: "POST", path, body: { ref: branch } });
    }
    if (open) {
        await api.call({ method: "PATCH", path: ["pulls", String(open.number)], body: { title, body } });
        return { branch, outcome: "updated", number: open.number, superseded: await superseded(open.number) };
    }
    const asked = { title, body, head: branch, base };
    const number = readPull(await api.call({ method: "POST", path: ["pulls"], body: asked }))[0]?.number;
    return { branch, outcome: "opened", number, superseded: await superseded(number) };
}

async function supersede(
    { api, context, base }: ProposeArgs,
    { branch, family }: Proposal,
    by: number | undefined,
): Promise<readonly number[]> {
    const closed: number[] = [];
    for (const pull of (await api.list(["pulls"], { state: "open", base })).flatMap(readPull)) {
        const isOlder =
            pull.ref !== branch && pull.ref.startsWith(family) && /^\d/.test(pull.ref.slice(family.length));
        if (!isOlder || pull.isFork || pull.author !== context.author) continue;
        const path = [String(pull.number)];
        const told = { body: `#${by ?? 0} takes its place.` };
        await api.call({ method: "POST", path: ["issues", ...path, "comments"], body: told });
        await api.call({ method: "PATCH", path: ["pulls", ...path], body: { state: "closed" } });
        closed.push(pull.number);
    }
    return closed;
}

interface Pull {
    readonly number: number;
    readonly state: string;
    readonly ref: string;
    readonly sha: string;
    readonly author: string;
    readonly merged: boolean;
    readonly isFork: boolean;
}

function readPull(pull: unknown): readonly Pull[] {
    const text = (value: unknown): string => (typeof value === "string" ? value : "");
    const number = field(pull, "number");
    if (typeof number !== "number" || !Number.isSafeInteger(number)) return [];
    const head = field(pull, "head");
    const repositories = [head, field(pull, "base")].map((end) =>
        text(field(field(end, "repo"), "full_name")),
    );
    return [
        {
            number,
            state: text(field(pull, "state")),
            ref: text(field(head, "ref")),
            sha: text(field(head, "sha")),
            author: text(field(field(pull, "user"), "login")),
            merged: typeof field(pull, "merged_at") === "string",
            isFork: repositories[0] !== repositories[1],
        },
    ];
}
