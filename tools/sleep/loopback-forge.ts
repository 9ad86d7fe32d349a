import { type IncomingMessage, type Server, createServer } from "node:http";
import { json } from "node:stream/consumers";

import { getIn } from "../../lifecycle/kit/json-path";
import { type LoopbackServer, listenOnLoopback } from "../test-bed/loopback-server";
import { git } from "./commands";

/** A pull request, as far as a night needs it. */
export interface NightPull {
    readonly number: number;
    readonly branch: string;
    title: string;
    body: string;
    state: "open" | "closed" | "merged";
    /** First line and text of the commit to merge by, once its checks are green; undefined: a person merges it. */
    merge?: { readonly headline: string; readonly text: string };
}

/** What its checks say of a commit: whether they pass, and all they print. */
export interface CheckOutcome {
    readonly passed: boolean;
    readonly said: string;
}

export interface LoopbackForgeArgs {
    /** Bare repository. */
    readonly repository: string;
    /** The check that a pull request must pass: of its commit, against the branch it merges into. */
    readonly check: (commit: string, base: string) => Promise<CheckOutcome>;
    readonly signal: AbortSignal;
}

/** What {@link LoopbackForge.settle} did to a pull request. */
export interface Settled {
    readonly pull: NightPull;
    /** The commit on the branch; undefined where it was not merged. */
    readonly merged?: string;
    readonly check?: CheckOutcome;
}

/** Who it all is: an App, as docs/automation.md wants it. */
const APP = "night";
const REPOSITORY = "night/mesh";

/**
 * The part of GitHub's API that proposals use, on the loopback, with a bare repository behind it: pull requests, their text,
 * and the merge by itself once the check is green. There are no people.
 *
 * @see https://docs.github.com/en/rest/pulls/pulls
 */
export class LoopbackForge {
    public readonly pulls: NightPull[] = [];
    private server: LoopbackServer | undefined;

    public constructor(private readonly args: LoopbackForgeArgs) {}

    public async start(): Promise<void> {
        this.server = await listenOnLoopback(this.listener());
    }

    public async stop(): Promise<void> {
        await this.server?.stop();
    }

    /** What a job of its has in its environment. */
    public env(): Readonly<Record<string, string>> {
        return {
            GITHUB_API_URL: this.server?.url ?? "",
            GITHUB_SERVER_URL: this.server?.url ?? "",
            GITHUB_REPOSITORY: REPOSITORY,
            GITHUB_REF: "refs/heads/main",
            GITHUB_TOKEN: "night",
            WINDLASS_APP_SLUG: APP,
            WINDLASS_FORGE: "github",
        };
    }

    /** Checks what is open and is to merge by itself, and merges what is green. */
    public async settle(): Promise<readonly Settled[]> {
        const settled: Settled[] = [];
        for (const pull of this.pulls.filter(({ state, merge }) => state === "open" && merge)) {
            const [commit, base] = [await this.head(pull.branch), await this.head("main")];
            const check = await this.args.check(commit, base);
            settled.push({
                pull,
                check,
                merged: check.passed ? await this.merge(pull, commit, base) : undefined,
            });
        }
        return settled;
    }

    /** Squashed, as Windlass asks for it; undefined where somebody was faster. */
    private async merge(pull: NightPull, commit: string, base: string): Promise<string | undefined> {
        if ((await this.git("merge-base", commit, base)) !== base || !pull.merge) return undefined;
        const { headline, text } = pull.merge;
        const tree = await this.git("rev-parse", `${commit}^{tree}`);
        const made = await this.git("commit-tree", tree, "-p", base, "-m", headline, "-m", text);
        await this.git("update-ref", "refs/heads/main", made, base);
        await this.git("update-ref", "-d", `refs/heads/${pull.branch}`);
        pull.state = "merged";
        return made;
    }

    private head(branch: string): Promise<string> {
        return this.git("rev-parse", `refs/heads/${branch}`);
    }

    private git(...args: readonly string[]): Promise<string> {
        const { repository, signal } = this.args;
        const who = ["-c", "user.name=forge", "-c", "user.email=forge@example.com"];
        return git([...who, ...args], { cwd: repository, signal });
    }

    private listener(): Server {
        return createServer((request, response) => {
            this.answer(request).then(
                (body) =>
                    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body)),
                (error: unknown) => response.writeHead(404).end(JSON.stringify({ message: String(error) })),
            );
        });
    }

    private async answer(request: IncomingMessage): Promise<unknown> {
        const url = new URL(request.url ?? "/", "http://127.0.0.1");
        const path = url.pathname.replace(`/repos/${REPOSITORY}`, "");
        const body = request.method === "GET" ? {} : await json(request);
        const number = Number(/^\/(?:pulls|issues)\/(\d+)/.exec(path)?.[1]);
        const pull = this.pulls.find((each) => each.number === number);
        switch (`${request.method} ${path.replace(/\/\d+/, "/N")}`) {
            case "GET /pulls":
                return this.listed(url.searchParams);
            case "POST /pulls":
                return this.shown(this.open(body));
            case "GET /pulls/N":
                return pull && this.shown(pull);
            case "PATCH /pulls/N":
                return pull && this.shown(edited(pull, body));
            case "GET /issues/N/comments":
                return [];
            case "POST /issues/N/comments":
                return { id: 1, body: "" };
            case "POST /graphql":
                return this.mutate(body);
            default:
                throw new Error(`there is no ${request.method} ${path}`);
        }
    }

    private async listed(query: URLSearchParams): Promise<readonly unknown[]> {
        const branch = query.get("head")?.split(":")[1];
        const isWanted = (pull: NightPull): boolean =>
            (query.get("state") === "all" || pull.state === "open") &&
            (branch === undefined || pull.branch === branch);
        const page = Number(query.get("page") ?? 1);
        const found = [...this.pulls].reverse().filter(isWanted);
        return page > 1 ? [] : Promise.all(found.slice(0, 99).map((pull) => this.shown(pull)));
    }

    private open(body: unknown): NightPull {
        const text = (key: string): string => String(getIn(body, [key]));
        const pull: NightPull = {
            number: this.pulls.length + 1,
            branch: text("head"),
            title: text("title"),
            body: text("body"),
            state: "open",
        };
        this.pulls.push(pull);
        return pull;
    }

    private async shown({ number, branch, state, merge }: NightPull): Promise<unknown> {
        const login = `${APP}[bot]`;
        const closed = state === "open" ? null : "2026-10-01T00:00:00Z";
        return {
            number,
            node_id: String(number),
            state: state === "open" ? "open" : "closed",
            closed_at: closed,
            merged_at: state === "merged" ? closed : null,
            head: {
                ref: branch,
                sha: await this.head(branch).catch(() => ""),
                repo: { full_name: REPOSITORY },
            },
            base: { repo: { full_name: REPOSITORY } },
            user: { login },
            auto_merge: merge ? { enabled_by: { login } } : null,
        };
    }

    private mutate(body: unknown): unknown {
        const input = (key: string): string => String(getIn(body, ["variables", "input", key]));
        const pull = this.pulls.find(({ number }) => String(number) === input("pullRequestId"));
        if (!pull) return { errors: [{ message: "no such pull request" }] };
        const isOn = String(getIn(body, ["query"])).includes("enablePullRequestAutoMerge");
        pull.merge = isOn ? { headline: input("commitHeadline"), text: input("commitBody") } : undefined;
        return { data: {} };
    }
}

function edited(pull: NightPull, body: unknown): NightPull {
    const [title, text, state] = ["title", "body", "state"].map((key) => getIn(body, [key]));
    if (typeof title === "string") pull.title = title;
    if (typeof text === "string") pull.body = text;
    if (state === "closed") pull.state = "closed";
    return pull;
}
