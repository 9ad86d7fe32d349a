import semver from "semver";

import { dayOf, daysBetween } from "../lifecycle/versions/day";
import { type Moment, type ResolveRequest, momentOf } from "../lifecycle/versions/request";
import type { Rejection, Verdict } from "../lifecycle/versions/resolve";
import { type Cell, table } from "./table";
import type { Terminal } from "./terminal";

/** As many rejected releases as a reader wants to see; the rest is a number. */
const SHOWN = 12;

/** A verdict as a person reads it: the answer, what stands in the way of something newer, and what else to know. */
export function verdictText(
    verdict: Verdict,
    request: ResolveRequest,
    at: Moment,
    terminal: Terminal,
): string {
    const rows = interesting(verdict);
    const shown = rows.slice(0, SHOWN);
    const hidden = verdict.rejected.length - shown.length;
    const lines = [headline(verdict, request, at, terminal)];
    if (shown.length > 0)
        lines.push(
            "",
            table(
                ["RELEASE", "REFUSED BY", "BECAUSE"],
                shown.map((row) => cells(row, terminal)),
            ),
        );
    if (hidden > 0) lines.push(terminal.paint("dim", `… and ${hidden} more; --json lists them all`));
    const warnings = verdict.warnings.map((warning) => `${terminal.paint("warning", "warning")}  ${warning}`);
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

/** `, 51 days old`; nothing on a day the catalog knows of. */
function age(catalog: string, at: Moment): string {
    const days = daysBetween(momentOf(catalog).time, at.time);
    return days <= 0 ? "" : `, ${days} day${days === 1 ? "" : "s"} old`;
}

/** What answers "why not that one?": what is in range, and what is newer than the answer; no pre-releases. */
function interesting({ version, rejected }: Verdict): readonly Rejection[] {
    return rejected.filter(({ gate, ...release }) => {
        if (gate === "stable") return false;
        return gate !== "range" || version === null || semver.gt(release.version, version);
    });
}

function cells({ version, gate, reason }: Rejection, terminal: Terminal): readonly (string | Cell)[] {
    return [version, { text: gate, paint: (text) => terminal.paint("warning", text) }, reason];
}
