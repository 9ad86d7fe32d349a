import type { FileChange } from "./commit-source";
import type { Unattended } from "../../lifecycle/upgrade/judge-unattended";
import type { Forge, MergeRequest, Pull } from "./forge";

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
    | "context"
    | "pulls"
    | "openPull"
    | "editPull"
    | "closePull"
    | "mergeWhenGreen"
    | "stopMerge"
    | "addComment"
    | "startWorkflow"
>;

/** One branch with its pull request. */
export interface Proposal {
    readonly title: string;
    readonly branch: string;
    /** Start of the names of branches that it takes the place of; a version follows it. */
    readonly family: string;
    readonly files: readonly FileChange[];
    /** Who merges it: the commit says so for good. */
    readonly decision: Unattended;
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
    /** Whether it merges by itself once its checks are green. @default a person merges it */
    readonly merges?: boolean;
    /** Why the forge does not merge it by itself, though it should: a sentence without its full stop. */
    readonly refused?: string;
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
    const text = `Proposed by windlass.\n\nWindlass-Decided-By: ${decidedBy(proposal.decision)}`;
    const commit = await git.commit({ parent, files, message: `${title}\n\n${text}` });
    if (commit === undefined) return { ...result, outcome: "nothing" };
    const { open, latest } = await pullsOf(forge, { branch, base });
    const isDeclined = latest?.state === "closed" && (!proposal.isLasting || latest.sha === commit);
    if (!open && isDeclined && !args.lifted?.has(latest.number))
        return { ...result, outcome: "declined", number: latest.number };
    const head = await git.remoteHead(branch);
    if (head !== undefined && head !== commit && !(await git.isOurs(branch, head))) {
        // What somebody has added was decided by nobody yet.
        if (open && isOurMerge(open, forge)) await forge.stopMerge(open.number);
        return { ...result, outcome: "edited", number: open?.number };
    }
    const finish = async (
        outcome: ProposalOutcome["outcome"],
        number: number | undefined,
    ): Promise<ProposalOutcome> => {
        const superseded = await supersede(args, proposal, number);
        const pull = open ?? { number, mergedFor: undefined };
        const merge = await decideMerge(forge, pull, {
            decision: proposal.decision,
            sha: commit,
            headline: title,
            text,
        });
        return { branch, outcome, number, superseded, ...merge };
    };
    if (head === commit && open) return finish("unchanged", open.number);
    const body = await proposal.body(commit);
    if (head !== commit) await git.push({ commit, branch, expected: head });
    if (head !== commit && forge.context.isDefaultToken && args.dispatch !== undefined)
        await forge.startWorkflow(args.dispatch, branch);
    if (open) {
        await forge.editPull(open.number, { title, body });
        return finish("updated", open.number);
    }
    return finish("opened", await forge.openPull({ title, body, branch, base }));
}

/** The value of the trailer that says who or what decided: the rule where it was one, or that it was left to a person. */
function decidedBy({ merges, why }: Unattended): string {
    return merges ? why : "a person";
}

function isOurMerge({ mergedFor }: Pick<Pull, "mergedFor">, { context }: ProposalForge): boolean {
    return mergedFor !== undefined && mergedFor === context.author;
}

/** Has the forge merge what merges by itself, and leaves to a person what does not. What a person has set stays. */
async function decideMerge(
    forge: ProposalForge,
    pull: { readonly number: number | undefined; readonly mergedFor?: string },
    request: Omit<MergeRequest, "number"> & { readonly decision: Unattended },
): Promise<Pick<ProposalOutcome, "merges" | "refused">> {
    const { number } = pull;
    const { decision, ...rest } = request;
    if (number === undefined) return {};
    if (!decision.merges) {
        if (isOurMerge(pull, forge)) await forge.stopMerge(number);
        return {};
    }
    if (pull.mergedFor !== undefined) return { merges: true };
    // What that token merges starts no workflow: nothing would be deployed, and nobody asleep would know.
    if (forge.context.isDefaultToken)
        return { refused: "what the workflow's own token merges starts no workflow: use an App's" };
    const refused = await forge.mergeWhenGreen({ number, ...rest });
    return refused === undefined ? { merges: true } : { refused };
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
