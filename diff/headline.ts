import { type Phrase, figure, join, say } from "./phrase";
import type { Counts, Report, VersionName } from "./report";
import type { SectionName } from "./finding";

/** Titles of the sections. */
export const TITLES: Readonly<Record<SectionName, string>> = {
    removals: "Deletions and replacements",
    privileges: "New privileges",
    istio: "Istio",
    tools: "Flux and Flagger",
    canaries: "Canaries",
    workloads: "Workloads",
    restrictions: "Privileges given up",
    other: "Other changes",
};

/** Title of what is wrong with the files of a version. Not all of it is left out: stale sidecars are compared as they are. */
export const UNREAD =
    "Faults in the files: what cannot be read is left out, all else is compared as it stands";

/** What the two versions are called. */
export const SIDES = { from: "older version", to: "newer version" } as const;

/** What both versions were evaluated with; it is not what ran when the older one was written. */
export const NOTE =
    "Both versions are evaluated with the current code, so this shows what the files changed, not what a change of the code does.";

/** Which versions are compared. */
export function versionsLine({ from, to }: Report): Phrase {
    return say`${nameOf(from)} → ${nameOf(to)}`;
}

function nameOf({ ref, commit }: VersionName): Phrase {
    if (ref === undefined) return ["the files as they are"];
    if (commit === undefined) return say`${ref}`;
    return commit.startsWith(ref) ? say`${commit.slice(0, 12)}` : say`${ref} (${commit.slice(0, 12)})`;
}

/** The whole change in one sentence: objects, then workloads, then what must be read. */
export function headline({ counts, lines, unread }: Report): Phrase {
    if (lines.length === 0 && objectsOf(counts) === 0) {
        return unread.length > 0 ? ["No difference in what could be read."] : ["No difference."];
    }
    const alarms = lines.filter(({ level }) => level === "alarm").length;
    const parts: readonly Phrase[] = [objectWords(counts), workloadWords(counts)].filter(
        (part) => part.length > 0,
    );
    const must: Phrase =
        alarms > 0 ? say` ${alarms} ${[alarms === 1 ? "line" : "lines"]} to read with care.` : [];
    return say`${join(parts, ". ")}.${must}`;
}

function objectsOf({ added, changed, removed }: Counts): number {
    return added + changed + removed;
}

function objectWords(counts: Counts): Phrase {
    const { added, changed, removed, replaced, stacks, changedStacks } = counts;
    const parts = [
        [removed, "deleted"],
        [replaced, "replaced"],
        [changed - replaced, "changed"],
        [added, "new"],
    ] as const;
    const words = parts.filter(([count]) => count > 0).map(([count, word]) => `${figure(count)} ${word}`);
    const objects = words.length === 0 ? "No object changes" : `Objects: ${words.join(", ")}`;
    return [
        `${objects}, in ${figure(changedStacks)} of ${figure(stacks)} ${stacks === 1 ? "stack" : "stacks"}`,
    ];
}

function workloadWords({ application, proxy, both }: Counts): Phrase {
    const parts = [
        [both, "application and proxy at once"],
        [application, "application only"],
        [proxy, "proxy only"],
    ] as const;
    const words = parts.filter(([count]) => count > 0).map(([count, word]) => `${figure(count)} ${word}`);
    return words.length === 0 ? [] : [`Workloads that roll out: ${words.join(", ")}`];
}
