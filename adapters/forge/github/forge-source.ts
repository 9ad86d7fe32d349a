import type {
    CommitStatus,
    Forge,
    ForgeContext,
    GitAccess,
    MergeRequest,
    NewPull,
    Pull,
    PullComment,
    PullContext,
    PullFilter,
    PullText,
} from "../forge";
import type { GitHubApi } from "./api-source";
import { type GitHubContext, requirePullEvent } from "./context";
import { readCloser, readComment, readNodeId, readPull, readStatus } from "./pulls";

/** GitHub as a forge: each method is one or a few requests to its REST API. */
export class GitHubForge implements Forge {
    public readonly git: GitAccess;
    public readonly context: ForgeContext;
    private readonly owner: string;

    public constructor(
        { server, owner, token, ...context }: GitHubContext,
        private readonly api: Pick<GitHubApi, "call" | "items" | "mutate" | "close">,
    ) {
        this.owner = owner;
        const { author, isDefaultToken, branch, pull } = context;
        this.context = { author, isDefaultToken, branch, pull };
        this.git = {
            server,
            authorization: `basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`,
            author: { name: author, email: emailOf(author) },
        };
    }

    public requirePull(): PullContext {
        return requirePullEvent(this.context.pull);
    }

    public async *pulls({ state, branch, base }: PullFilter): AsyncGenerator<Pull> {
        const query: Record<string, string> = { state, sort: "created", direction: "desc" };
        if (branch !== undefined) query["head"] = `${this.owner}:${branch}`;
        if (base !== undefined) query["base"] = base;
        for await (const item of this.api.items(["pulls"], query)) {
            // What was not asked for is not believed.
            const found = readPull(item).filter((pull) => branch === undefined || pull.branch === branch);
            yield* found;
        }
    }

    public async openPull({ title, body, branch, base }: NewPull): Promise<number | undefined> {
        const asked = { title, body, head: branch, base };
        return readPull(await this.api.call({ method: "POST", path: ["pulls"], body: asked }))[0]?.number;
    }

    public async editPull(number: number, { title, body }: PullText): Promise<void> {
        await this.api.call({ method: "PATCH", path: ["pulls", String(number)], body: { title, body } });
    }

    public async closePull(number: number): Promise<void> {
        await this.api.call({ method: "PATCH", path: ["pulls", String(number)], body: { state: "closed" } });
    }

    public async mergeWhenGreen({ number, sha, headline, text }: MergeRequest): Promise<string | undefined> {
        const id = await this.nodeId(number);
        if (id === undefined) return `GitHub knows no pull request ${number}`;
        // One commit on the branch, so that it can be taken back as one.
        const input = {
            pullRequestId: id,
            expectedHeadOid: sha,
            mergeMethod: "SQUASH",
            commitHeadline: headline,
            commitBody: text,
        };
        const said = await this.api.mutate(MERGE_WHEN_GREEN, { input });
        return said === undefined ? undefined : `GitHub says ${JSON.stringify(said.slice(0, 300))}`;
    }

    public async stopMerge(number: number): Promise<void> {
        const id = await this.nodeId(number);
        if (id !== undefined) await this.api.mutate(STOP_MERGE, { input: { pullRequestId: id } });
    }

    private async nodeId(number: number): Promise<string | undefined> {
        return readNodeId(await this.api.call({ method: "GET", path: ["pulls", String(number)] }));
    }

    public async closedBy(number: number): Promise<"person" | "program" | undefined> {
        const issue = await this.api.call({ method: "GET", path: ["issues", String(number)] });
        const type = readCloser(issue);
        return type === undefined ? undefined : type === "Bot" ? "program" : "person";
    }

    public async comments(pull: number): Promise<readonly PullComment[]> {
        const comments: PullComment[] = [];
        for await (const item of this.api.items(["issues", String(pull), "comments"]))
            comments.push(...readComment(item));
        return comments;
    }

    public async addComment(pull: number, body: string): Promise<void> {
        await this.api.call({ method: "POST", path: ["issues", String(pull), "comments"], body: { body } });
    }

    public async editComment({ id }: PullComment, body: string): Promise<void> {
        await this.api.call({ method: "PATCH", path: ["issues", "comments", String(id)], body: { body } });
    }

    public async startWorkflow(workflow: string, branch: string): Promise<void> {
        const path = ["actions", "workflows", workflow, "dispatches"];
        await this.api.call({ method: "POST", path, body: { ref: branch } });
    }

    public async commitStatuses(sha: string): Promise<readonly CommitStatus[]> {
        const newest = new Map<string, CommitStatus>();
        // GitHub lists the newest first (REST API, "List commit statuses for a reference").
        for await (const item of this.api.items(["commits", sha, "statuses"])) {
            for (const status of readStatus(item))
                if (!newest.has(status.name)) newest.set(status.name, status);
        }
        return [...newest.values()];
    }

    public close(): Promise<void> {
        return this.api.close();
    }
}

const MERGE_WHEN_GREEN = `mutation ($input: EnablePullRequestAutoMergeInput!) {
    enablePullRequestAutoMerge(input: $input) { clientMutationId }
}`;
const STOP_MERGE = `mutation ($input: DisablePullRequestAutoMergeInput!) {
    disablePullRequestAutoMerge(input: $input) { clientMutationId }
}`;

/** Address by which GitHub shows a bot's face beside its commits. */
function emailOf(author: string): string {
    const id = author === "github-actions[bot]" ? "41898282+" : "";
    return `${id}${author}@users.noreply.github.com`;
}
