import { isRecord } from "../kit/json-path";
import { canonicalJson } from "../kit/canonical-json";

/** What becomes of one object. */
export type ObjectChange =
    | { readonly id: string; readonly state: "same" | "created" }
    /** With the places that change, as JSON pointers. */
    | { readonly id: string; readonly state: "owned" | "changed"; readonly places: readonly string[] }
    | { readonly id: string; readonly state: "refused" | "unasked"; readonly why: string };

/** What an API server writes itself, whoever applies. */
const SERVER = new Set([
    "managedFields",
    "resourceVersion",
    "generation",
    "uid",
    "creationTimestamp",
    "selfLink",
]);

/** Labels and annotations by which Helm and Flux know what is theirs: nothing in a mesh reads them. */
const OWNERSHIP =
    /^\/metadata\/(?:labels|annotations)(?:$|\/(?:app\.kubernetes\.io~1managed-by|(?:helm|kustomize)\.toolkit\.fluxcd\.io~1[a-z]+|meta\.helm\.sh~1[a-z-]+|helm\.sh~1chart|release|pulumi\.com~1[A-Za-z]+|app\.kubernetes\.io~1instance)$)/;

/** Places but for those of ownership. */
export function beyondOwnership(places: readonly string[]): readonly string[] {
    return places.filter((place) => !OWNERSHIP.test(place));
}

/** Places where two states of an object differ, as JSON pointers, what the API server writes apart. */
export function differingPlaces(before: unknown, after: unknown): readonly string[] {
    return placesOf(before, after, "").filter((place) => !/^\/status(?:\/|$)/.test(place));
}

function placesOf(before: unknown, after: unknown, path: string): readonly string[] {
    if (isRecord(before) && isRecord(after)) {
        const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
        return [...keys]
            .filter((key) => path !== "/metadata" || !SERVER.has(key))
            .flatMap((key) => placesOf(before[key], after[key], `${path}/${escaped(key)}`));
    }
    if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
        return before.flatMap((item, index) => placesOf(item, after[index], `${path}/${index}`));
    // A map that comes with its first members: each of them is a place.
    if (before === undefined && isRecord(after) && /^\/metadata\/(?:labels|annotations)$/.test(path))
        return Object.keys(after).map((key) => `${path}/${escaped(key)}`);
    return canonicalJson(before ?? null) === canonicalJson(after ?? null) ? [] : [path];
}

function escaped(key: string): string {
    return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
