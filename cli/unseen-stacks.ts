import type { FleetMember } from "../lifecycle/settings/fleet-member";

/** As many stacks as a reader wants to see. */
const SHOWN = 5;

/** Says of which stacks nothing is seen, as their settings have it: their days decide, so that nobody takes it for more. */
export function unseenStacks(fleet: readonly Pick<FleetMember, "stack" | "evidence">[]): string | undefined {
    const names = fleet.filter(({ evidence }) => evidence === "none").map(({ stack }) => stack);
    if (names.length === 0) return undefined;
    const shown = names.slice(0, SHOWN).join(", ");
    const who = names.length <= SHOWN ? shown : `${shown} and ${names.length - SHOWN} more`;
    return `evidence: of ${who} the days of the lock decide, not what runs: windlass:fleet.evidence is none.`;
}
