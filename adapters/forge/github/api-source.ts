import { WindlassError } from "../../../lifecycle/kit/errors";
import { getIn } from "../../../lifecycle/kit/json-path";
import type { HttpAnswer } from "../../http/http-request";
import { HttpClient } from "../../http/http-source";
import { NetworkError } from "../../http/network-error";
import { addressBelow } from "../../http/web-address";
import type { OpenForgeArgs } from "../forge";
import type { GitHubContext } from "./context";

export interface GitHubApiArgs
    extends Pick<GitHubContext, "api" | "owner" | "repository" | "token">, OpenForgeArgs {}

/** What is asked of the repository's part of the API. */
export interface ApiCall {
    readonly method: "GET" | "POST" | "PATCH";
    /** Segments below `/repos/OWNER/NAME`; each is encoded, so none climbs out of it. */
    readonly path: readonly string[];
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: Readonly<Record<string, unknown>>;
}

/** Milliseconds for one attempt. */
const TIMEOUT = 30_000;
/** Longest wait a server may ask for, in milliseconds. */
const PATIENCE = 120_000;
const MAX_ANSWER = 16 * 1024 * 1024;
const PAGE = 100;
const MAX_PAGES = 30;

/**
 * The part of GitHub's REST API about one repository: JSON in and out, never following a redirect, because each request
 * carries the token.
 */
export class GitHubApi {
    private readonly client: HttpClient;

    public constructor(private readonly args: GitHubApiArgs) {
        const { env, signal, firstWait = 1000 } = args;
        this.client = new HttpClient({
            env,
            signal,
            firstWait,
            timeout: TIMEOUT,
            patience: PATIENCE,
            budget: Infinity,
        });
    }

    /**
     * @returns the answer, parsed; undefined where it is empty
     * @throws WindlassError when GitHub refuses; NetworkError when it cannot be reached
     */
    public async call({ method, path, query = {}, body }: ApiCall): Promise<unknown> {
        const { api, owner, repository } = this.args;
        const url = addressBelow(api, "repos", owner, repository, ...path);
        for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
        return this.send(url, method, body);
    }

    /**
     * Asks the GraphQL API, for what REST has no words for.
     *
     * @returns what it says is wrong, in its own words; undefined where nothing is
     * @throws WindlassError when GitHub refuses the request as a whole; NetworkError when it cannot be reached
     */
    public async mutate(
        query: string,
        variables: Readonly<Record<string, unknown>>,
    ): Promise<string | undefined> {
        const answer = await this.send(graphqlAddress(this.args.api), "POST", { query, variables });
        const errors = getIn(answer, ["errors"]);
        if (errors === undefined) return undefined;
        const said = getIn(Array.isArray(errors) ? (errors as unknown[])[0] : undefined, ["message"]);
        return typeof said === "string" ? said : "it answered with an error";
    }

    private async send(url: URL, method: ApiCall["method"], body: ApiCall["body"]): Promise<unknown> {
        const { token } = this.args;
        const headers: Record<string, string> = {
            accept: "application/vnd.github+json",
            authorization: `Bearer ${token}`,
            "x-github-api-version": "2022-11-28",
        };
        if (body) headers["content-type"] = "application/json";
        const about = { key: `${method} ${url.pathname}` };
        let answer: HttpAnswer;
        try {
            answer = await this.client.request(url, {
                method,
                headers,
                body: body && JSON.stringify(body),
                maxSize: MAX_ANSWER,
                redirects: "return",
                statuses: "any",
            });
        } catch (error) {
            if (!(error instanceof NetworkError)) throw error;
            const { rule } = error.details;
            throw new NetworkError({
                ...about,
                rule: `GitHub does not answer: it ${rule}`,
                remedy: "Run it again later",
            });
        }
        const value = parsed(answer.body);
        if (answer.status >= 200 && answer.status < 300) return value;
        throw refusal(answer.status, { ...about, value: getIn(value, ["message"]) });
    }

    /** Items of a list, read page by page. */
    public async *items(
        path: readonly string[],
        query: Readonly<Record<string, string>> = {},
    ): AsyncGenerator<unknown> {
        for (let page = 1; page <= MAX_PAGES; page++) {
            const paged = { ...query, per_page: String(PAGE), page: String(page) };
            const answer = await this.call({ method: "GET", path, query: paged });
            if (!Array.isArray(answer))
                throw new NetworkError({ value: path.join("/"), rule: "answered no list" });
            yield* answer as unknown[];
            if (answer.length < PAGE) return;
        }
        throw new NetworkError({
            value: path.join("/"),
            rule: `answered more than ${MAX_PAGES * PAGE} items`,
        });
    }

    /** Lets go of every connection. */
    public close(): Promise<void> {
        return this.client.close();
    }
}

/** Beside the REST API: `https://api.github.com/graphql`, `https://HOST/api/graphql` of an Enterprise Server. */
function graphqlAddress(api: URL): URL {
    const url = new URL(api);
    url.pathname = `${url.pathname.replace(/\/(?:v3\/?)?$/, "")}/graphql`;
    return url;
}

function parsed(bytes: Buffer): unknown {
    try {
        return JSON.parse(bytes.toString("utf8")) as unknown;
    } catch {
        return undefined;
    }
}

function refusal(status: number, about: { readonly key: string; readonly value: unknown }): WindlassError {
    switch (status) {
        case 401:
            return new WindlassError({
                ...about,
                rule: "GitHub refuses the token",
                remedy: "Give a valid GITHUB_TOKEN",
            });
        case 403:
        case 404:
            return new WindlassError({
                ...about,
                rule: `GitHub answered ${status}: the token may not do this, or there is no such thing`,
                remedy: "Give the job the permission docs/automation.md names",
            });
        case 422:
            return new WindlassError({ ...about, rule: "GitHub refuses what was sent" });
        default:
            return new NetworkError({
                ...about,
                rule: `GitHub answered ${status}`,
                remedy: "Run it again later",
            });
    }
}
