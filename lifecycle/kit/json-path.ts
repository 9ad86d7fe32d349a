/** Whether a value is a map: an object that is neither null nor a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of keys; undefined where the path ends early. */
export function getIn(value: unknown, path: readonly string[]): unknown {
    let current = value;
    for (const key of path) current = isRecord(current) ? current[key] : undefined;
    return current;
}

/** The text at a path of keys; undefined where there is something else, or nothing. */
export function textIn(value: unknown, path: readonly string[]): string | undefined {
    const found = getIn(value, path);
    return typeof found === "string" ? found : undefined;
}

/** The same map with another value at a path. Only the maps on the way to it are copied; missing ones are made. */
export function setIn(
    map: Readonly<Record<string, unknown>>,
    path: readonly string[],
    value: unknown,
): Readonly<Record<string, unknown>> {
    const [key, ...rest] = path;
    if (key === undefined) throw new Error("setIn needs a path");
    if (rest.length === 0) return { ...map, [key]: value };
    const child = map[key];
    return { ...map, [key]: setIn(isRecord(child) ? child : {}, rest, value) };
}
