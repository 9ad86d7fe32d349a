import { plainMarkdown } from "../adapters/forge/plain-markdown";
import type { ConcernLevel } from "../lifecycle/report/concerns";
import type { FleetReport, StackReport } from "../lifecycle/report/fleet-report";
import type { LastUpgrade } from "../lifecycle/report/last-upgrade";
import { healthWords, momentWords, nextWords, phaseWords, pinWords } from "../lifecycle/report/stack-words";
import { countFleet, verdictOf } from "../lifecycle/report/verdict";

/** Most characters: GitHub takes 65,536 in a comment, and others write above and below it. */
const LIMIT = 64_000;
/** Most rows of the plot's table. */
const MOST_POINTS = 12;

const SIGNS: Readonly<Record<ConcernLevel, string>> = {
    failing: "❌ failing",
    attention: "⚠️ needs a look",
    moving: "🔷 on its way",
    fine: "✅ fine",
};

/**
 * A fleet as Markdown, for a job's summary or a comment: what matters first, then each stack in a line. Texts from outside
 * show just their characters. Where a fleet is too large the stacks that are fine are left out, and that is said.
 */
export function reportMarkdown(report: FleetReport): string {
    const { stacks, upgrade } = report;
    const troubled = stacks.filter(({ concern }) => concern.level !== "fine");
    const whole = [...head(report), ...stackTable(stacks), ...(upgrade ? upgradeTable(upgrade) : [])].join(
        "\n",
    );
    if (whole.length <= LIMIT) return whole;
    const rows = stackTable(troubled);
    const left = stacks.length - troubled.length;
    const lines = [...head({ ...report, stacks }).slice(0, 6), ...rows];
    const note = `\n_${left} stacks that are fine, and what else does not fit, are left out: the page has them._`;
    while (lines.join("\n").length + note.length > LIMIT) lines.pop();
    return [...lines, note].join("\n");
}

function head({ stacks, at, catalog }: FleetReport): readonly string[] {
    const verdict = verdictOf(stacks);
    const counts = countFleet(stacks).filter(([, count]) => count > 0);
    const troubled = stacks.filter(({ concern }) => concern.reasons.length > 0);
    return [
        "## The fleet",
        "",
        `**${verdict.sentence}.** As of ${momentWords(at)}, by the catalog of ${plainMarkdown(catalog)}.`,
        "",
        `${counts.map(([label, count]) => `${count} ${label}`).join(" · ")}`,
        "",
        ...troubled.map(
            ({ stack, concern }) =>
                `- **${plainMarkdown(stack)}** ${SIGNS[concern.level]}: ${plainMarkdown(concern.reasons.join("; "))}`,
        ),
        ...(troubled.length > 0 ? [""] : []),
    ];
}

function stackTable(stacks: readonly StackReport[]): readonly string[] {
    return [
        ...tableHead([
            "Stack",
            "Wave",
            "State",
            "Control plane",
            "Proxies",
            "Cluster",
            "Canaries",
            "Next",
            "Why not yet",
        ]),
        ...stacks.map((stack) =>
            row([
                plainMarkdown(stack.stack),
                String(stack.wave),
                SIGNS[stack.concern.level],
                plainMarkdown(pinWords(stack, "control-plane")),
                plainMarkdown(pinWords(stack, "proxies")),
                plainMarkdown(healthWords(stack)),
                plainMarkdown(phaseWords(stack.seen?.canaries ?? {})),
                plainMarkdown(nextWords(stack)),
                plainMarkdown([...stack.blocked, ...stack.held].join("; ")),
            ]),
        ),
        "",
    ];
}

function upgradeTable({ to, unit, versions, points }: LastUpgrade): readonly string[] {
    const every = Math.ceil(points.length / MOST_POINTS);
    // The last one always stays.
    const shown = points.filter((_, index) => (points.length - 1 - index) % every === 0);
    return [
        `### The last upgrade: proxies to ${plainMarkdown(to)}`,
        "",
        `${unit === "pods" ? "Pods that were seen" : "Stacks by what they pin"}, by version over time.`,
        "",
        ...tableHead(["Moment", ...versions.map(plainMarkdown)]),
        ...shown.map(({ at, counts }) => row([momentWords(at), ...counts.map(String)])),
        "",
    ];
}

function tableHead(names: readonly string[]): readonly string[] {
    return [row(names), row(names.map(() => "---"))];
}

function row(cells: readonly string[]): string {
    return `| ${cells.join(" | ")} |`;
}
