import { canonicalJson } from "../kit/canonical-json";
import type { JsonObject, JsonValue } from "../kit/json";

/**
 * Merges Helm values as Helm does: objects key by key, everything else (lists too) replaced by the later one.
 * `null` stays, because it is how Helm is told to forget a chart's default. Neither argument is changed.
 *
 * @see https://helm.sh/docs/chart_template_guide/values_files/
 */
export function deepMerge(base: JsonObject, over: JsonObject): JsonObject {
    const merged = new Map<string, JsonValue>(Object.entries(base));
    for (const [key, value] of Object.entries(over)) {
        const below = merged.get(key);
        merged.set(key, isJsonObject(below) && isJsonObject(value) ? deepMerge(below, value) : value);
    }
    // fromEntries defines keys instead of assigning them: a `__proto__` in a stack file stays a mere key.
    return Object.fromEntries(merged);
}

/** Values but for those that say what the defaults say already; of objects nothing is left that is empty. */
export function withoutDefaults(values: JsonObject, defaults: JsonObject): JsonObject {
    return Object.fromEntries(
        Object.entries(values).flatMap(([key, value]): (readonly [string, JsonValue])[] => {
            const known = valueAt(defaults, [key]);
            if (!isJsonObject(value))
                return canonicalJson(value) === canonicalJson(known) ? [] : [[key, value]];
            const left = withoutDefaults(value, isJsonObject(known) ? known : {});
            return Object.keys(left).length === 0 ? [] : [[key, left]];
        }),
    );
}

/** The value at a path of keys, or undefined where the path ends early. */
export function valueAt(values: JsonObject, path: readonly string[]): JsonValue | undefined {
    let value: JsonValue | undefined = values;
    for (const key of path) {
        if (!isJsonObject(value) || !Object.hasOwn(value, key)) return undefined;
        value = value[key];
    }
    return value;
}

/** The keys of an object that are named and there, in the order they are named. */
export function pick(values: JsonObject, keys: readonly string[]): JsonObject {
    return Object.fromEntries(
        keys.flatMap((key) => {
            const value = valueAt(values, [key]);
            return value === undefined ? [] : [[key, value] as const];
        }),
    );
}

/** Whether a value is an object: neither a scalar, nor null, nor a list. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
