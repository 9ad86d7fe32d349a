import { type ForgeContext, MAX_TEXT } from "./forge";
import { plainMarkdown } from "./plain-markdown";
import type { Change } from "./steps";

export interface PullBodyArgs extends Pick<Change, "title" | "reasons" | "warnings"> {
    /** Whether a person has to decide about a range. */
    readonly kind: Change["kind"] | "catalog";
    /** Who merges it, and by which rule: a sentence without its full stop. */
    readonly decides: string;
    /** Markdown that says what changes; undefined where it could not be made. */
    readonly diff: string | undefined;
    /** Workflow that is started on the branch by hand, with the default token. */
    readonly dispatched?: string;
}

/** Kept for what stands above the diff. */
const MAX_HEAD = 1_400;

/** Text of a pull request: why, what to know, and what changes. Every sentence shows as its characters and nothing more. */
export function pullBody(
    args: PullBodyArgs,
    { isDefaultToken }: Pick<ForgeContext, "isDefaultToken">,
): string {
    const head = [
        `**${plainMarkdown(args.title)}**`,
        ...list("Why", args.reasons),
        ...list("To know", args.warnings),
        ...list("Who decides", [args.decides]),
        ...(args.kind === "range" ? [RANGE_NOTE] : []),
        tokenNote(isDefaultToken, args.dispatched),
    ];
    const diff = args.diff ?? "_The difference could not be made; run `windlass diff` to see it._";
    const text = `${head.join("\n\n")}\n\n${diff}`;
    return text.length <= MAX_TEXT
        ? text
        : `${head.join("\n\n")}\n\n_The difference is too long for this place; run \`windlass diff\` to see it._`;
}

const RANGE_NOTE =
    "This only lets the range take in another release; it changes no pin. Close it to stay, and it is not proposed again.";

function tokenNote(isDefaultToken: boolean, dispatched: string | undefined): string {
    if (!isDefaultToken)
        return "<sub>Made by windlass. A commit of yours on this branch is never overwritten.</sub>";
    const checks = dispatched
        ? `The checks of \`${dispatched}\` were started on the branch by hand.`
        : "Close and reopen it to start the checks.";
    return `<sub>Made by windlass with the workflow's own token, whose pull requests start no workflow. ${checks}</sub>`;
}

function list(title: string, sentences: readonly string[]): readonly string[] {
    const items: string[] = [];
    let room = MAX_HEAD / 2;
    for (const sentence of sentences) {
        const item = `- ${plainMarkdown(sentence)}`;
        room -= item.length;
        // One is always told: it is cut to a few hundred characters by itself.
        if (room < 0 && items.length > 0) {
            items.push(`- and ${sentences.length - items.length} more`);
            break;
        }
        items.push(item);
    }
    return items.length === 0 ? [] : [`${title}:\n\n${items.join("\n")}`];
}
