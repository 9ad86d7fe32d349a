import semver from "semver";

import { minorOf, minorsBetween } from "../kit/version-order";
import { envoyFilterFindings } from "./envoy-filters";
import type { NoteFinding } from "./note-finding";
import type { NotedStack } from "./noted-stack";
import type { MinorNotes, UpgradeNote } from "./notes-definition";
import { touchedBy, variableOf } from "./touches";

/** Where Istio keeps the pages of all releases. */
const RELEASES = "https://istio.io/latest/news/releases/";

/** What {@link judgeNotes} works on. */
export interface JudgeNotesArgs extends NotedStack {
    /** Exact version of the control plane before: `1.30.5`. */
    readonly from: string;
    /** Exact version after. */
    readonly to: string;
    readonly notes: readonly MinorNotes[];
}

/**
 * What going from one version to another means for a stack: each known change of each minor on the way, safe where it touches
 * nothing of the stack. None within a minor, nor on the way back to what ran before. A minor that nobody has read the notes of
 * is no safe one: a person must look.
 */
export function judgeNotes({ from, to, notes, ...stack }: JudgeNotesArgs): readonly NoteFinding[] {
    const way = minorsOnTheWay(new semver.SemVer(from), new semver.SemVer(to));
    if (way.length === 0) return [];
    const known = way.flatMap(([before, after]) => {
        const move = notes.find((each) => each.from === before && each.to === after);
        return move ? move.notes.map((note) => findingOf(note, move.url, stack)) : [unread(before, after)];
    });
    return [...known, ...envoyFilterFindings(stack.manifests, { from, to })];
}

function findingOf(note: UpgradeNote, url: string, stack: NotedStack): NoteFinding {
    const { id, summary, verdict, remedy } = note;
    const settled = note.settledBy.find((name) => variableOf(name, stack) !== undefined);
    const touched = settled === undefined ? note.touches.flatMap((touch) => touchedBy(touch, stack)) : [];
    return {
        note: id,
        verdict: touched.length > 0 ? verdict : "safe",
        summary,
        touched: [...new Set(touched)],
        remedy,
        url,
    };
}

function unread(from: string, to: string): NoteFinding {
    return {
        note: `${to}-unread`,
        verdict: "look",
        summary: `nobody has entered the upgrade notes of ${from} → ${to} into the catalog`,
        touched: ["all of the stack"],
        remedy: `Read the upgrade notes of ${to}, or take a newer Windlass`,
        url: RELEASES,
    };
}

/** Each step from minor to minor on the way up; across a major, whose last minor nobody knows, it is one. */
function minorsOnTheWay(from: semver.SemVer, to: semver.SemVer): readonly (readonly [string, string])[] {
    const count = minorsBetween(from, to);
    if (count === Infinity) return [[minorOf(from), minorOf(to)]];
    return Array.from({ length: Math.max(0, count) }, (_, index) => {
        const minor = from.minor + index;
        return [`${from.major}.${minor}`, `${from.major}.${minor + 1}`] as const;
    });
}
