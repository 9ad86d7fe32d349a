import semver from "semver";

import { dayOf, daysBetween } from "../lifecycle/kit/day";
import type { WideningProposal } from "../lifecycle/versions/proposal";
import { type Moment, type ResolveRequest, momentOf } from "../lifecycle/versions/request";
import { type Rejection, type Verdict, warningTexts } from "../lifecycle/versions/resolve";
import { type Cell, table } from "./table";
import type { Terminal } from "./terminal";

/** As many rows as a reader wants to see; the rest is a number. */
const SHOWN = 12;
/** Most releases outside the range, and most findings of one release, that are named. */
const NAMED = 3;

/** What a verdict is shown with. */
export interface VerdictTextArgs {
    readonly verdict: Verdict;
    readonly request: ResolveRequest;
    readonly at: Moment;
    /** A better release out of range. @default none */
    readonly proposal?: WideningProposal;
}

/** Releases one after the other that are refused for the same reason. */
interface Row extends Pick<Rejection, "gate" | "reason"> {
    readonly newest: string;
    readonly oldest: string;
    readonly count: number;
}

/**
 * A verdict as a person reads it: the answer and its reason, then what stands in the way within the range, then what is
 * newer and outside of it, then what else to know.
 */
export function verdictText({ verdict, request, at, proposal }: VerdictTextArgs, terminal: Terminal): string {
    const inRange = verdict.rejected.filter(({ gate }) => gate !== "range" && gate !== "stable");
    const rows = merged(inRange);
    const shown = rows.slice(0, SHOWN);
    const lines = [headline(verdict, request, at, terminal), ...because(verdict, inRange, terminal)];
    if (shown.length > 0)
        lines.push(
            "",
            table(
                ["RELEASE", "REFUSED BY", "BECAUSE"],
                shown.map((row) => cells(row, terminal)),
            ),
        );
    const named = shown.reduce((sum, { count }) => sum + count, 0);
    const hidden = verdict.rejected.length - named;
    if (hidden > 0) lines.push(terminal.paint("dim", `… and ${hidden} more; --json lists them all`));
    const outside = newerOutside(verdict);
    if (outside !== undefined) lines.push(terminal.paint("dim", outside));
    const warnings = warningTexts(verdict).map(
        (warning) => `${terminal.paint("warning", "warning")}  ${warning}`,
    );
    if (proposal) {
        const { version, range, meaning } = proposal;
        const text = `${version} would need the range ${range}: ${meaning.join("; ")}`;
        warnings.push(`${terminal.paint("dim", "out of range")}  ${text}`);
    }
    if (warnings.length > 0) lines.push("", ...warnings);
    return lines.join("\n");
}

function headline(
    { version, catalog }: Verdict,
    { range, current }: ResolveRequest,
    at: Moment,
    terminal: Terminal,
): string {
    const from = terminal.paint("dim", `(${dayOf(at.time)}, catalog of ${catalog}${age(catalog, at)})`);
    if (version !== null) {
        const same = version === current ? ", which runs already" : "";
        return `${range} → ${terminal.paint("good", version)}${same} ${from}`;
    }
    const stays = current === undefined ? "" : `; ${current} stays`;
    return `${range} → ${terminal.paint("bad", "no release may be picked")}${stays} ${from}`;
}

/** Where there is no answer: what is wrong with the newest release that would be one. */
function because(
    { version, rejected }: Verdict,
    inRange: readonly Rejection[],
    terminal: Terminal,
): readonly string[] {
    if (version !== null || rejected.length === 0) return [];
    const [newest] = inRange;
    const why = newest
        ? `of ${newest.version}, the newest in the range: ${brief(newest.reason)}`
        : "no release the catalog knows lies in the range";
    return [`${terminal.paint("warning", "because")}  ${why}`];
}

/** `, 51 days old`; nothing on a day the catalog knows of. */
function age(catalog: string, at: Moment): string {
    const days = daysBetween(momentOf(catalog).time, at.time);
    return days <= 0 ? "" : `, ${days} day${days === 1 ? "" : "s"} old`;
}

function merged(rejected: readonly Rejection[]): readonly Row[] {
    const rows: Row[] = [];
    for (const { version, gate, reason } of rejected) {
        const last = rows.at(-1);
        if (last?.gate === gate && last.reason === reason)
            rows[rows.length - 1] = { ...last, oldest: version, count: last.count + 1 };
        else rows.push({ newest: version, oldest: version, count: 1, gate, reason });
    }
    return rows;
}

/** What answers "and why not that one?", where the range alone says no. */
function newerOutside({ version, rejected }: Verdict): string | undefined {
    const first = rejected.find(({ gate }) => gate !== "range" && gate !== "stable")?.version;
    const than = version ?? first;
    const newer = rejected.filter(
        (release) => release.gate === "range" && (than === undefined || semver.gt(release.version, than)),
    );
    if (newer.length === 0) return undefined;
    const shown = newer.slice(0, NAMED).map((release) => release.version);
    const rest = newer.length - shown.length;
    const more = rest === 0 ? "" : ` and ${rest} more`;
    return `${than === undefined ? "" : "newer, and "}outside the range: ${shown.join(", ")}${more}`;
}

/** A reason names every finding; a reader is served with a few. */
function brief(reason: string): string {
    return reason.replace(/, as do ([^:;]+)$/, (whole, list: string) => {
        const ids = list.split(", ");
        if (ids.length <= NAMED) return whole;
        return `, as do ${ids.slice(0, NAMED).join(", ")} and ${ids.length - NAMED} more`;
    });
}

function cells({ newest, oldest, gate, reason }: Row, terminal: Terminal): readonly (string | Cell)[] {
    const release = newest === oldest ? newest : `${newest} to ${oldest}`;
    return [release, { text: gate, paint: (text) => terminal.paint("warning", text) }, brief(reason)];
}
