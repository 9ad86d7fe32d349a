import { isDeepStrictEqual } from "node:util";

import { isRecord } from "../../lifecycle/kit/json-path";

/** A place where two pods are not the same. */
export interface PodDifference {
    /** `spec/containers/istio-proxy/env/ISTIO_META_OWNER`; `(order)` at the end where only the order of a list differs. */
    readonly path: string;
    readonly left: unknown;
    readonly right: unknown;
}

/** Where two pods differ. Items of a list are told apart by their `name`, mounts by their `mountPath`. */
export function podDifferences(left: unknown, right: unknown, path = ""): readonly PodDifference[] {
    if (isDeepStrictEqual(left, right)) return [];
    const [leftItems, rightItems] = [byKey(left), byKey(right)];
    if (leftItems && rightItems) {
        const common = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) =>
            [...one.keys()].filter((key) => other.has(key));
        const [leftOrder, rightOrder] = [common(leftItems, rightItems), common(rightItems, leftItems)];
        const order = isDeepStrictEqual(leftOrder, rightOrder)
            ? []
            : [{ path: `${path}/(order)`, left: leftOrder, right: rightOrder }];
        return [...order, ...ofMembers(leftItems, rightItems, path)];
    }
    if (isRecord(left) && isRecord(right))
        return ofMembers(new Map(Object.entries(left)), new Map(Object.entries(right)), path);
    return [{ path, left, right }];
}

function ofMembers(
    left: ReadonlyMap<string, unknown>,
    right: ReadonlyMap<string, unknown>,
    path: string,
): readonly PodDifference[] {
    const keys = new Set([...left.keys(), ...right.keys()]);
    return [...keys].flatMap((key) =>
        podDifferences(left.get(key), right.get(key), path === "" ? key : `${path}/${key}`),
    );
}

/** Items by what tells them apart; undefined for what is no list of such, or names one twice. */
function byKey(list: unknown): ReadonlyMap<string, unknown> | undefined {
    if (!Array.isArray(list) || list.length === 0) return undefined;
    const items = new Map<string, unknown>();
    for (const item of list) {
        const key: unknown = isRecord(item) ? (item["mountPath"] ?? item["name"]) : undefined;
        if (typeof key !== "string" || items.has(key)) return undefined;
        items.set(key, item);
    }
    return items;
}
