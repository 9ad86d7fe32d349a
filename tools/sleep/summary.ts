import { table } from "../../cli/table";
import type { Spent } from "./commands";
import { NEW } from "./fleet";
import type { NightUse } from "./meter";
import type { NightEnd, NightEvent } from "./night";
import type { Act } from "./options";
import type { Point } from "./watch";

/** All that is kept of a night: its timeline as data. */
export interface Night {
    readonly act: Act;
    readonly seed: number;
    readonly workloads: number;
    readonly seconds: number;
    readonly end: NightEnd;
    readonly events: readonly NightEvent[];
    readonly points: readonly Point[];
    /** Rules that were broken, and when first. */
    readonly faults: Readonly<Record<string, number>>;
    readonly use: NightUse;
    /** What Windlass and the forge took, by command. */
    readonly commands: Readonly<Record<string, Spent>>;
}

/** The figures of a night. */
export interface NightFigures {
    readonly act: Act;
    readonly workloads: number;
    /** Primaries with the new proxy at its end. */
    readonly upgraded: number;
    readonly seconds: number;
    readonly steps: number;
    /** Analyses that were under way at some time, by all that ended, a minute. */
    readonly analysesAMinute: number;
    readonly mostAnalyses: number;
    readonly mostFailed: number;
    readonly requests: number;
    readonly kills: number;
    readonly samples: number;
    readonly brokenRules: number;
    readonly humanActions: number;
    readonly end: NightEnd["how"];
}

export function figuresOf(night: Night): NightFigures {
    const { act, workloads, seconds, points, events, use, faults, end } = night;
    const count = (what: NightEvent["what"]): number => events.filter((event) => event.what === what).length;
    const last = points.at(-1);
    return {
        act,
        workloads,
        upgraded: last?.primaries[NEW] ?? 0,
        seconds: Math.round(seconds),
        steps: count("merged"),
        analysesAMinute: Math.round((analysesEnded(points) / Math.max(1, seconds)) * 600) / 10,
        mostAnalyses: Math.max(0, ...points.map(({ analyses }) => analyses)),
        mostFailed: Math.max(0, ...points.map(({ failed }) => failed)),
        requests: use.requests,
        kills: count("killed"),
        samples: points.length,
        brokenRules: Object.keys(faults).length,
        humanActions: count("left to a person"),
        end: end.how,
    };
}

/** Analyses that ended: each makes the number of those under way fall. What begins in the same second hides one. */
function analysesEnded(points: readonly Point[]): number {
    return points.reduce((sum, { analyses }, index) => {
        const before = points[index - 1]?.analyses ?? 0;
        return sum + Math.max(0, before - analyses);
    }, 0);
}

/** Why a night did not go well, as sentences; none where it did. */
export function disappointments({ act, workloads, end, events, points, faults }: Night): readonly string[] {
    const said = Object.entries(faults).map(([fault, second]) => `at ${second} s ${fault}`);
    const upgraded = points.at(-1)?.primaries[NEW] ?? 0;
    const wanted = act === "bad" ? { how: "held", upgraded: 0 } : { how: "done", upgraded: workloads };
    if (end.how !== wanted.how) said.push(`it ended ${end.how}: ${end.reasons.join("; ")}`);
    if (upgraded !== wanted.upgraded) said.push(`${upgraded} primaries have ${NEW}, not ${wanted.upgraded}`);
    const left = events.filter(({ what }) => what === "left to a person" || what === "refused");
    return [...said, ...left.map(({ what, about }) => `${what}: ${about}`)];
}

/** What is printed of nights. */
export function summaryText(nights: readonly Night[]): string {
    const figures = nights.map(figuresOf);
    const rows = figures.map((each) => [
        each.act,
        `${each.upgraded} of ${each.workloads}`,
        `${Math.floor(each.seconds / 60)} min ${each.seconds % 60} s`,
        String(each.steps),
        String(each.analysesAMinute),
        String(each.mostAnalyses),
        String(each.mostFailed),
        String(each.requests),
        String(each.kills),
        String(each.samples),
        String(each.brokenRules),
        String(each.humanActions),
    ]);
    const head = [
        "NIGHT",
        "UPGRADED",
        "TOOK",
        "STEPS",
        "ANALYSES/MIN",
        "MOST",
        "FAILED",
        "REQUESTS",
        "KILLS",
        "SAMPLES",
        "BROKEN",
        "HUMANS",
    ];
    const parts = nights.map(({ act, seconds, use }) => {
        const lines = use.parts.map(({ part, peakMiB, cpuSeconds }) => [
            part,
            `${peakMiB} MiB`,
            `${cpuSeconds.toFixed(0)} s`,
            `${((cpuSeconds / seconds) * 100).toFixed(0)} %`,
        ]);
        return table([`PART (${act})`, "MOST MEMORY", "PROCESSOR", "OF ONE CORE"], lines);
    });
    const requests = nights.map(({ act, use }) =>
        table(
            [`REQUESTS (${act})`, "TIMES"],
            Object.entries(use.frequent).map(([what, count]) => [what, String(count)]),
        ),
    );
    const commands = nights.map(({ act, commands: spent }) => {
        const lines = Object.entries(spent).map(([name, { times, seconds }]) => [
            name,
            String(times),
            `${(seconds / times).toFixed(1)} s`,
        ]);
        return table([`COMMAND (${act})`, "TIMES", "EACH"], lines);
    });
    return [table(head, rows), ...parts, ...requests, ...commands].join("\n\n");
}
