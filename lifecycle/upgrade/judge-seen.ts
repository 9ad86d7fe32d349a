import semver from "semver";

import { type EvidenceBook, NO_EVIDENCE, goodEvidence } from "../evidence/evidence-book";
import type { Evidence } from "../evidence/evidence";
import { recordCommand } from "../evidence/judge-evidence";
import { notVerified, podWords } from "../evidence/not-verified";
import { dayOf } from "../kit/day";
import { revisionName } from "../kit/revision-name";
import { restartCommand } from "../observed/rollout-command";
import { otherRevision } from "../mesh/revision";
import type { Lock } from "../settings/lock";
import type { StackSettings } from "../settings/settings";
import { pinnedAs } from "../settings/pins";
import { skewBreach } from "../versions/skew-rule";
import type { MeshPart } from "./skew";
import type { WaveVerdict } from "./waves";

/** Name of the rule, and of the waiver that lets a step go all the same. */
export const EVIDENCE_RULE = "evidence";

/** A step that may rely on what runs: one of the mesh, or of a move to another strategy. */
export interface RelyingStep {
    readonly part: MeshPart | "strategy-proxies" | "strategy-prune";
    /** Exact versions; the same where no version moves. */
    readonly from: string;
    readonly to: string;
    /** Name of the gateway that moves. @default the only one there is */
    readonly gateway?: string;
}

export interface SeenArgs {
    readonly settings: StackSettings;
    /** The lock before the step: what runs, if all is well. */
    readonly lock: Lock;
    readonly step: RelyingStep;
    /** @default nothing was seen */
    readonly evidence?: EvidenceBook;
}

export interface JudgeSeenArgs extends SeenArgs {
    /** The moment that is asked about, in milliseconds: waivers end. */
    readonly at: number;
}

/**
 * Whether what a step relies on was seen: for a stack whose settings require evidence, in place of days and of a person's
 * word (judge-wait.ts).
 *
 * | step                             | relies on                                                                    |
 * | -------------------------------- | ---------------------------------------------------------------------------- |
 * | proxies, upwards                 | the control plane is alive at its version                                    |
 * | gateway, upwards                 | the same, the proxies have moved, and the gateways before it are whole       |
 * | tags, upwards                    | the same, and the gateways have moved                                        |
 * | control plane, upwards           | proxies and gateway have moved, where they were moving; the new istiod serves all pods |
 * | control plane, back              | proxies and gateway have moved, where they were moving                               |
 * | prune                            | all are whole, and no pod asks the revision that goes                        |
 * | the last two of another strategy | as proxies, and as prune                                                     |
 *
 * A gateway and proxies that go back wait for nothing, nor does an istiod that comes up again. No emergency lifts any of it: one look is
 * all it takes, and a waiver is a person's decision.
 */
export function judgeSeen({ at, ...args }: JudgeSeenArgs): WaveVerdict {
    const reason = seenFault(args);
    if (reason === undefined) return { reasons: [], warnings: [] };
    const { waivers } = args.settings.istio;
    const waiver = waivers.find(({ id, expires }) => id === EVIDENCE_RULE && expires >= dayOf(at));
    if (!waiver) return { reasons: [reason], warnings: [] };
    return { reasons: [], warnings: [`${reason} (waived until ${waiver.expires}: ${waiver.reason})`] };
}

/** Why a step may not be taken yet, as a sentence without its full stop; undefined where it may. Waivers have no say. */
export function seenFault(args: SeenArgs): string | undefined {
    if (!relies(args)) return undefined;
    const { settings, lock, evidence = NO_EVIDENCE } = args;
    const { stack, fleet } = settings;
    const found = goodEvidence(evidence, { stack, lock, evidenceAge: fleet.evidenceAge });
    const fault = "fault" in found ? found.fault : unseen(args, found.evidence);
    return fault === undefined ? undefined : `${subjectOf(args)}: ${fault}`;
}

function relies({ step: { part, from, to }, lock }: SeenArgs): boolean {
    if (part === "restore") return false;
    if (part === "proxies" || part === "cohort" || part === "gateway" || part === "tags")
        return semver.gt(to, from);
    return part !== "control-plane" || semver.gt(to, from) || lock.istio.leaving !== undefined;
}

/** The first thing a step relies on that was not seen. */
function unseen({ settings, lock, step }: SeenArgs, evidence: Evidence): string | undefined {
    const alive = (): string | undefined => notVerified(evidence, "control-plane", lock);
    const moved = (): string | undefined => notVerified(evidence, "proxies", lock);
    const isApart = settings.gateways.length > 0 && pinnedAs(lock, "gateway") === "gateway";
    const whole = (): string | undefined => (isApart ? notVerified(evidence, "gateway", lock) : undefined);
    const allMoved = (): string | undefined => moved() ?? whole();
    const { part, from, to } = step;
    switch (part) {
        case "restore":
            return undefined;
        case "proxies":
        case "cohort":
            // The cohort before has to have the new proxy, but for what the failure budget forgives.
            return alive() ?? (lock.istio.proxies.next === undefined ? undefined : moved());
        case "strategy-proxies":
            return alive();
        case "gateway":
            // Of several the one before has to be whole.
            return moved() ?? alive() ?? (lock.istio.gateways === undefined ? undefined : whole());
        case "tags":
            return allMoved() ?? alive();
        case "control-plane":
            return (
                (lock.istio.leaving === undefined ? undefined : allMoved()) ??
                (semver.gt(to, from) ? unserved(evidence, to, settings) : undefined)
            );
        case "prune":
            return allMoved() ?? alive() ?? asking(evidence, revisionName(from));
        case "strategy-prune":
            return allMoved() ?? alive() ?? asking(evidence, otherRevision(settings, from));
    }
}

/** Pods that a newer control plane would not serve. */
function unserved(evidence: Evidence, to: string, { istio }: StackSettings): string | undefined {
    const { stack, proxies } = evidence;
    if (evidence.way === "forge") return podsUnknown(evidence);
    const breach = proxies.filter(
        ({ version }) =>
            version === undefined ||
            skewBreach(new semver.SemVer(version), new semver.SemVer(to), istio.strategy) !== undefined,
    );
    if (breach.length === 0) return undefined;
    return `the istiod ${to} would not serve ${breach.map(podWords).join(", ")}: move them, and look again with ${recordCommand(stack)}`;
}

/** Flux tells the forge of layers: where it counts which pods there are, that is nothing. */
function podsUnknown({ stack, seen }: Evidence): string {
    return `what Flux told the forge on ${seen} says nothing of pods: look at the cluster with ${recordCommand(stack)}`;
}

/** Pods that ask an istiod which is about to go. */
function asking(evidence: Evidence, revision: string): string | undefined {
    if (evidence.way === "forge") return podsUnknown(evidence);
    const { stack, proxies } = evidence;
    const pods = proxies
        .filter((count) => count.revision === revision)
        .reduce((sum, each) => sum + each.pods, 0);
    if (pods === 0) return undefined;
    return `${pods} pod${pods === 1 ? " asks" : "s ask"} it still: restart them (${restartCommand(stack)}), and look again with ${recordCommand(stack)}`;
}

function subjectOf({ step: { part, from, to, gateway }, settings, lock }: SeenArgs): string {
    const { controlPlane, proxies, leaving } = lock.istio;
    switch (part) {
        case "prune":
            return `revision ${revisionName(from)} stays until its proxies are gone`;
        case "strategy-prune":
            return `the istiod of revision ${otherRevision(settings, from)} stays until its proxies are gone`;
        case "strategy-proxies":
            return `the proxies stay until both istiods are seen alive at ${to}`;
        case "cohort":
        case "proxies":
            if (proxies.next !== undefined) {
                const what = part === "cohort" ? "the next cohort" : "the pin of the proxies";
                return `${what} stays at ${proxies.version} until those through ${proxies.next.through} were seen to have moved`;
            }
            return `the proxies stay at ${proxies.version} until the control plane is seen alive at ${controlPlane.version}`;
        case "gateway":
            return `the gateway${gateway === undefined ? "" : ` ${gateway}`} stays at ${from} until the workloads are seen whole on ${proxies.version}`;
        case "tags":
            return `the tags stay at ${from} until the workloads are seen whole on ${proxies.version}`;
        case "control-plane":
        case "restore":
            return leaving === undefined
                ? `the control plane stays at ${from} until the pods of the cluster were seen`
                : `the control plane stays at ${from} until the proxies have followed`;
    }
}
