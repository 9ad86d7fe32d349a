import { dayOf } from "../../kit/day";
import type { GateContext } from "./gate";

/** Whether a finding, or a gate, is waived: the waiver has a reason and has not expired. */
export function isWaived(id: string, { waivers, at }: GateContext): boolean {
    if (waivers.length === 0) return false;
    const today = dayOf(at);
    return waivers.some(
        (waiver) => waiver.id === id && waiver.reason.trim() !== "" && waiver.expires >= today,
    );
}

/** The waiver that lets a whole gate pass, by its name; none where it is in force, and did not help. */
export function ownWaiver(gate: string, context: GateContext): readonly string[] {
    return isWaived(gate, context) ? [] : [gate];
}

/** ` (its waiver expired on 2026-10-31)`, where there is one that did. */
export function expiredWaiver(id: string, { waivers, at }: GateContext): string {
    if (waivers.length === 0) return "";
    const today = dayOf(at);
    const expired = waivers.find((waiver) => waiver.id === id && waiver.expires < today);
    return expired ? ` (its waiver expired on ${expired.expires})` : "";
}
