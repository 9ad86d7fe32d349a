import * as v from "valibot";

import { WindlassError } from "../../../lifecycle/kit/errors";
import { getIn } from "../../../lifecycle/kit/json-path";
import { requireWebAddress } from "../../http/web-address";
import { isBranchName } from "../branch-name";
import type { ForgeContext, PullContext } from "../forge";
import { id, object, repository } from "./definition";

/** Where a workflow of GitHub runs, and as whom. */
export interface GitHubContext extends ForgeContext {
    /** Address of the REST API: `https://api.github.com`. */
    readonly api: URL;
    /** Address of the server itself: `https://github.com`. */
    readonly server: URL;
    readonly owner: string;
    readonly repository: string;
    readonly token: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The context of a workflow, from variables and the event GitHub gives it. Everything is checked before it is used;
 * nothing of it is ever taken from a file of the repository, a title or a branch name.
 *
 * @param event What `GITHUB_EVENT_PATH` holds, parsed; undefined without a file.
 * @throws WindlassError with the variable that is missing or wrong
 */
export function gitHubContext(env: Environment, event: unknown): GitHubContext {
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

/** @throws WindlassError where the event is no pull request's */
export function requirePullEvent(pull: PullContext | undefined): PullContext {
    if (pull) return pull;
    throw new WindlassError({
        key: "GITHUB_EVENT_PATH",
        rule: "The event is no pull request's",
        remedy: "Run the command in a workflow on pull_request",
    });
}

const pullRequest = object({
    number: id,
    head: object({
        sha: v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)),
        ref: v.pipe(v.string(), v.check(isBranchName)),
        repo: repository,
    }),
    base: object({ repo: repository }),
});

function pullContext(event: unknown): PullContext | undefined {
    const pull = getIn(event, ["pull_request"]);
    if (pull === undefined) return undefined;
    const { success, output, issues } = v.safeParse(pullRequest, pull);
    if (!success) {
        throw new WindlassError({
            file: "GITHUB_EVENT_PATH",
            key: `pull_request.${v.getDotPath(issues[0])}`,
            rule: "is not as GitHub writes it",
        });
    }
    const { number, head, base } = output;
    const { full_name: from } = head.repo;
    return {
        number,
        headRef: head.ref,
        headSha: head.sha,
        // A repository that is gone is nobody's: treated like a stranger's.
        isFork: from === undefined || from !== base.repo.full_name,
    };
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
