import type { Waiver } from "../../lifecycle/settings/settings";

/** One thing `windlass check` has to say. */
export interface CheckFinding {
    readonly stack: string;
    /** Gate, policy rule or analysis code: what a waiver would name. */
    readonly rule: string;
    /** Ids that a waiver may name beside the rule: of bulletins. @default none */
    readonly waivers?: readonly string[];
    /** What it is about: a pin, or `namespace/Kind/name`. */
    readonly about: string;
    /** Where it stands, where a person wrote it: `apps/backend/canary.yaml`, relative to the project's root. */
    readonly file?: string;
    /** Line in {@link file}, counted from 1. */
    readonly line?: number;
    /** One sentence without its full stop. */
    readonly reason: string;
    /** What mends it, as a sentence without its full stop. */
    readonly remedy: string;
    /** `refused` fails the check; `waived` and `warning` do not. */
    readonly level: "refused" | "waived" | "warning";
}

/** What waivers are held against. */
export interface WaivingArgs {
    readonly waivers: readonly Waiver[];
    /** `2026-11-21` */
    readonly today: string;
    /** Id of the waiver that lets it pass. @default the rule */
    readonly id?: string;
    /** Whether the remedy names the waiver already. @default false */
    readonly named?: boolean;
}

/**
 * The finding as it is once waivers have had their say: waived, with the waiver's last day and reason; or refused, with the
 * waiver that would let it pass named in the remedy, and one that has ended in the reason.
 */
export function waived(
    finding: CheckFinding,
    { waivers, today, id = finding.rule, named = false }: WaivingArgs,
): CheckFinding {
    if (finding.level !== "refused") return finding;
    const ofId = waivers.filter((candidate) => candidate.id === id);
    const waiver = ofId.find(({ expires }) => expires >= today);
    if (waiver) {
        const reason = `${finding.reason} (waived until ${waiver.expires}: ${waiver.reason})`;
        return { ...finding, reason, level: "waived" };
    }
    const [ended] = ofId;
    return {
        ...finding,
        reason: ended ? `${finding.reason} (its waiver ended on ${ended.expires})` : finding.reason,
        remedy: named
            ? finding.remedy
            : `${finding.remedy}; if it is meant, add a waiver of ${id} to windlass:istio.waivers`,
    };
}
