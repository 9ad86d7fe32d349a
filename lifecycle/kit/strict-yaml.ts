import { Composer, Lexer, LineCounter, Parser, isMap, isScalar, isSeq } from "yaml";
import type { CST, Document, Node } from "yaml";

import { WindlassError } from "./errors";
import type { JsonValue } from "./json";
import { type PlainDocument, readPlainYaml } from "./plain-yaml";
import { dialectTags } from "./yaml-dialect";
import type { YamlDialect } from "./yaml-dialect";
import { MAX_DEPTH, YamlNodeError, yamlToJson } from "./yaml-to-json";

/** Size above which a text is not even looked at: 50 MiB. */
export const MAX_YAML_SIZE = 50 * 1024 * 1024;

/**
 * Signs of one document above which the thorough reader gives up: it takes half a kilobyte of memory for each. The plain
 * reader, which nearly every document is left to, takes a fifth of that and has a bound of its own.
 */
const MAX_TOKENS = 1_000_000;
/** Length of a text above which lines for complaints are found by reading it again, instead of remembering them all. */
const LONG_TEXT = 1024 * 1024;

/** How to read a YAML text. */
export interface StrictYamlOptions {
    /** Name of the file for messages, relative to the project's root. */
    readonly file: string;
    /** @default "core" */
    readonly dialect?: YamlDialect;
    /** Longest text that is read, in characters. @default MAX_YAML_SIZE */
    readonly maxSize?: number;
}

/** One document of a file, as plain JSON data. */
export interface YamlDocument {
    readonly value: JsonValue;
    /** Line the document's content starts at, from 1. */
    readonly line: number;
    /** Line of the key or list item at a path, from 1; of the deepest part that exists where the path does not. */
    readonly lineOf: (path: readonly (string | number)[]) => number;
}

/**
 * Reads every document of a text and skips empty ones.
 *
 * Accepts only what reads the same everywhere: no duplicate key, unknown tag, directive, tab for indentation, `NaN`,
 * integer beyond 2^53 or `__proto__`; nesting and aliases are bounded. A byte order mark and CRLF are fine.
 *
 * @throws WindlassError with file and line at the first problem
 */
export function parseYamlDocuments(text: string, options: StrictYamlOptions): readonly YamlDocument[] {
    const { file, maxSize = MAX_YAML_SIZE } = options;
    if (text.length > maxSize) {
        throw new WindlassError({
            file,
            rule: `must not be larger than ${maxSize} characters`,
            remedy: "Split it",
        });
    }
    const plain = readPlainYaml(text);
    return plain ? lazyDocuments(plain, text, options) : parseThoroughly(text, options);
}

/** Plainly read documents. Where a complaint asks for lines, that document is read again, thoroughly. */
function lazyDocuments(
    documents: readonly PlainDocument[],
    text: string,
    options: StrictYamlOptions,
): readonly YamlDocument[] {
    let starts: readonly number[] | undefined;
    return documents.map(({ value, line }, index) => {
        const lineOf: YamlDocument["lineOf"] = (path) => {
            starts ??= offsetsOf(documents, text);
            const [document] = parseThoroughly(text.slice(starts[index], starts[index + 1]), options);
            return line - 1 + (document?.lineOf(path) ?? 1);
        };
        return { value, line, lineOf };
    });
}

/** Where the documents start in the text. */
function offsetsOf(documents: readonly PlainDocument[], text: string): readonly number[] {
    let [at, now] = [0, 1];
    return documents.map(({ line }) => {
        for (; now < line; now++) at = text.indexOf("\n", at) + 1;
        return at;
    });
}

/** What {@link parseYamlDocuments} does with a text that is not plain, and might do with every text. */
export function parseThoroughly(text: string, options: StrictYamlOptions): readonly YamlDocument[] {
    const { file } = options;
    const lines = new LineCounter();
    const documents: YamlDocument[] = [];
    for (const document of composeDocuments(text.replace(/^\ufeff/, ""), options, lines)) {
        const root = document.contents;
        if (isBlank(root)) continue;
        const read = readDocument(root, file, lines);
        documents.push(
            text.length > LONG_TEXT ? withoutPositions(read, documents.length, text, options) : read,
        );
    }
    return documents;
}

/** A document that composes its text again to find a line: positions of everything in a large one take too much memory. */
function withoutPositions(
    { value, line }: YamlDocument,
    index: number,
    text: string,
    options: StrictYamlOptions,
): YamlDocument {
    const lineOf: YamlDocument["lineOf"] = (path) => {
        const lines = new LineCounter();
        let at = 0;
        for (const { contents } of composeDocuments(text.replace(/^\ufeff/, ""), options, lines)) {
            if (isBlank(contents) || at++ < index) continue;
            return readDocument(contents, options.file, lines).lineOf(path);
        }
        return line;
    };
    return { value, line, lineOf };
}

/** Reads a text that must hold exactly one document. */
export function parseYamlDocument(text: string, options: StrictYamlOptions): YamlDocument {
    const [document, second] = parseYamlDocuments(text, options);
    if (!document) {
        throw new WindlassError({
            file: options.file,
            rule: "is empty",
            remedy: "Restore it from Git or write it",
        });
    }
    if (second) {
        throw new WindlassError({
            file: options.file,
            line: second.line,
            rule: "must hold a single YAML document",
            remedy: "Delete the second one",
        });
    }
    return document;
}

/** Composes document by document, and stops at the first problem instead of reading on. */
function* composeDocuments(
    text: string,
    options: StrictYamlOptions,
    lines: LineCounter,
): Generator<Document> {
    const composer = new Composer({
        customTags: dialectTags(options.dialect ?? "core"),
        schema: "failsafe",
        resolveKnownTags: false,
        // Checked in yaml-to-json with a set: here each key would be compared with every other.
        uniqueKeys: false,
        strict: true,
        logLevel: "silent",
    });
    for (const token of boundedTokens(text, options.file, lines)) {
        refuseToken(token, options.file, lines);
        for (const document of composer.next(token)) yield checked(document, options.file, lines);
    }
    for (const document of composer.end()) yield checked(document, options.file, lines);
}

/** What the parser makes of a text, as long as no document has more in it than memory should be spent on. */
function* boundedTokens(text: string, file: string, lines: LineCounter): Generator<CST.Token> {
    const parser = new Parser(lines.addNewLine);
    lines.addNewLine(0);
    let tokens = 0;
    for (const source of new Lexer().lex(text)) {
        for (const token of parser.next(source)) {
            if (token.type === "document") tokens = 0;
            yield token;
        }
        if (++tokens <= MAX_TOKENS) continue;
        throw new WindlassError({
            file,
            line: lines.lineStarts.length,
            rule: `must not hold a document of more than ${MAX_TOKENS} tokens, unless it is written without anchors, tabs and texts over several lines`,
            remedy: "Split it",
        });
    }
    yield* parser.end();
}

function refuseToken(token: CST.Token, file: string, lines: LineCounter): void {
    if (token.type === "directive") {
        throw new WindlassError({
            file,
            line: lines.linePos(token.offset).line,
            rule: "YAML directives are not allowed",
            remedy: "Delete the line",
        });
    }
    if (token.type !== "document") return;
    // The composer is recursive, so depth is bounded before it sees the tokens.
    let level: CST.Token[] = token.value ? [token.value] : [];
    for (let depth = 0; level.length > 0; depth++) {
        const first = level[0];
        if (depth > MAX_DEPTH && first) {
            throw new WindlassError({
                file,
                line: lines.linePos(first.offset).line,
                rule: `must not be nested deeper than ${MAX_DEPTH} levels`,
                remedy: "Flatten it",
            });
        }
        level = level.flatMap((parent) => collectionsIn(parent));
    }
}

function collectionsIn(parent: CST.Token): CST.Token[] {
    if (!("items" in parent)) return [];
    const children: CST.Token[] = [];
    for (const item of parent.items) {
        for (const child of [item.key, item.value]) if (child && "items" in child) children.push(child);
    }
    return children;
}

function checked(document: Document, file: string, lines: LineCounter): Document {
    // A tag nobody knows is only a warning to the library.
    const problem = document.errors[0] ?? document.warnings[0];
    if (!problem) return document;
    const tag = problem.code === "TAG_RESOLVE_FAILED";
    throw new WindlassError({
        file,
        line: lines.linePos(problem.pos[0]).line,
        rule: `is not valid YAML: ${problem.message.replace(/\.$/, "")}`,
        remedy: tag ? "Delete the tag" : "Mend the syntax",
    });
}

/** Nothing between two `---`: no content at all, as opposed to a written `null`. */
function isBlank(root: Node | null): boolean {
    return root === null || (isScalar(root) && root.value === null && !root.source);
}

function readDocument(root: Node | null, file: string, lines: LineCounter): YamlDocument {
    const lineAt = (node: Node | null | undefined): number | undefined =>
        node?.range ? lines.linePos(node.range[0]).line : undefined;
    const line = lineAt(root) ?? 1;
    try {
        return { value: yamlToJson(root), line, lineOf: (path) => lineAt(nodeAt(root, path)) ?? line };
    } catch (error) {
        if (!(error instanceof YamlNodeError)) throw error;
        const { node, ...fault } = error.fault;
        throw new WindlassError({ file, line: lineAt(node) ?? line, ...fault });
    }
}

/** The key's node for a map's member, the item's node for a list's: both start on the line a reader looks for. */
function nodeAt(root: Node | null, path: readonly (string | number)[]): Node | null | undefined {
    let found: Node | null = root;
    let inside: Node | null | undefined = root;
    for (const step of path) {
        if (isMap(inside)) {
            const pair: (typeof inside.items)[number] | undefined = inside.items.find(
                ({ key }) => isScalar(key) && key.value === step,
            );
            if (!pair) return found;
            found = pair.key as Node;
            inside = pair.value as Node | null;
        } else if (isSeq(inside) && typeof step === "number" && step in inside.items) {
            inside = inside.items[step] as Node | null;
            found = inside ?? found;
        } else {
            return found;
        }
    }
    return found;
}
