import type { Change } from "./changes";
import { type Phrase, join, say } from "./phrase";

/** Longest value shown in a phrase. What is longer is shown in the objects' difference. */
const LONGEST = 80;
const CONTAINERS = new Set(["containers", "initContainers", "ephemeralContainers"]);

/** Changes of an object in words, containers first, one phrase for what is one change to a reader. */
export function describeChanges(changes: readonly Change[]): readonly Phrase[] {
    const images = new Map<string, { readonly change: Change; readonly containers: string[] }>();
    const phrases: Phrase[] = [];
    for (const change of changes) {
        const place = containerPlace(change.path);
        if (place?.rest.length !== 1 || place.rest[0] !== "image") {
            phrases.push(place ? describeInContainer(change, place) : describeAt(change.path, change));
            continue;
        }
        const key = JSON.stringify([change.from, change.to]);
        const known = images.get(key);
        if (known) known.containers.push(place.container);
        else images.set(key, { change, containers: [place.container] });
    }
    const first = [...images.values()].map(
        ({ change, containers }) =>
            say`image of ${join(containers.map((name) => say`${name}`))} ${fromTo(change)}`,
    );
    return [...first, ...phrases];
}

/** `a → b`, `removed, was a` or `set to b`, whichever it is. */
export function fromTo({ from, to }: Pick<Change, "from" | "to">): Phrase {
    if (Array.isArray(from) && Array.isArray(to) && isPlainList(from) && isPlainList(to))
        return listChange(from, to);
    if (from === undefined) return say`set to ${shown(to)}`;
    if (to === undefined) return say`removed, was ${shown(from)}`;
    const [before, after] = shownPair(from, to);
    return say`${before} → ${after}`;
}

/** Keys to a place; one with a slash in it stands in brackets: `metadata/annotations[prometheus.io/scrape]`. */
export function shownPath(path: readonly string[]): string {
    return path
        .map((key, index) => (key.includes("/") ? `[${key}]` : index === 0 ? key : `/${key}`))
        .join("");
}

/** Characters before a difference that are shown where a text is too long. */
const BEFORE = 20;

/** Two values that differ, each on one line, shortened so that the difference is seen. */
export function shownPair(from: unknown, to: unknown): readonly [string, string] {
    const [before, after] = [textOf(from), textOf(to)];
    let same = 0;
    while (same < before.length && before[same] === after[same]) same++;
    if (same < LONGEST / 2 || Math.max(before.length, after.length) <= LONGEST)
        return [cut(before), cut(after)];
    return [windowOf(before, same - BEFORE), windowOf(after, same - BEFORE)];
}

function windowOf(text: string, start: number): string {
    return `…${cut(text.slice(start), LONGEST - 1)}`;
}

/** A value on one line, shortened. */
export function shown(value: unknown): string {
    return cut(textOf(value));
}

function textOf(value: unknown): string {
    return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

function cut(text: string, longest = LONGEST): string {
    return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

interface ContainerPlace {
    readonly list: string;
    readonly container: string;
    readonly rest: readonly string[];
}

function containerPlace(path: readonly string[]): ContainerPlace | undefined {
    const at = path.findIndex((key, index) => CONTAINERS.has(key) && path[index - 1] === "spec");
    const [list, container] = [path[at], path[at + 1]];
    if (at < 0 || list === undefined || container === undefined) return undefined;
    return { list, container, rest: path.slice(at + 2) };
}

function describeInContainer(change: Change, { list, container, rest }: ContainerPlace): Phrase {
    const kind = list === "initContainers" ? "init container" : "container";
    if (rest.length === 0) {
        if (change.from === undefined) return say`new ${[kind]} ${container}, image ${imageOf(change.to)}`;
        if (change.to === undefined) return say`${[kind]} ${container} removed`;
        return say`${[kind]} ${container} changed`;
    }
    const [field, name, ...below] = rest;
    if (field === "env" && name !== undefined && (below.length === 0 || below[0] === "value")) {
        return say`${container}: ${describeEnv(name, change)}`;
    }
    return say`${container}: ${describeAt(rest, change)}`;
}

function describeEnv(name: string, { from, to }: Change): Phrase {
    if (from === undefined) return say`+ env ${name} = ${shown(valueOf(to))}`;
    if (to === undefined) return say`− env ${name}`;
    const [before, after] = shownPair(valueOf(from), valueOf(to));
    return say`env ${name} ${before} → ${after}`;
}

function describeAt(path: readonly string[], change: Change): Phrase {
    return path.length === 0 ? fromTo(change) : say`${shownPath(path)} ${fromTo(change)}`;
}

function valueOf(variable: unknown): unknown {
    if (typeof variable !== "object" || variable === null) return variable;
    const { name: _name, ...rest } = variable as Readonly<Record<string, unknown>>;
    return "value" in rest ? rest["value"] : rest;
}

function imageOf(container: unknown): string {
    const image = (container as { readonly image?: unknown })?.image;
    return typeof image === "string" ? shown(image) : "(none)";
}

function isPlainList(list: readonly unknown[]): boolean {
    return list.every((item) => typeof item !== "object" || item === null);
}

function listChange(from: readonly unknown[], to: readonly unknown[]): Phrase {
    const [before, after] = [new Set(from), new Set(to)];
    const gone = from.filter((item) => !after.has(item));
    const added = to.filter((item) => !before.has(item));
    if (gone.length === 0 && added.length === 0) return ["in another order"];
    if (gone.length + added.length > 6)
        return say`changed, ${added.length} more and ${gone.length} fewer items`;
    if (gone.length === 1 && added.length === 1) {
        const [before, after] = shownPair(gone[0], added[0]);
        return say`+ ${after}, − ${before}`;
    }
    return join([
        ...added.map((item) => say`+ ${shown(item)}`),
        ...gone.map((item) => say`− ${shown(item)}`),
    ]);
}
