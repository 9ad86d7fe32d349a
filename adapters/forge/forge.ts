/**
 * What Windlass asks of who hosts the repository: all that commands and the rest of this room know of it. GitHub's is in
 * `github/`; another one is a folder beside it and a line in `open-forge.ts`.
 */
export interface Forge {
    /** Where the workflow runs, and as whom. */
    readonly context: ForgeContext;
    /** How git pushes there. */
    readonly git: GitAccess;

    /** @throws WindlassError where the workflow was started for no pull request */
    requirePull(): PullContext;

    /** Pull requests, newest first. They are read page by page: whoever has enough stops. */
    pulls(filter: PullFilter): AsyncIterable<Pull>;
    /** @returns the number it was given; undefined where the forge does not say */
    openPull(pull: NewPull): Promise<number | undefined>;
    editPull(number: number, text: PullText): Promise<void>;
    closePull(number: number): Promise<void>;
    /**
     * Has the forge merge a pull request by itself once all that it asks of it, checks and reviews, is there.
     *
     * @returns why the forge does not, as a sentence without its full stop; undefined where it will
     */
    mergeWhenGreen(pull: MergeRequest): Promise<string | undefined>;
    /** Leaves the merge to a person again. */
    stopMerge(number: number): Promise<void>;
    /** Who closed a pull request; undefined where nobody knows. */
    closedBy(number: number): Promise<"person" | "program" | undefined>;

    comments(pull: number): Promise<readonly PullComment[]>;
    addComment(pull: number, body: string): Promise<void>;
    editComment(comment: PullComment, body: string): Promise<void>;

    /** Starts a workflow on a branch by hand. */
    startWorkflow(workflow: string, branch: string): Promise<void>;

    /** The newest status of each name that was set on a commit: `kustomization/…` by Flux, a check's by another program. */
    commitStatuses(sha: string): Promise<readonly CommitStatus[]>;
}

/** Where a workflow runs, and as whom. */
export interface ForgeContext {
    /** Login of whoever the token stands for: `github-actions[bot]`, or the App's `<slug>[bot]`. */
    readonly author: string;
    /** Whether the token is the workflow's own. What it pushes and opens starts no workflow. */
    readonly isDefaultToken: boolean;
    /** Branch the workflow runs on; undefined where it runs on no branch. */
    readonly branch?: string;
    /** Undefined where the event is no pull request's. */
    readonly pull?: PullContext;
}

/** The pull request a workflow was started for. */
export interface PullContext {
    readonly number: number;
    /** Name of its branch, in its own repository. Whoever opened the pull request chose it. */
    readonly headRef: string;
    readonly headSha: string;
    /** Whether its branch is in another repository, or in one that is gone: then it is given no secret and no write access. */
    readonly isFork: boolean;
}

/** How git talks to the forge. */
export interface GitAccess {
    /** Address whose requests carry the credential. */
    readonly server: URL;
    /** Value of the header `Authorization`. */
    readonly authorization: string;
    /** Whom commits are made by. */
    readonly author: { readonly name: string; readonly email: string };
}

export interface PullFilter {
    readonly state: "open" | "all";
    /** Its own branch, in this repository. @default any */
    readonly branch?: string;
    /** Branch to merge into. @default any */
    readonly base?: string;
}

/** A pull request. Nothing is taken from its title or text, which anybody may write. */
export interface Pull {
    readonly number: number;
    readonly state: "open" | "closed" | "merged";
    readonly branch: string;
    /** Newest commit of its branch. */
    readonly sha: string;
    /** Login of who opened it. */
    readonly author: string;
    readonly isFork: boolean;
    /** Login of who has it merge by itself once its checks are green. @default nobody */
    readonly mergedFor?: string;
    /** Day it was closed: `2026-10-03`. */
    readonly closed?: string;
}

/** A pull request that is to merge by itself. */
export interface MergeRequest {
    readonly number: number;
    /** Commit its branch must be at. */
    readonly sha: string;
    /** First line of the commit that lands on the branch, and what follows it. */
    readonly headline: string;
    readonly text: string;
}

/** Title, and text as Markdown. */
export interface PullText {
    readonly title: string;
    readonly body: string;
}

export interface NewPull extends PullText {
    readonly branch: string;
    /** Branch to merge into. */
    readonly base: string;
}

export interface PullComment {
    readonly id: number;
    /** Login; undefined where its account is gone. */
    readonly author?: string;
    /** Markdown. */
    readonly body: string;
}

/** What a program says of a commit. */
export interface CommitStatus {
    /** `kustomization/istio/0a1b2c3d`. */
    readonly name: string;
    readonly state: "success" | "failure" | "pending";
    readonly description?: string;
    /** Login of who set it: the only part that not just anybody can choose. */
    readonly author?: string;
    /** Milliseconds since 1970. */
    readonly time: number;
}

/** The run of a workflow, and what it leaves for its later steps. Each returns false, and writes nothing, outside of one. */
export interface WorkflowRun {
    /** @throws WindlassError for a value that must not be written; then none is */
    writeOutputs(outputs: Readonly<Record<string, string>>): boolean;
    /** @throws WindlassError for a folder whose name would be more than one line there */
    addToPath(folder: string): boolean;
    /** Adds Markdown to the run's summary. */
    writeSummary(markdown: string): boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

export interface OpenForgeArgs {
    readonly env: Environment;
    readonly signal?: AbortSignal;
    /** Milliseconds before the first retry of a request. @default 1000 */
    readonly firstWait?: number;
}

/** One kind of forge. */
export interface ForgeAdapter {
    /** As `WINDLASS_FORGE` names it. */
    readonly name: string;
    /** Variables it reads, for the help. */
    readonly variables: readonly string[];
    /** Whether this process runs in one of its workflows, or was given what it needs. */
    isHere(env: Environment): boolean;
    /** @throws WindlassError with the variable that is missing or wrong */
    open(args: OpenForgeArgs): Forge & { close(): Promise<void> };
    workflowRun(env: Environment): WorkflowRun;
}

/** Most characters of a comment, or of a pull request's text, that every forge takes: GitHub takes the fewest. */
export const MAX_TEXT = 65_536;
