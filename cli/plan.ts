import semver from "semver";

import { exceptionFault } from "../lifecycle/cohorts/exceptions";
import type { CohortWay } from "../lifecycle/cohorts/stack-cohorts";
import { ExitStatus } from "../lifecycle/kit/errors";
import type { Lock } from "../lifecycle/settings/lock";
import { readLock } from "../adapters/files/lock-store";
import { readSettings } from "../adapters/files/settings-source";
import { chooseTarget } from "../lifecycle/upgrade/choose-target";
import { istioRequest } from "../lifecycle/upgrade/istio-request";
import { judgeStep } from "../lifecycle/upgrade/judge-step";
import { versionsOf } from "../lifecycle/upgrade/lock-versions";
import { concernsOn, wayTo } from "../lifecycle/upgrade/way-to";
import type { UpgradeStep } from "../lifecycle/upgrade/upgrade-step";
import type { CohortVersion, GatewayVersions } from "../lifecycle/upgrade/skew";
import { stepLabel } from "../lifecycle/upgrade/titles";
import { recordCommand } from "../lifecycle/evidence/judge-evidence";
import type { StackSettings } from "../lifecycle/settings/settings";
import { failedRollout } from "../lifecycle/upgrade/failed-rollout";
import { readCatalog } from "../adapters/files/catalog-store";
import { readWindows } from "../adapters/files/windows-source";
import { cohortsReader } from "../adapters/files/stack-source";
import { DAY, dayOf } from "../lifecycle/kit/day";
import { parseDuration } from "../lifecycle/kit/duration";
import { type Moment, parseVersion } from "../lifecycle/versions/request";
import { readMoment } from "./at-option";
import type { Invocation } from "./command";
import type { planCommand } from "./definitions/plan";
import { readOption } from "./option-value";
import { readProjectHolds } from "./read-holds";
import { oneStack } from "./read-stacks";
import { table } from "./table";
import type { Terminal } from "./terminal";

/** The way of a stack, as `--json` prints it. */
interface PlanDocument {
    readonly stack: string;
    readonly from: {
        readonly controlPlane: string;
        readonly proxies: string;
        /** Left out where the gateways are where the proxies are, where there is none, and where they differ. */
        readonly gateway?: string;
        /** Of each gateway by name, where they differ. */
        readonly gateways?: GatewayVersions;
        /** Left out where the tags point to the proxies' version, and where there are none. */
        readonly tags?: string;
        /** Left out where no revision is being retired. */
        readonly retiring?: string;
        /** What cohorts of the proxies have already, and through which; left out where none is on its way. */
        readonly next?: CohortVersion;
    };
    readonly to: string | null;
    readonly strategy: string;
    readonly steps: readonly UpgradeStep[];
    /** How long steps wait for the proxies, as a sentence without its full stop; left out where none follows them. */
    readonly wait?: string;
    /** Why there is no way. */
    readonly reasons: readonly string[];
    readonly warnings: readonly string[];
}

/** Shows the way of a stack to the best release of its range, or to one that is named. */
export async function run(invocation: Invocation<typeof planCommand>): Promise<ExitStatus> {
    const { root, options, terminal } = invocation;
    const stack = oneStack(root, options.stack);
    const settings = readSettings(root, stack);
    const { lock } = readLock(root, stack);
    const named = readOption("--to", options.to, (text) => parseVersion(text).version);
    const at = readMoment(options);
    const holds = await readProjectHolds(invocation, { at });
    const windows = readWindows(root);
    const request = {
        ...istioRequest(settings, lock, holds.of(stack)),
        ...(named === undefined ? {} : { allowDowngrade: true }),
    };
    const choice = chooseTarget(request, readCatalog(root), at, named);
    const { target, warnings } = choice;
    const way = cohortsReader(root, settings)();
    const about = {
        stack,
        from: pinsOf(lock, settings),
        to: target ?? null,
        strategy: settings.istio.strategy,
    };
    const document = ((): PlanDocument => {
        if (target === undefined) return { ...about, steps: [], reasons: choice.reasons, warnings };
        const { steps, refusal } = wayTo(target, lock, settings, choice, way.steps);
        const reasons = refusal === undefined ? [] : [refusal];
        // Waves are for `update`: here it is asked what the stack's own proxies allow.
        const asked = { settings, lock, at, fleet: [], evidence: holds.evidence, windows };
        const held = judgeStep({ ...asked, cohorts: () => way }, steps, choice);
        const concerns = steps.flatMap((step) =>
            step.part === "control-plane" ? concernsOn(step, target, choice) : [],
        );
        const failed = failedRollout({ settings, lock, evidence: holds.evidence });
        const now = failed === undefined ? held.reasons : [failed, ...held.reasons];
        const notes = steps.flatMap((step) => notesHint(stack, step));
        const later = keepsLater(steps, way, at);
        const said = [
            ...warnings,
            ...choice.reasons,
            ...concerns,
            ...notes,
            ...now,
            ...later,
            ...held.warnings,
        ];
        const wait = waitBetween(steps, settings);
        return { ...about, steps, wait, reasons, warnings: said };
    })();
    terminal.print(options.json ? JSON.stringify(document) : planText(document, terminal));
    return document.reasons.length > 0 ? ExitStatus.noCandidate : ExitStatus.ok;
}

function pinsOf(lock: Lock, settings: StackSettings): PlanDocument["from"] {
    const { controlPlane, proxies, gateways, tags, retiring, next } = versionsOf(lock, settings);
    const [gateway, ...others] = new Set(Object.values(gateways ?? {}));
    const isOne = others.length === 0;
    return {
        controlPlane,
        proxies,
        gateway: isOne && gateway !== proxies ? gateway : undefined,
        gateways: isOne ? undefined : gateways,
        tags: tags === proxies ? undefined : tags,
        retiring,
        next,
    };
}

/** Where a step begins a minor: what says what that means for the stack's own objects. */
function notesHint(stack: string, { part, from, to }: UpgradeStep): readonly string[] {
    if (part !== "control-plane" || semver.lte(to, from) || semver.diff(from, to) === "patch") return [];
    return [
        `${from} → ${to} begins a minor: npm run -s windlass -- upgrade-notes --stack ${stack} --to ${to} says what that means for the stack's own objects`,
    ];
}

/** What stops the way later on, where the last of the proxies move in a step after the first. */
function keepsLater(
    [, ...rest]: readonly UpgradeStep[],
    { exceptions }: CohortWay,
    at: Moment,
): readonly string[] {
    if (!rest.some(({ part, from, to }) => part === "proxies" && semver.gt(to, from))) return [];
    const kept = exceptionFault(exceptions, dayOf(at.time));
    return kept === undefined ? [] : [kept];
}

/** A new pin moves no proxy at once: what relies on it waits. */
function waitBetween(
    steps: readonly UpgradeStep[],
    { stack, fleet: { soak, evidence } }: StackSettings,
): string | undefined {
    if (evidence === "required" && steps.length > 1)
        return `after each step the next waits until the one before was seen to be whole: ${recordCommand(stack)}`;
    const waits = steps.some(
        ({ part }, index) =>
            ["proxies", "gateway", "tags"].includes(steps[index - 1]?.part ?? "") &&
            (part === "gateway" || part === "tags" || part === "control-plane" || part === "prune"),
    );
    if (!waits) return undefined;
    const time = parseDuration(soak) > DAY ? soak : "1d";
    return `after each move of the proxies the next step waits ${time}, and one that mends a vulnerable pin 1d`;
}

function planText(
    { stack, from, to, steps, wait, reasons, warnings }: PlanDocument,
    terminal: Terminal,
): string {
    const pins =
        from.controlPlane === from.proxies ? from.proxies : `${from.controlPlane}, proxies ${from.proxies}`;
    const gateways = Object.entries(from.gateways ?? {}).map(([name, version]) => `${name} ${version}`);
    const aside = [
        pins,
        ...(from.gateway === undefined ? [] : [`gateway ${from.gateway}`]),
        ...(gateways.length === 0 ? [] : [`gateways ${gateways.join(", ")}`]),
        ...(from.tags === undefined ? [] : [`tags ${from.tags}`]),
    ].join(", ");
    const cohorts =
        from.next === undefined
            ? aside
            : `${aside}, cohorts through ${from.next.through} at ${from.next.version}`;
    const where = from.retiring === undefined ? cohorts : `${cohorts}, retiring ${from.retiring}`;
    const lines: string[] = [];
    if (reasons.length > 0) {
        lines.push(
            `${stack}: ${where} → ${terminal.paint("bad", `no way to ${to ?? "any release of the range"}`)}`,
        );
        lines.push(...reasons.map((reason) => `  ${terminal.paint("warning", "because")}  ${reason}`));
    } else if (steps.length === 0) {
        lines.push(`${stack}: ${where}, nothing to do`);
    } else {
        lines.push(`${stack}: ${where} → ${terminal.paint("good", to ?? "")}`, "");
        const rows = steps.map(({ part, from: old, to: next, through, gateway: name, why }, index) => [
            String(index + 1),
            stepLabel({ part, from: old, to: next, through, gateway: name }),
            part === "prune" ? old : part === "restore" ? next : `${old} → ${next}`,
            why,
        ]);
        lines.push(table(["STEP", "PART", "VERSIONS", "SAFE BECAUSE"], rows));
        if (wait !== undefined) lines.push("", wait);
    }
    if (warnings.length > 0) lines.push("");
    lines.push(...warnings.map((warning) => `${terminal.paint("warning", "warning")}  ${warning}`));
    return lines.join("\n");
}
