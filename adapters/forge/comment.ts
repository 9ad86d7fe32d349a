import { WindlassError } from "../../lifecycle/kit/errors";
import { type Forge, MAX_TEXT } from "./forge";

export interface UpsertCommentArgs {
    /** Number of the pull request. */
    readonly number: number;
    /** Which of our comments it is: `preview`. */
    readonly marker: string;
    /** Markdown. */
    readonly body: string;
}

/** What became of the comment. */
export type CommentOutcome = "created" | "updated" | "unchanged";

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
export async function upsertComment(
    forge: Pick<Forge, "context" | "comments" | "addComment" | "editComment">,
    { number, marker, body: text }: UpsertCommentArgs,
): Promise<CommentOutcome> {
    const line = markerLine(marker);
    const body = `${line}\n${text}`;
    if (body.length > MAX_TEXT) throw new Error(`a comment of ${body.length} characters`);
    const ours = (await forge.comments(number)).find(
        (comment) => comment.author === forge.context.author && comment.body.startsWith(line),
    );
    if (!ours) {
        await forge.addComment(number, body);
        return "created";
    }
    if (ours.body.trim() === body.trim()) return "unchanged";
    await forge.editComment(ours, body);
    return "updated";
}
