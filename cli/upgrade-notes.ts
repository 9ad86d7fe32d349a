import { chartObjects } from "../adapters/istioctl/generate";
import { readSettings } from "../adapters/files/settings-source";
import { type StackSources, readStackSources } from "../adapters/files/stack-source";
import { readCatalog } from "../adapters/files/catalog-store";
import { ExitStatus } from "../lifecycle/kit/errors";
import { controlPlaneOperator } from "../lifecycle/mesh/injection";
import { type ChartChange, chartChanges } from "../lifecycle/upgrade-notes/chart-changes";
import type { NoteFinding } from "../lifecycle/upgrade-notes/note-finding";
import { chooseTarget } from "../lifecycle/upgrade/choose-target";
import { parseVersion } from "../lifecycle/versions/request";
import { readMoment } from "./at-option";
import type { CommandContext, Invocation } from "./command";
import type { upgradeNotesCommand } from "./definitions/upgrade-notes";
import { istioctlLocator } from "./istioctl-locator";
import { type MinorMove, judgeMinor } from "./judge-minor";
import { readOption } from "./option-value";
import { oneStack } from "./read-stacks";
import { stackRequest } from "./stack-request";
import type { Terminal } from "./terminal";

/** What a minor means for a stack, as `--json` prints it. */
interface NotesDocument extends MinorMove {
    readonly stack: string;
    readonly findings: readonly NoteFinding[];
    /** What the charts make otherwise; left out where they were not compared. */
    readonly charts?: readonly ChartChange[];
}

/** Says what a new minor of Istio means for a stack. */
export async function run(invocation: Invocation<typeof upgradeNotesCommand>): Promise<ExitStatus> {
    const { root, options, terminal } = invocation;
    const name = oneStack(root, options.stack);
    const stack = readStackSources(root, readSettings(root, name));
    const from = stack.lock.istio.controlPlane.version;
    const to = await targetOf(invocation, name);
    if (to === undefined) return ExitStatus.noCandidate;
    const findings = judgeMinor(root, stack, { from, to });
    const charts = options.charts ? await compareCharts(invocation, stack, { from, to }) : undefined;
    const document: NotesDocument = { stack: name, from, to, findings, charts };
    terminal.print(
        options.json
            ? JSON.stringify(document)
            : notesText(document, { all: options.all ?? false, terminal }),
    );
    return findings.some(({ verdict }) => verdict === "refuse") ? ExitStatus.refused : ExitStatus.ok;
}

/** The version that was asked for, or the best of the stack's range; undefined where there is none, and why was said. */
async function targetOf(
    invocation: Invocation<typeof upgradeNotesCommand>,
    stack: string,
): Promise<string | undefined> {
    const { root, options, terminal } = invocation;
    const named = readOption("--to", options.to, (text) => parseVersion(text).version);
    if (named !== undefined) return named;
    const at = readMoment(options);
    const request = await stackRequest(invocation, stack, at);
    const { target, reasons } = chooseTarget(request, readCatalog(root), at, undefined);
    if (target === undefined) for (const reason of reasons) terminal.note(reason);
    return target;
}

async function compareCharts(
    context: CommandContext,
    { settings, lock }: StackSources,
    { from, to }: MinorMove,
): Promise<readonly ChartChange[]> {
    const locate = istioctlLocator(context, { locks: [lock] });
    const rendered = async (version: string): Promise<Parameters<typeof chartChanges>[0]["from"]> => ({
        version,
        objects: await chartObjects({
            istioctl: await locate(version),
            operator: controlPlaneOperator(settings, lock, version),
            signal: context.signal,
        }),
    });
    return chartChanges({ from: await rendered(from), to: await rendered(to) });
}

function notesText(
    { stack, from, to, findings, charts }: NotesDocument,
    { all, terminal }: { readonly all: boolean; readonly terminal: Terminal },
): string {
    const shown = all ? findings : findings.filter(({ verdict }) => verdict !== "safe");
    const safe = findings.length - shown.length;
    const lines = [`${stack}: ${from} → ${to}`, ""];
    if (findings.length === 0) lines.push("No minor begins on this way: nothing to consider");
    lines.push(...shown.flatMap((finding) => findingLines(finding, terminal)));
    if (safe > 0) lines.push(`${safe} known changes touch nothing of the stack (--all shows them)`);
    if (charts === undefined)
        lines.push("", "The charts were not compared: --charts does, with the istioctl of both");
    else lines.push("", ...chartLines(charts));
    return lines.join("\n");
}

const PAINTS = { safe: "good", look: "warning", refuse: "bad" } as const;

function findingLines(
    { note, verdict, summary, touched, remedy, url }: NoteFinding,
    terminal: Terminal,
): readonly string[] {
    const head = `${terminal.paint(PAINTS[verdict], verdict.padEnd(6))}  ${note}: ${summary}`;
    if (verdict === "safe") return [head];
    const MOST = 5;
    const more = touched.length > MOST ? [`and ${touched.length - MOST} more`] : [];
    return [
        head,
        `        touches ${[...touched.slice(0, MOST), ...more].join(", ")}`,
        `        ${remedy} (${url})`,
        "",
    ];
}

function chartLines(charts: readonly ChartChange[]): readonly string[] {
    if (charts.length === 0) return ["The charts of both versions make the same of the stack's values"];
    return [
        "What the charts make otherwise of the stack's values:",
        ...charts.flatMap(({ object, words }) =>
            words.length === 1
                ? [`  ${object} ${words[0]}`]
                : [`  ${object}`, ...words.map((word) => `    ${word}`)],
        ),
    ];
}
