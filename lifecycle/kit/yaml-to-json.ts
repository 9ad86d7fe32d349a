import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Alias, Node, Pair, YAMLMap } from "yaml";

import type { JsonValue } from "./json";

/** Deepest nesting a document may have. Kubernetes objects stay below 30. */
export const MAX_DEPTH = 100;
/** Nodes all aliases of a document may add together. An alias bomb adds millions. */
export const MAX_ALIAS_NODES = 10_000;

/** A complaint about one node. */
export interface NodeFault {
    readonly node: Node | null;
    readonly key?: string;
    readonly rule: string;
    readonly remedy?: string;
}

/** Thrown by {@link yamlToJson}; the caller adds file and line. */
export class YamlNodeError extends Error {
    public constructor(public readonly fault: NodeFault) {
        super(fault.rule);
    }
}

/** Turns a document's nodes into plain JSON data, or throws a {@link YamlNodeError}: nothing else gets through. */
export function yamlToJson(root: Node | null): JsonValue {
    return new Converter().value(root, 0);
}

class Converter {
    private readonly anchors = new Map<string, Node>();
    /** Anchored nodes being read right now: an alias to one of them is a loop. */
    private readonly open = new Set<Node>();
    private aliasDepth = 0;
    private aliasNodes = 0;

    public value(node: Node | null, depth: number): JsonValue {
        if (depth > MAX_DEPTH) fail(node, `must not be nested deeper than ${MAX_DEPTH} levels`);
        if (node === null) return null;
        if (this.aliasDepth > 0 && ++this.aliasNodes > MAX_ALIAS_NODES) {
            fail(node, `aliases must not add more than ${MAX_ALIAS_NODES} values`, "Write the values out");
        }
        if (isAlias(node)) return this.alias(node, depth);
        if (isScalar(node)) {
            if (node.anchor) this.anchors.set(node.anchor, node);
            return scalarToJson(node, node.value);
        }
        if (!isMap(node) && !isSeq(node)) fail(node, "must be a map, a list or a plain value");

        if (node.anchor) this.anchors.set(node.anchor, node);
        this.open.add(node);
        const value = isMap(node)
            ? this.map(node, depth)
            : node.items.map((item) => this.value(item as Node | null, depth + 1));
        this.open.delete(node);
        return value;
    }

    private alias(alias: Alias, depth: number): JsonValue {
        const target = this.target(alias);
        this.aliasDepth++;
        // Read anew, so that no two places share an object that somebody changes.
        const value = this.value(target, depth);
        this.aliasDepth--;
        return value;
    }

    private target(alias: Alias): Node {
        const target = this.anchors.get(alias.source);
        if (!target)
            fail(alias, `alias *${alias.source} has no anchor before it`, `Define &${alias.source} first`);
        if (this.open.has(target))
            fail(alias, `alias *${alias.source} contains itself`, "Write the values out");
        return target;
    }

    private map(node: YAMLMap, depth: number): JsonValue {
        const result: Record<string, JsonValue> = {};
        const merged: Record<string, JsonValue>[] = [];
        const seen = new Set<string>();
        for (const pair of node.items as Pair<Node, Node | null>[]) {
            if (isMergeKey(pair.key)) {
                merged.push(...this.mergeSources(pair.value, depth));
                continue;
            }
            const key = keyText(pair.key);
            if (seen.has(key))
                fail(pair.key, "must not appear twice in one map", "Delete one of the two", key);
            seen.add(key);
            result[key] = this.value(pair.value, depth + 1);
        }
        // A key written out wins over a merged one, an earlier merge over a later one.
        for (const source of merged) {
            for (const [key, value] of Object.entries(source))
                if (!Object.hasOwn(result, key)) result[key] = value;
        }
        return result;
    }

    private mergeSources(node: Node | null, depth: number): Record<string, JsonValue>[] {
        const value = this.value(node, depth + 1);
        const sources = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
        return sources.map((source) => {
            if (source === null || typeof source !== "object" || Array.isArray(source)) {
                fail(node, "a merge key takes a map or a list of maps", undefined, "<<");
            }
            return source as Record<string, JsonValue>;
        });
    }
}

function isMergeKey(key: unknown): boolean {
    return isScalar(key) && typeof key.value === "symbol";
}

function keyText(key: Node | null): string {
    if (key === null || !isScalar(key))
        fail(key, "a key must be a plain word", "Write the key out as a string");
    const { value } = key;
    if (value === "__proto__") fail(key, "is not allowed as a key", "Choose another name", value);
    if (typeof value === "string") return value;
    // Kubernetes turns `on:` into the key "true"; nobody means that.
    fail(
        key,
        `a key must be a string, and ${key.source ?? "this one"} is not read as one`,
        "Put the key in quotes",
    );
}

function scalarToJson(node: Node, value: unknown): JsonValue {
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value !== "number")
        fail(node, "must be a string, a number, a boolean or null", "Put it in quotes");
    if (!Number.isFinite(value))
        fail(node, "must be a finite number, as JSON has no other", "Put it in quotes");
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        fail(node, "is an integer beyond 2^53, which loses digits", "Put it in quotes");
    }
    return value;
}

function fail(node: Node | null, rule: string, remedy?: string, key?: string): never {
    throw new YamlNodeError({ node, rule, remedy, key });
}
