import type {
    CommitStatus,
    Forge,
    ForgeContext,
    MergeRequest,
    NewPull,
    Pull,
    PullComment,
    PullContext,
    PullFilter,
    PullText,
} from "../../adapters/forge/forge";

/** A forge in memory that is not GitHub: what is asked of it is written down in {@link did}. */
export class FakeForge implements Forge {
    public readonly git = {
        server: new URL("https://forge.test"),
        authorization: "basic eDp5",
        author: { name: "bot", email: "bot@forge.test" },
    };
    /** `open 9`, `close 7`, `comment 7: text` …; reads are not in it. */
    public readonly did: string[] = [];
    /** Pull requests and commits that were read one by one. */
    public read = 0;
    public readonly context: ForgeContext;

    public constructor(
        private readonly world: {
            readonly context?: Partial<ForgeContext>;
            /** Newest first. */
            readonly pulls?: readonly Pull[];
            readonly closedBy?: Readonly<Record<number, "person" | "program">>;
            /** Why it merges nothing by itself. */
            readonly refusal?: string;
            readonly comments?: readonly PullComment[];
            /** By commit. */
            readonly statuses?: Readonly<Record<string, readonly CommitStatus[]>>;
        } = {},
    ) {
        this.context = { author: "bot", isDefaultToken: true, ...world.context };
    }

    public requirePull(): PullContext {
        if (this.context.pull) return this.context.pull;
        throw new Error("no pull request");
    }

    public async *pulls({ state, branch }: PullFilter): AsyncGenerator<Pull> {
        for (const pull of this.world.pulls ?? []) {
            if (state === "open" && pull.state !== "open") continue;
            if (branch !== undefined && pull.branch !== branch) continue;
            this.read++;
            yield await Promise.resolve(pull);
        }
    }

    public openPull({ branch, base }: NewPull): Promise<number | undefined> {
        this.did.push(`open ${branch} to ${base}`);
        return Promise.resolve(9);
    }

    public editPull(number: number, { title }: PullText): Promise<void> {
        return this.note(`edit ${number}: ${title}`);
    }

    public closePull(number: number): Promise<void> {
        return this.note(`close ${number}`);
    }

    public mergeWhenGreen({ number, sha }: MergeRequest): Promise<string | undefined> {
        this.did.push(`merge ${number} at ${sha} when green`);
        return Promise.resolve(this.world.refusal);
    }

    public stopMerge(number: number): Promise<void> {
        return this.note(`leave ${number} to a person`);
    }

    public closedBy(number: number): Promise<"person" | "program" | undefined> {
        return Promise.resolve(this.world.closedBy?.[number]);
    }

    public comments(): Promise<readonly PullComment[]> {
        return Promise.resolve(this.world.comments ?? []);
    }

    public addComment(pull: number, body: string): Promise<void> {
        return this.note(`comment on ${pull}: ${body}`);
    }

    public editComment({ id }: PullComment, body: string): Promise<void> {
        return this.note(`edit comment ${id}: ${body}`);
    }

    public startWorkflow(workflow: string, branch: string): Promise<void> {
        return this.note(`start ${workflow} on ${branch}`);
    }

    public commitStatuses(sha: string): Promise<readonly CommitStatus[]> {
        this.read++;
        return Promise.resolve(this.world.statuses?.[sha] ?? []);
    }

    private note(what: string): Promise<void> {
        this.did.push(what);
        return Promise.resolve();
    }
}
