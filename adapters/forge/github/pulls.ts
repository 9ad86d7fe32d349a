import { dayStart } from "../../../lifecycle/kit/day";
import { getIn } from "../../../lifecycle/kit/json-path";
import type { CommitStatus, Pull, PullComment } from "../forge";

/** A pull request as GitHub's API writes it; nothing where it is none. */
export function readPull(value: unknown): readonly Pull[] {
    const number = getIn(value, ["number"]);
    if (!isId(number)) return [];
    const closed = text(value, "closed_at")?.slice(0, 10);
    const isMerged = text(value, "merged_at") !== undefined;
    const isOpen = text(value, "state") === "open";
    const repository = text(value, "head", "repo", "full_name");
    return [
        {
            number,
            state: isMerged ? "merged" : isOpen ? "open" : "closed",
            branch: text(value, "head", "ref") ?? "",
            sha: text(value, "head", "sha") ?? "",
            author: text(value, "user", "login") ?? "",
            // A repository that is gone is nobody's: treated like a stranger's.
            isFork: repository === undefined || repository !== text(value, "base", "repo", "full_name"),
            closed: closed !== undefined && dayStart(closed) !== undefined ? closed : undefined,
        },
    ];
}

/** A comment as GitHub's API writes it; nothing where it is none. */
export function readComment(value: unknown): readonly PullComment[] {
    const [id, body] = [getIn(value, ["id"]), text(value, "body")];
    // GitHub gives line breaks back as it likes.
    return isId(id) && body !== undefined
        ? [{ id, author: text(value, "user", "login"), body: body.replace(/\r\n/g, "\n") }]
        : [];
}

const STATES: Readonly<Record<string, CommitStatus["state"]>> = {
    success: "success",
    failure: "failure",
    error: "failure",
    pending: "pending",
};

/** A commit's status as GitHub's API writes it; nothing where it is none. */
export function readStatus(value: unknown): readonly CommitStatus[] {
    const name = text(value, "context");
    const state = STATES[text(value, "state") ?? ""];
    const time = Date.parse(text(value, "updated_at") ?? "");
    if (name === undefined || state === undefined || Number.isNaN(time)) return [];
    return [
        {
            name,
            state,
            description: text(value, "description"),
            author: text(value, "creator", "login"),
            time,
        },
    ];
}

function text(value: unknown, ...path: readonly string[]): string | undefined {
    const found = getIn(value, path);
    return typeof found === "string" ? found : undefined;
}

function isId(value: unknown): value is number {
    return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}
