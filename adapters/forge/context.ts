import { WindlassError } from "../../lifecycle/kit/errors";
import { requireWebAddress } from "../http/web-address";
import { isBranchName } from "./branch-name";

/** The pull request a workflow was started for. */
export interface PullContext {
    readonly number: number;
    /** Name of its branch, in {@link headRepository}. Whoever opened the pull request chose it. */
    readonly headRef: string;
    readonly headSha: string;
    /** Whether its branch is in another repository, or in one that is gone: then it is given no secret and no write access. */
    readonly isFork: boolean;
}

/** Where a workflow runs, and as whom. */
export interface ForgeContext {
    /** Address of the REST API: `https://api.github.com`. */
    readonly api: URL;
    /** Address of the server itself: `https://github.com`. */
    readonly server: URL;
    readonly owner: string;
    readonly repository: string;
    readonly token: string;
    /** Login of whoever the token stands for: `github-actions[bot]`, or the App's `<slug>[bot]`. */
    readonly author: string;
    /** Whether the token is the workflow's own. What it pushes and opens starts no workflow. */
    readonly isDefaultToken: boolean;
    /** Branch the workflow runs on; undefined where it runs on no branch. */
    readonly branch?: string;
    /** Undefined where the event is no pull request's. */
    readonly pull?: PullContext;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables a command on a forge reads, for its help. */
export const FORGE_VARIABLES =
    "Reads GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_SERVER_URL, GITHUB_REF and GITHUB_EVENT_PATH.";

/**
 * The context of a workflow, from variables and the event GitHub gives it. Everything is checked before it is used;
 * nothing of it is ever taken from a file of the repository, a title or a branch name.
 *
 * @param event What `GITHUB_EVENT_PATH` holds, parsed; undefined without a file.
 * @throws WindlassError with the variable that is missing or wrong
 */
export function forgeContext(env: Environment, event: unknown): ForgeContext {
    const [, owner = "", repository = ""] =
        /^([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([A-Za-z0-9._-]{1,100})$/.exec(needed(env, "GITHUB_REPOSITORY")) ??
        [];
    if (owner === "" || repository === "." || repository === "..") {
        throw wrong(env, "GITHUB_REPOSITORY", "must be OWNER/NAME");
    }
    const token = needed(env, "GITHUB_TOKEN");
    if (!/^[\x21-\x7e]{1,2000}$/.test(token)) {
        // A token is never repeated in a message.
        throw new WindlassError({ key: "GITHUB_TOKEN", rule: "is no token" });
    }
    const app = env["WINDLASS_APP_SLUG"] ?? "";
    if (app !== "" && !/^[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?$/.test(app)) {
        throw wrong(env, "WINDLASS_APP_SLUG", "must be the slug of a GitHub App");
    }
    const [, branch] = /^refs\/heads\/(.+)$/s.exec(env["GITHUB_REF"] ?? "") ?? [];
    return {
        api: requireWebAddress(env["GITHUB_API_URL"] || "https://api.github.com", "GITHUB_API_URL"),
        server: requireWebAddress(env["GITHUB_SERVER_URL"] || "https://github.com", "GITHUB_SERVER_URL"),
        owner,
        repository,
        token,
        author: `${app || "github-actions"}[bot]`,
        isDefaultToken: app === "",
        branch: branch !== undefined && isBranchName(branch) ? branch : undefined,
        pull: pullContext(event),
    };
}

function pullContext(event: unknown): PullContext | undefined {
    const pull = field(event, "pull_request");
    if (pull === undefined) return undefined;
    const number = field(pull, "number");
    const head = field(pull, "head");
    const headRef = field(head, "ref");
    const headSha = field(head, "sha");
    const from = field(field(head, "repo"), "full_name");
    const to = field(field(field(pull, "base"), "repo"), "full_name");
    if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1) throw noEvent("number");
    if (typeof headSha !== "string" || !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(headSha))
        throw noEvent("head.sha");
    if (typeof headRef !== "string" || !isBranchName(headRef)) throw noEvent("head.ref");
    // A repository that is gone is nobody's: treated like a stranger's.
    return { number, headRef, headSha, isFork: typeof from !== "string" || from !== to };
}

function noEvent(key: string): WindlassError {
    return new WindlassError({
        file: "GITHUB_EVENT_PATH",
        key: `pull_request.${key}`,
        rule: "is not as GitHub writes it",
    });
}

/** A member of an object that came as JSON; never one it inherits. */
export function field(value: unknown, name: string): unknown {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    return (value as Record<string, unknown>)[name];
}

function needed(env: Environment, name: string): string {
    const value = env[name];
    if (value) return value;
    throw new WindlassError({
        key: name,
        rule: "is needed to talk to GitHub",
        remedy: "Run the command in a workflow, with the token in its environment: docs/automation.md shows how",
    });
}

function wrong(env: Environment, key: string, rule: string): WindlassError {
    return new WindlassError({ key, value: env[key], rule });
}
