import { compareText } from "../lifecycle/kit/compare-text";
import { type AlikeChanges, alikeChanges } from "./alike";
import type { StackComparison } from "./compare-stack";
import { type Line, groupFindings } from "./group";

/** One of the two versions, as it is named in a report. */
export interface VersionName {
    /** What the user called it; undefined for the files as they are. */
    readonly ref: string | undefined;
    /** Commit it stands for; undefined for the files as they are. */
    readonly commit: string | undefined;
}

/** Something that could not be read, so that nothing is said about it. */
export interface Unread {
    readonly side: "from" | "to";
    /** Sorted; empty where it is about no stack of its own. */
    readonly stacks: readonly string[];
    readonly message: string;
}

/** One stack's complaint about one of its versions. */
export interface Complaint {
    readonly side: "from" | "to";
    /** Undefined where it is about no stack of its own. */
    readonly stack?: string;
    readonly message: string;
}

/** How many objects and workloads differ. */
export interface Counts {
    /** Stacks that were compared, and of these the ones that differ. */
    readonly stacks: number;
    readonly changedStacks: number;
    readonly added: number;
    /** Objects in both versions; includes the replaced ones. */
    readonly changed: number;
    readonly removed: number;
    readonly replaced: number;
    /** Workloads by whose change it is. */
    readonly application: number;
    readonly proxy: number;
    readonly both: number;
}

/** What a change means: all a format needs to know. */
export interface Report {
    readonly from: VersionName;
    readonly to: VersionName;
    readonly counts: Counts;
    readonly unread: readonly Unread[];
    readonly lines: readonly Line[];
    readonly objects: readonly AlikeChanges[];
}

/** What {@link makeReport} puts together. */
export interface MakeReportArgs {
    readonly from: VersionName;
    readonly to: VersionName;
    readonly comparisons: readonly StackComparison[];
    readonly complaints: readonly Complaint[];
}

/** Puts the comparisons of all stacks together. Does not depend on their order. */
export function makeReport({ from, to, comparisons, complaints }: MakeReportArgs): Report {
    const findings = comparisons.flatMap((comparison) => comparison.findings);
    const objects = comparisons.flatMap((comparison) => comparison.objects);
    const ofKind = (kind: string): number => objects.filter((object) => object.kind === kind).length;
    const ofRule = (rule: string): number => findings.filter((finding) => finding.rule === rule).length;
    return {
        from,
        to,
        counts: {
            stacks: comparisons.length,
            changedStacks: comparisons.filter((comparison) => comparison.findings.length > 0).length,
            added: ofKind("added"),
            changed: ofKind("changed"),
            removed: ofKind("removed"),
            replaced: objects.filter(({ replaced }) => replaced).length,
            application: ofRule("workload/application"),
            proxy: ofRule("workload/proxy"),
            both: ofRule("workload/both"),
        },
        unread: groupComplaints(complaints),
        lines: groupFindings(findings),
        objects: alikeChanges(objects),
    };
}

/** The same file is read for many stacks, and is wrong once. */
function groupComplaints(complaints: readonly Complaint[]): readonly Unread[] {
    const groups = new Map<string, { side: Unread["side"]; message: string; stacks: Set<string> }>();
    for (const { side, stack, message } of complaints) {
        const key = JSON.stringify([side, message]);
        let group = groups.get(key);
        if (!group) groups.set(key, (group = { side, message, stacks: new Set() }));
        if (stack !== undefined) group.stacks.add(stack);
    }
    return [...groups]
        .sort(([left], [right]) => compareText(left, right))
        .map(([, { side, message, stacks }]) => ({ side, message, stacks: [...stacks].sort() }));
}
