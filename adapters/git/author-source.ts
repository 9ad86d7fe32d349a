import { userInfo } from "node:os";

import { runGit } from "./git-source";

export interface AuthorOfArgs {
    /** The project's root. */
    readonly root: string;
    /** Variables in which forges say who started a workflow: GITHUB_ACTOR, GITLAB_USER_LOGIN. */
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal;
}

/** Whom a record names: who started the workflow, else whom Git would name as an author, else the user of this machine. */
export async function authorOf({ root, env, signal }: AuthorOfArgs): Promise<string> {
    const actor = env["GITHUB_ACTOR"] || env["GITLAB_USER_LOGIN"];
    if (actor) return actor;
    // `useConfigOnly`: a name that Git would make up is not somebody's.
    const args = ["-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT"];
    const { status, stdout } = await runGit({ root, args, signal });
    const [, name = ""] = (status === 0 ? /^(.*) <[^>]*> \d+ [-+]\d+$/.exec(stdout.trim()) : null) ?? [];
    return name.trim() || userInfo().username;
}
