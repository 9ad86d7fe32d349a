/** Longest sentence that is shown, in characters. */
const LONGEST = 300;

/** Characters a browser or an editor may obey instead of showing: controls, bidi and zero-width characters. */
const OBEYED =
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}|\p{Co}/gu;

/**
 * A sentence as Markdown that shows just its characters, on one line: no link, no emphasis, no HTML, no mention of anybody
 * and no reference to an issue. Numeric character references never count as Markdown's own signs (CommonMark 0.31, 2.5).
 */
export function plainMarkdown(text: string): string {
    const line = text.slice(0, LONGEST * 2).replace(OBEYED, " ");
    const short = line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
    return (
        short
            .replace(/[\\`*_{}[\]<>()#+!|~&@:"'$=^]/g, (sign) => reference(sign))
            // At the start of a line these would begin a list or a rule.
            .replace(/^(\s*)([-.])/, (_, space: string, sign: string) => space + reference(sign))
            .replace(/^(\s*\d+)\./, (_, digits: string) => digits + reference("."))
            // `www.` becomes a link without any other sign.
            .replace(/www\./gi, (host) => host.slice(0, 3) + reference("."))
    );
}

function reference(sign: string): string {
    const text = `&#${sign.charCodeAt(0)};`;
    // GitHub looks for mentions and issues after it has read the references: a space without width keeps them apart.
    return sign === "@" || sign === "#" ? `${text}&#8203;` : text;
}
