import { isRecord } from "../../lifecycle/kit/json-path";

/**
 * What of a value that was sent is not in the value that was stored: `/spec/replicas: sent 2, stored 1`. What the server
 * added is none of it.
 */
export function lostFields(sent: unknown, stored: unknown, path = ""): string[] {
    if (sent === undefined) return [];
    if (Array.isArray(sent)) {
        if (!Array.isArray(stored)) return [difference(path, sent, stored)];
        const lost = sent.flatMap((item, index) => lostFields(item, stored[index], `${path}/${index}`));
        return stored.length > sent.length
            ? [...lost, `${path}: sent ${sent.length} items, stored ${stored.length}`]
            : lost;
    }
    if (isRecord(sent)) {
        if (!isRecord(stored)) return [difference(path, sent, stored)];
        return Object.entries(sent).flatMap(([key, value]) =>
            lostFields(value, stored[key], `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
        );
    }
    return sent === stored ? [] : [difference(path, sent, stored)];
}

function difference(path: string, sent: unknown, stored: unknown): string {
    return `${path}: sent ${JSON.stringify(sent)}, stored ${JSON.stringify(stored) ?? "nothing"}`;
}
