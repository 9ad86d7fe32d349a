import { readFileSync, statSync } from "node:fs";

import { WindlassError } from "../../../lifecycle/kit/errors";
import { type GitHubContext, gitHubContext } from "./context";

/** GitHub's largest event, a push of many commits, is far smaller. */
const MAX_EVENT = 16 * 1024 * 1024;

/**
 * The context of the workflow this process runs in.
 *
 * @throws WindlassError when a variable or the event file is missing or wrong
 */
export function readGitHubContext(env: Readonly<Record<string, string | undefined>>): GitHubContext {
    const path = env["GITHUB_EVENT_PATH"];
    return gitHubContext(env, path ? readEvent(path) : undefined);
}

function readEvent(path: string): unknown {
    try {
        if (statSync(path).size > MAX_EVENT) throw new Error("too large");
        return JSON.parse(readFileSync(path, "utf8")) as unknown;
    } catch {
        throw new WindlassError({ key: "GITHUB_EVENT_PATH", value: path, rule: "is no file with an event" });
    }
}
