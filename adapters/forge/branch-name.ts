/** Longest name of a branch that is dealt with, in characters. */
const MAX_LENGTH = 240;

/**
 * Whether a text is the name of a branch, by the rules of git-check-ref-format(1).
 *
 * `$(id)`, backticks and quotes are allowed there, so a branch name is no more than data: it never reaches a shell.
 */
export function isBranchName(text: string): boolean {
    if (text === "" || text === "@" || text.length > MAX_LENGTH || text.startsWith("-")) return false;
    // eslint-disable-next-line no-control-regex
    if (/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\ufffd/.test(text)) return false;
    return text
        .split("/")
        .every(
            (part) => part !== "" && !part.startsWith(".") && !part.endsWith(".") && !part.endsWith(".lock"),
        );
}
