import { WORKLOAD_KINDS } from "../lifecycle/workloads/pod-template";
import type { Line, Subjects } from "./group";
import { type Phrase, figure, join, listing, say } from "./phrase";

/** Names of objects shown in a line; the rest is a number. */
const NAMES = 3;
/** Names where every one counts: of what is deleted. */
const NAMES_OF_REMOVED = 10;
const STACKS = 5;

/**
 * What a line is about: `3,000 workloads (a, b, c and 2,997 more) in dev and staging`.
 *
 * @param stacks How many stacks were compared.
 * @param names Whether objects are named, or counted only. @default true
 */
export function subjectWords(line: Line, stacks: number, names = true): Phrase {
    const objects = objectWords(line, names);
    const where = stackWords(
        line.subjects.map(({ stack }) => stack),
        stacks,
    );
    return objects.length === 0 ? where : say`${objects} in ${where}`;
}

/** Names of stacks, or how many of how many. */
export function stackWords(stacks: readonly string[], all: number): Phrase {
    if (stacks.length === all && all > 2) return say`all ${all} stacks`;
    if (stacks.length > STACKS) return say`${stacks.length} of ${all} stacks (${listing(stacks, 3)})`;
    if (stacks.length < 2) return join(stacks.map((stack) => say`${stack}`));
    return say`${join(stacks.slice(0, -1).map((stack) => say`${stack}`))} and ${stacks.at(-1) ?? ""}`;
}

function objectWords({ subjects, section }: Line, names: boolean): Phrase {
    const distinct = [...new Set(subjects.flatMap(({ objects }) => objects))].sort();
    const [first] = distinct;
    if (first === undefined) return [];
    if (distinct.length === 1) return say`${first}`;
    const total = totalOf(subjects, distinct.length);
    const count: Phrase = [`${figure(total.count)} ${plural(distinct)}`];
    const each: Phrase = total.each ? [" each"] : [];
    if (!names) return say`${count}${each}`;
    return say`${count} (${listing(distinct, section === "removals" ? NAMES_OF_REMOVED : NAMES)})${each}`;
}

/** The same objects in every stack are counted once, `each`; others are added up. */
function totalOf(subjects: readonly Subjects[], distinct: number): { count: number; each: boolean } {
    if (subjects.every(({ objects }) => objects.length === distinct))
        return { count: distinct, each: subjects.length > 1 };
    let count = 0;
    for (const { objects } of subjects) count += objects.length;
    return { count, each: false };
}

/** `Canaries`, `workloads` or `objects`: the narrowest word that fits all. */
function plural(ids: readonly string[]): string {
    const kinds = new Set(ids.map((id) => id.split("/").at(-2) ?? ""));
    const [kind = ""] = kinds;
    if ([...kinds].every((name) => WORKLOAD_KINDS.has(name))) return "workloads";
    // A kind is what somebody wrote, so only those we know are used as words.
    return kinds.size === 1 && PLURALS[kind] !== undefined ? PLURALS[kind] : "objects";
}

const PLURALS: Readonly<Record<string, string>> = Object.assign(
    Object.create(null) as Record<string, string>,
    {
        Canary: "Canaries",
        ConfigMap: "ConfigMaps",
        HelmRelease: "HelmReleases",
        HorizontalPodAutoscaler: "HorizontalPodAutoscalers",
        Namespace: "Namespaces",
        NetworkPolicy: "NetworkPolicies",
        PodDisruptionBudget: "PodDisruptionBudgets",
        Secret: "Secrets",
        Service: "Services",
        ServiceAccount: "ServiceAccounts",
    },
);
