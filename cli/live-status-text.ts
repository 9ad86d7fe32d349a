import type { HealthFinding } from "../lifecycle/observed/health-finding";
import type { ClusterSummary, ProxyGroup } from "../lifecycle/observed/summarize-cluster";
import type { CohortTally } from "../lifecycle/observed/tally-rollout";
import type { LiveStatus } from "./live-status";
import { type Cell, table } from "./table";
import type { Terminal, Tone } from "./terminal";

/** Findings of a stack that are shown; the rest is a number. */
const SHOWN = 10;

const TONES: Readonly<Record<LiveStatus["health"], Tone>> = {
    healthy: "good",
    behind: "warning",
    failing: "bad",
    unreachable: "bad",
};

/** The table of all clusters that were looked at: one row each. */
export function liveTable(looks: ReadonlyMap<string, LiveStatus>, terminal: Terminal): string {
    const header = ["STACK", "HEALTH", "CONTROL PLANES", "PROXIES", "GATEWAYS", "CANARIES", "FLUX"];
    const rows = [...looks].map(([stack, { health, summary }]): (string | Cell)[] => [
        { text: stack, paint: (text) => terminal.paint("strong", text) },
        { text: health, paint: (text) => terminal.paint(TONES[health], text) },
        ...(summary ? cellsOf(summary) : []),
    ]);
    return table(header, rows);
}

function cellsOf({ controlPlanes, proxies, gateways, canaries, deliveries }: ClusterSummary): string[] {
    const istiods = controlPlanes.map(({ version, revision, ready, wanted }) => {
        const name = revision === "default" ? "" : ` ${revision}`;
        return `${version ?? "?"}${name} (${ready}/${wanted})`;
    });
    const phases = Object.entries(canaries.phases)
        .filter(([phase]) => phase !== "Initialized" && phase !== "Succeeded")
        .map(([phase, count]) => `${count} ${phase}`);
    const ready = deliveries.filter((delivery) => delivery.ready === "True").length;
    return [
        lines(istiods),
        lines(proxies.map((group) => groupText(group, true))),
        lines(gateways.map((group) => groupText(group, false))),
        canaries.total === 0 ? "none" : lines([`${canaries.promoted}/${canaries.total} promoted`, ...phases]),
        deliveries.length === 0 ? "none" : `${ready}/${deliveries.length} ready`,
    ];
}

function groupText({ pods, ready, version, mode }: ProxyGroup, isModeSaid: boolean): string {
    const some = isModeSaid || ready === pods ? "" : ` (${ready} ready)`;
    return `${pods} × ${version ?? "?"}${isModeSaid ? ` ${mode}` : some}`;
}

function lines(texts: readonly string[]): string {
    return texts.length === 0 ? "none" : texts.join("\n");
}

/** What is to be said of a stack's cluster below its pins: a word and a sentence each. */
export function liveLines(live: LiveStatus, terminal: Terminal): readonly (readonly [string, string])[] {
    const { health, seen, context, commit = "", unreachable, summary, findings } = live;
    const lead = terminal.paint(TONES[health], health);
    if (unreachable !== undefined) return [["cluster", `${lead}: ${unreachable}`]];
    const by = context === undefined ? `Flux, at ${commit.slice(0, 12)}` : `the context ${context}`;
    const what: [string, string][] = [["cluster", `${lead}, seen ${seen} by ${by}`]];
    if (summary) what.push(...summaryLines(summary, terminal));
    for (const finding of findings.slice(0, SHOWN)) what.push(...findingLines(finding, terminal));
    if (findings.length > SHOWN) what.push(["", `and ${findings.length - SHOWN} more: --json has them all`]);
    return what;
}

function summaryLines(
    { crds, drifted, restarts, debt, cohorts = [] }: ClusterSummary,
    terminal: Terminal,
): readonly [string, string][] {
    const what: [string, string][] = [];
    if (crds !== undefined) what.push(["definitions", crds]);
    what.push(...cohorts.map((cohort): [string, string] => ["cohort", cohortText(cohort)]));
    if (debt.pods > 0) {
        const word = terminal.paint("warning", `${plural(debt.pods, "pod")} of`);
        what.push(["skew debt", `${word} ${plural(debt.workloads, "workload")} on an older proxy`]);
    }
    if (drifted > 0) what.push(["drifted", plural(drifted, "workload")]);
    if (restarts > 0) what.push(["restart", `${plural(restarts, "workload")}, which no change in Git moves`]);
    return what;
}

function cohortText({ through, workloads, hasMoved, pods }: CohortTally): string {
    const versions = Object.entries(pods).map(([version, count]) => `${count} × ${version}`);
    const seen = versions.length === 0 ? "no pods" : versions.join(", ");
    return `${through}, ${plural(workloads, "workload")}${hasMoved ? ", moved" : ""}: ${seen}`;
}

function findingLines(
    { level, about, reason, remedy }: HealthFinding,
    terminal: Terminal,
): readonly [string, string][] {
    const told: [string, string] = [level, `${terminal.paint(TONES[level], about)}: ${reason}`];
    return remedy === undefined ? [told] : [told, ["", terminal.paint("dim", remedy)]];
}

function plural(count: number, word: string): string {
    return `${count} ${word}${count === 1 ? "" : "s"}`;
}
