import { isRecord } from "../../kit/json-path";

/** A map and the path that leads to it. */
export type Placed = readonly [fields: Readonly<Record<string, unknown>>, path: readonly (string | number)[]];

/** The maps of a list below some fields, each with its path. None where there is no list. */
export function listed(fields: unknown, path: readonly (string | number)[], key: string): readonly Placed[] {
    const list = isRecord(fields) ? fields[key] : undefined;
    if (!Array.isArray(list)) return [];
    return (list as readonly unknown[]).flatMap((item, index) =>
        isRecord(item) ? [[item, [...path, key, index]] as const] : [],
    );
}

/** Whether a list is missing or has nothing in it. */
export function isEmpty(list: unknown): boolean {
    return list === undefined || list === null || (Array.isArray(list) && list.length === 0);
}
