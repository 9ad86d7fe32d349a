/** A piece of HTML that is written as it is. Nothing makes one of a text from outside but {@link html}, which escapes it. */
export class Html {
    constructor(readonly text: string) {}
}

type Part = Html | string | number | readonly Part[];

const OBEYED =
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/gu;

const trimmed = new WeakMap<TemplateStringsArray, readonly string[]>();

/**
 * HTML with values in it: every text is escaped, for an element and for an attribute in double quotes alike. How a template is
 * indented in the source is left out, which is half of a page.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
    const known = trimmed.get(strings) ?? strings.map((text) => text.replace(/\s*\n\s*/g, "\n"));
    trimmed.set(strings, known);
    return new Html(known.reduce((text, next, index) => `${text}${written(values[index - 1] ?? "")}${next}`));
}

function written(part: Part): string {
    if (part instanceof Html) return part.text;
    if (typeof part === "string") return escaped(part);
    return typeof part === "number" ? String(part) : part.map(written).join("");
}

/** A text that a browser shows as it is: no tag, no reference, nothing that turns the direction of what stands beside it. */
function escaped(text: string): string {
    return text.replace(OBEYED, " ").replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
