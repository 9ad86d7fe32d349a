import { analyze } from "../adapters/istioctl/analyze";
import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { revisionOf } from "../lifecycle/mesh/revision";
import type { Stack } from "../lifecycle/stack/stack";
import { readCatalog } from "../adapters/files/catalog-store";
import { isEncrypted, withoutCiphertext } from "../lifecycle/workloads/encrypted";
import { renderedFiles } from "../render/files";
import type { RenderedObjects } from "../render/objects";
import { loadProgram } from "../render/load-program";
import { renderStack } from "../render/render-stack";
import { judgeMinor } from "./judge-minor";
import { readMoment } from "./at-option";
import { changeFindings } from "./check-changes";
import { analysisFindings } from "./checks/analysis";
import type { CheckFinding } from "./checks/finding";
import { findingLines } from "./checks/finding-lines";
import { FLEET_CHECKS } from "./checks/fleet-checks";
import { STACK_CHECKS } from "./checks/stack-checks";
import { waiverFindings } from "./checks/waivers";
import type { CommandContext, Invocation } from "./command";
import type { checkCommand } from "./definitions/check";
import { istioctlLocator } from "./istioctl-locator";
import { readProjectHolds } from "./read-holds";
import { readStacks } from "./read-stacks";

/** Every gate and policy on what is committed. */
export async function run(invocation: Invocation<typeof checkCommand>): Promise<ExitStatus> {
    const { root, options, terminal, signal } = invocation;
    const catalog = readCatalog(root);
    const at = readMoment(options);
    const named = options.stack;
    const stacks = readStacks(root, named);
    const held = await readProjectHolds(invocation, { at, quiet: true });
    const program = await loadProgram(root);
    const findings: CheckFinding[] = [];
    const skipped = new Map<string, string[]>();
    const locate = istioctlLocator(invocation, {
        locks: stacks.map(({ lock }) => lock),
        offline: options.offline,
        answerWithin: PATIENCE,
    });
    for (const stack of stacks) {
        signal.throwIfAborted();
        terminal.progress(`Checking ${stack.settings.stack} …`);
        const rendered = await renderStack(stack, { program });
        const holds = held.of(stack.settings.stack);
        findings.push(
            ...STACK_CHECKS.flatMap((judge) => judge({ root, stack, rendered, holds, catalog, at })),
        );
        const analysis = await analyzeStack(invocation, stack, rendered, locate);
        if (typeof analysis !== "string") findings.push(...analysis);
        else skipped.set(analysis, [...(skipped.get(analysis) ?? []), stack.settings.stack]);
    }
    const found = held.gap === undefined ? held.book.found : undefined;
    findings.push(...FLEET_CHECKS.flatMap((judge) => judge({ root, stacks, found, catalog, at })));
    const ref = options.from;
    if (ref !== undefined)
        findings.push(
            ...(await changeFindings(invocation, {
                ref,
                at,
                catalog,
                stacks,
                holdsOf: held.of,
                evidence: held.evidence,
                judgeMinor: (stack, move) => judgeMinor(root, stack, move),
                named,
            })),
        );
    // Only now is it known what waivers are good for.
    findings.push(...stacks.flatMap((stack) => waiverFindings({ root, stack, catalog, at, findings })));
    const left = [
        ...(held.gap === undefined ? [] : [`holds: ${held.gap}`]),
        ...held.unread.map((fault) => `evidence: ${fault}`),
        ...[...skipped].map(([what, names]) => `${names.join(", ")}: ${what}`),
    ];
    if (options.json) terminal.print(JSON.stringify({ findings, skipped: left }));
    else printFindings(invocation, findings, left);
    return findings.some(({ level }) => level === "refused") ? ExitStatus.refused : ExitStatus.ok;
}

/** Milliseconds until the server of the release begins to answer, once for all stacks. */
const PATIENCE = 3000;

/** Returns a sentence where istioctl is not at hand. */
async function analyzeStack(
    { signal }: CommandContext,
    stack: Stack,
    rendered: RenderedObjects,
    locate: (version: string) => Promise<string>,
): Promise<readonly CheckFinding[] | string> {
    const { settings, lock } = stack;
    const { version } = lock.istio.controlPlane;
    let istioctl: string;
    try {
        istioctl = await locate(version);
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        return `istioctl analyze, for there is no istioctl ${version}: ${error.message}`;
    }
    const manifests = [...renderedFiles(readable(rendered))]
        .filter(([path]) => path.endsWith(".yaml"))
        .map(([, text]) => text);
    const revision = revisionOf(settings, version);
    return analysisFindings(stack, await analyze({ istioctl, revision, manifests, signal }));
}

/** What istioctl can read: ciphertext is neither base64 nor a field of Kubernetes. */
function readable(rendered: RenderedObjects): RenderedObjects {
    const workloads = rendered.layers.workloads.map((object) =>
        isEncrypted(object) ? withoutCiphertext(object) : object,
    );
    return { ...rendered, layers: { ...rendered.layers, workloads }, written: undefined };
}

function printFindings(
    { terminal }: CommandContext,
    findings: readonly CheckFinding[],
    skipped: readonly string[],
): void {
    for (const line of findingLines(findings, terminal)) terminal.print(line);
    for (const what of skipped) terminal.note(`${terminal.paint("dim", "skipped")}  ${what}`);
    const refused = findings.filter(({ level }) => level === "refused").length;
    const verdict = refused === 0 ? terminal.paint("good", "nothing is refused") : `${refused} refused`;
    terminal.print(`${findings.length} finding${findings.length === 1 ? "" : "s"}, ${verdict}`);
}
