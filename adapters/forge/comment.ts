import { WindlassError } from "../../lifecycle/kit/errors";
import { field } from "./context";
import type { ApiCall } from "./github-source";

/** The API as a comment needs it. */
export interface CommentApi {
    call(call: ApiCall): Promise<unknown>;
    list(path: readonly string[], query?: Readonly<Record<string, string>>): Promise<readonly unknown[]>;
}

export interface UpsertCommentArgs {
    /** Number of the pull request. */
    readonly number: number;
    /** Which of our comments it is: `preview`. */
    readonly marker: string;
    /** Login of whoever our comments are written by. */
    readonly author: string;
    /** Markdown. */
    readonly body: string;
}

/** What became of the comment. */
export type CommentOutcome = "created" | "updated" | "unchanged";

/** GitHub refuses a comment of more characters. */
export const MAX_COMMENT = 65_536;

/**
 * The first line of a comment, which is not shown. By it a later run finds its own comment.
 *
 * @throws WindlassError when it is no word of lower-case letters, digits and dashes
 */
export function markerLine(marker: string): string {
    if (/^[a-z][a-z0-9-]{0,39}$/.test(marker)) return `<!-- windlass:${marker} -->`;
    throw new WindlassError({
        key: "--marker",
        value: marker,
        rule: "must be at most 40 lower-case letters, digits and dashes",
        remedy: "Write --marker preview",
    });
}

/**
 * Writes a pull request's one comment: the first time it is made, later it is brought up to date. It is known by its marker
 * and by its author, so that nobody can make a run overwrite, or mistake, another's comment.
 */
export async function upsertComment(api: CommentApi, args: UpsertCommentArgs): Promise<CommentOutcome> {
    const line = markerLine(args.marker);
    const body = `${line}\n${args.body}`;
    if (body.length > MAX_COMMENT) throw new Error(`a comment of ${body.length} characters`);
    const comments = await api.list(["issues", String(args.number), "comments"]);
    for (const comment of comments) {
        const id = field(comment, "id");
        const text = field(comment, "body");
        if (typeof id !== "number" || typeof text !== "string" || !Number.isSafeInteger(id)) continue;
        if (field(field(comment, "user"), "login") !== args.author) continue;
        if (!text.startsWith(line)) continue;
        // GitHub gives line breaks back as it likes.
        if (text.replace(/\r\n/g, "\n").trim() === body.trim()) return "unchanged";
        await api.call({ method: "PATCH", path: ["issues", "comments", String(id)], body: { body } });
        return "updated";
    }
    await api.call({ method: "POST", path: ["issues", String(args.number), "comments"], body: { body } });
    return "created";
}
