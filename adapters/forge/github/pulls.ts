import * as v from "valibot";

import { dayStart } from "../../../lifecycle/kit/day";
import type { CommitStatus, Pull, PullComment } from "../forge";
import { id, object, repository, text } from "./definition";

const account = object({ login: text });

const pullAnswer = object({
    number: id,
    state: text,
    closed_at: text,
    merged_at: text,
    head: object({ ref: text, sha: text, repo: repository }),
    base: object({ repo: repository }),
    user: account,
    auto_merge: v.optional(object({ enabled_by: account }), undefined),
});

const commentAnswer = object({ id, body: v.string(), user: account });

const STATES = { success: "success", failure: "failure", error: "failure", pending: "pending" } as const;

const statusAnswer = object({
    context: v.string(),
    state: v.picklist(["success", "failure", "error", "pending"]),
    updated_at: v.pipe(
        v.string(),
        v.transform((time) => Date.parse(time)),
        v.number(),
    ),
    description: text,
    creator: account,
});

const issueAnswer = object({ closed_by: object({ type: text }) });

/** A pull request as GitHub's API writes it; nothing where it is none. */
export function readPull(value: unknown): readonly Pull[] {
    const { success, output } = v.safeParse(pullAnswer, value);
    if (!success) return [];
    const { number, state, closed_at, merged_at, head, base, user, auto_merge } = output;
    const closed = closed_at?.slice(0, 10);
    const { full_name: from } = head.repo;
    return [
        {
            number,
            state: merged_at !== undefined ? "merged" : state === "open" ? state : "closed",
            branch: head.ref ?? "",
            sha: head.sha ?? "",
            author: user.login ?? "",
            // A repository that is gone is nobody's: treated like a stranger's.
            isFork: from === undefined || from !== base.repo.full_name,
            mergedFor: auto_merge?.enabled_by.login,
            closed: closed !== undefined && dayStart(closed) !== undefined ? closed : undefined,
        },
    ];
}

/** Id of a pull request in GitHub's GraphQL API; undefined where it has none. */
export function readNodeId(value: unknown): string | undefined {
    const { success, output } = v.safeParse(object({ node_id: text }), value);
    return success ? output.node_id : undefined;
}

/** A comment as GitHub's API writes it; nothing where it is none. */
export function readComment(value: unknown): readonly PullComment[] {
    const { success, output } = v.safeParse(commentAnswer, value);
    // GitHub gives line breaks back as it likes.
    return success
        ? [{ id: output.id, author: output.user.login, body: output.body.replace(/\r\n/g, "\n") }]
        : [];
}

/** A commit's status as GitHub's API writes it; nothing where it is none. */
export function readStatus(value: unknown): readonly CommitStatus[] {
    const { success, output } = v.safeParse(statusAnswer, value);
    if (!success) return [];
    const { context: name, state, description, creator, updated_at: time } = output;
    return [{ name, state: STATES[state], description, author: creator.login, time }];
}

/** Type of the account that closed an issue, `User` or `Bot`; undefined where nobody did, or nobody knows. */
export function readCloser(value: unknown): string | undefined {
    return v.parse(issueAnswer, value).closed_by.type;
}
