import type { FileChange } from "./commit-source";
import type { Forge, Pull } from "./forge";

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

/** The forge as proposing needs it. */
export type ProposalForge = Pick<
    Forge,
    "context" | "pulls" | "openPull" | "editPull" | "closePull" | "addComment" | "startWorkflow"
>;

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
    readonly forge: ProposalForge;
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
    const { git, forge, base, parent } = args;
    const { branch, title, files } = proposal;
    const result = { branch, superseded: [] };
    const message = `${title}\n\nProposed by windlass.`;
    const commit = await git.commit({ parent, files, message });
    if (commit === undefined) return { ...result, outcome: "nothing" };
    const { open, latest } = await pullsOf(forge, { branch, base });
    const isDeclined = latest?.state === "closed" && (!proposal.isLasting || latest.sha === commit);
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
    if (head !== commit && forge.context.isDefaultToken && args.dispatch !== undefined)
        await forge.startWorkflow(args.dispatch, branch);
    if (open) {
        await forge.editPull(open.number, { title, body });
        return { branch, outcome: "updated", number: open.number, superseded: await superseded(open.number) };
    }
    const number = await forge.openPull({ title, body, branch, base });
    return { branch, outcome: "opened", number, superseded: await superseded(number) };
}

/** The pull request of a branch that is open, and the newest one: the only one a decision of a person can be about. */
async function pullsOf(
    forge: ProposalForge,
    where: { readonly branch: string; readonly base: string },
): Promise<{ readonly open?: Pull; readonly latest?: Pull }> {
    let latest: Pull | undefined;
    for await (const pull of forge.pulls({ state: "all", ...where })) {
        latest ??= pull;
        if (pull.state === "open") return { open: pull, latest };
    }
    return { latest };
}

async function supersede(
    { forge, base }: ProposeArgs,
    { branch, family }: Proposal,
    by: number | undefined,
): Promise<readonly number[]> {
    const older: Pull[] = [];
    for await (const pull of forge.pulls({ state: "open", base })) {
        const isOlder =
            pull.branch !== branch &&
            pull.branch.startsWith(family) &&
            /^\d/.test(pull.branch.slice(family.length));
        if (isOlder && !pull.isFork && pull.author === forge.context.author) older.push(pull);
    }
    for (const { number } of older) {
        await forge.addComment(number, `#${by ?? 0} takes its place.`);
        await forge.closePull(number);
    }
    return older.map(({ number }) => number);
}
