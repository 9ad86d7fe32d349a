import { compareText } from "../kit/compare-text";
import { isRecord } from "../kit/json-path";
import { type Manifest, objectId } from "../workloads/manifest";

/** How one object that Istio's charts make is another with the other version. */
export interface ChartChange {
    /** `istio-system/Deployment/istiod` */
    readonly object: string;
    /** Sentences without their full stop, sorted: `spec.replicas: 1 → 2`. */
    readonly words: readonly string[];
}

/** Longest value that is shown. */
const SHOWN = 80;
/** Most sentences about one object. */
const MOST = 20;

/** What {@link chartChanges} works on: what the charts of two versions make of the same values. */
export interface ChartChangesArgs {
    readonly from: { readonly version: string; readonly objects: readonly Manifest[] };
    readonly to: { readonly version: string; readonly objects: readonly Manifest[] };
}

/**
 * What the charts of two versions make otherwise of one stack's values, object by object, in words. That a version stands where
 * the other stood is no change: so are labels that say which chart made an object.
 */
export function chartChanges({ from, to }: ChartChangesArgs): readonly ChartChange[] {
    const [before, after] = [byId(from.objects), byId(to.objects)];
    const ids = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
    return ids.flatMap((object): readonly ChartChange[] => {
        const [old, now] = [before.get(object), after.get(object)];
        if (!old) return [{ object, words: ["is new"] }];
        if (!now) return [{ object, words: ["is gone"] }];
        const renamed = JSON.parse(JSON.stringify(old).replaceAll(from.version, to.version)) as Manifest;
        const words = differences(renamed, now, "");
        if (words.length === 0) return [];
        const left = words.length - MOST;
        return [{ object, words: left > 0 ? [...words.slice(0, MOST), `and ${left} more`] : words }];
    });
}

function byId(objects: readonly Manifest[]): ReadonlyMap<string, Manifest> {
    return new Map(objects.filter((object) => !isMemory(object)).map((object) => [objectId(object), object]));
}

/** The chart's own memory of its values, which nothing reads (templates/configmap-values.yaml). */
function isMemory({ kind, data }: Manifest): boolean {
    return kind === "ConfigMap" && isRecord(data) && "merged-values" in data;
}

function differences(before: unknown, after: unknown, path: string): readonly string[] {
    const [old, now] = [partsOf(before), partsOf(after)];
    if (!old || !now)
        return JSON.stringify(before) === JSON.stringify(after) ? [] : [change(before, after, path)];
    return [...new Set([...old.keys(), ...now.keys()])].sort(compareText).flatMap((key) => {
        const place = path === "" ? key : `${path}.${key}`;
        return differences(old.get(key), now.get(key), place);
    });
}

/**
 * The named parts of a value: members of a map, items of a list by their names, and what a text says that is a map itself, as
 * in the ConfigMap of the injector. Undefined for what is compared as a whole.
 */
function partsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
    if (isRecord(value)) return new Map(Object.entries(value));
    if (Array.isArray(value)) {
        const names = value.map((item) =>
            isRecord(item) && typeof item["name"] === "string" ? item["name"] : undefined,
        );
        const areKeys = names.every((name) => name !== undefined) && new Set(names).size === names.length;
        return areKeys && value.length > 0
            ? new Map(value.map((item, index) => [String(names[index]), item as unknown]))
            : undefined;
    }
    return typeof value === "string" && value.startsWith("{") ? partsOf(parsed(value)) : undefined;
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

function change(before: unknown, after: unknown, path: string): string {
    if (before === undefined) return `${path}: new, ${shown(after)}`;
    if (after === undefined) return `${path}: gone, was ${shown(before)}`;
    const [old, now] = [shown(before), shown(after)];
    return old === now ? `${path}: another text` : `${path}: ${old} → ${now}`;
}

function shown(item: unknown): string {
    // A variable that comes or goes: its name stands in the path.
    const isVariable = isRecord(item) && "value" in item && Object.keys(item).length === 2;
    const value = isVariable && "name" in item ? item["value"] : item;
    const text = typeof value === "string" ? value : JSON.stringify(value);
    if (text.includes("\n")) return `a text of ${text.split("\n").length} lines`;
    return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text === "" ? '""' : text;
}
