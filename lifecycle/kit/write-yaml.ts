import { stringify } from "yaml";
import type { ScalarTag, Tags } from "yaml";
import { stringifyString } from "yaml/util";
import { compareText } from "./compare-text";
import { YamlWriter } from "./yaml-writer";

/** How {@link writeYaml} lays out a text. */
export interface WriteYamlOptions {
    /** Lines of a comment above the first document, without `#`. @default none */
    readonly header?: readonly string[];
    /** Sort the keys of every map by code unit; otherwise they stay as they are. @default true */
    readonly sortKeys?: boolean;
}

/**
 * Plain JSON data as YAML, the same text for the same data: LF, one newline at the end, no anchors, no folding.
 *
 * Any string that YAML 1.1 (Kubernetes) or YAML 1.2 would read as something else is quoted: `yes`, `12:30`, `0o7`.
 * Members that are `undefined` are left out.
 */
export function writeYaml(value: unknown, options: WriteYamlOptions = {}): string {
    return writeYamlDocuments([value], options);
}

/** Several documents in one text, `---` between them. */
export function writeYamlDocuments(values: readonly unknown[], options: WriteYamlOptions = {}): string {
    const { header = [], sortKeys = true } = options;
    const comment = header.map((line) => (line === "" ? "#\n" : `# ${line}\n`)).join("");
    const writer = sortKeys ? sorting : keeping;
    const texts = values.map((value) => writer.write(value) ?? writeThoroughly(value, sortKeys));
    return comment + texts.join("---\n");
}

const sorting = new YamlWriter((value) => writeThoroughly(value, true), true);
const keeping = new YamlWriter((value) => writeThoroughly(value, false), false);

/** What a document looks like, whoever writes it. */
export function writeThoroughly(value: unknown, sortKeys: boolean): string {
    return stringify(value, {
        version: "1.1",
        // 1.1 does not know 0o7, 1.2 does: a string must survive both.
        compat: "core",
        // Else a key << would be written as a merge.
        merge: false,
        customTags: (tags: Tags) => [...tags.filter((tag) => !isReplacedTag(tag)), strings],
        lineWidth: 0,
        aliasDuplicateObjects: false,
        sortMapEntries: sortKeys ? byCodeUnit : false,
    });
}

const STRING = "tag:yaml.org,2002:str";
const MERGE = "tag:yaml.org,2002:merge";

/**
 * What must be escaped: characters a YAML reader refuses (controls, surrogates that stand alone), takes for a line
 * break in 1.1 (U+0085, U+2028, U+2029) or drops (byte order mark), and bidirectional controls that deceive a reviewer.
 */
const unsafe =
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/u;

/** `yaml` leaves unsafe characters as they are, as well as `=` and `<<`, which 1.1 has a meaning for. */
const strings: ScalarTag = {
    identify: (value) => typeof value === "string",
    default: true,
    tag: STRING,
    resolve: (text) => text,
    stringify(item, context, onComment, onChompKeep) {
        const text = item.value as string;
        // A line of blanks at the end of a block scalar reads differently from library to library.
        const escape = unsafe.test(text) || text === "=" || text === "<<" || /^\s+$/.test(text);
        if (escape) return JSON.stringify(text).replace(new RegExp(unsafe, "gu"), unicodeEscape);
        return stringifyString({ value: text }, { ...context, actualString: true }, onComment, onChompKeep);
    },
};

function unicodeEscape(character: string): string {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function isReplacedTag(tag: Tags[number]): boolean {
    return typeof tag === "object" && "tag" in tag && (tag.tag === STRING || tag.tag === MERGE);
}

function byCodeUnit(a: { readonly key: unknown }, b: { readonly key: unknown }): number {
    return compareText(keyOf(a.key), keyOf(b.key));
}

function keyOf(key: unknown): string {
    return String(key !== null && typeof key === "object" && "value" in key ? key.value : key);
}
