import { PARTS, type PinnedPart } from "../settings/pinned-parts";
import { partLabel } from "../settings/pins";
import { cohortWords } from "../upgrade/titles";
import type { StackReport } from "./fleet-report";

/** What happens to a stack next, as a clause without its full stop. */
export function nextWords({ action, step, free }: StackReport): string {
    if (step) {
        const { part, from, to } = step;
        if (part === "cohort") return `proxies ${cohortWords(step)}, now`;
        const name = (PARTS as readonly string[]).includes(part) ? partLabel(part as PinnedPart) : part;
        return from === to ? `${name} of ${to}, now` : `${name} ${from} → ${to}, now`;
    }
    if (action === "none") return "no step to take";
    if (action === "created") return "its first lock";
    return free === null ? "waits, and time alone does not free it" : `waits until ${free} at least`;
}

/** How a cluster was when it was seen last. */
export function healthWords({ seen }: StackReport): string {
    return seen === null ? "not seen" : `${seen.health}, seen ${momentWords(seen.seen)}`;
}

/** What a part is pinned to, and what cohorts have already: `1.31.0, cohorts through 20% at 1.31.1`. */
export function pinWords({ pins }: Pick<StackReport, "pins">, part: PinnedPart): string {
    const pin = pins.find((each) => each.part === part);
    if (!pin?.cohorts) return pin?.version ?? "";
    return `${pin.version}, cohorts through ${pin.cohorts.through} at ${pin.cohorts.version}`;
}

/** Canaries by phase: `3 Succeeded, 1 Failed`. */
export function phaseWords(phases: Readonly<Record<string, number>>): string {
    return Object.entries(phases)
        .map(([phase, count]) => `${count} ${phase}`)
        .join(", ");
}

/** Days that are left, in words. */
export function daysLeft(left: number): string {
    return left < 0 ? `${daysOf(-left)} ago` : `${daysOf(left)} left`;
}

/** A number of days, in words. */
export function daysOf(days: number): string {
    return days === 1 ? "1 day" : `${days} days`;
}

/** A moment to the minute: `2026-10-05 12:00 UTC`. */
export function momentWords(at: string): string {
    return at.replace("T", " ").replace(/:\d\dZ$/, " UTC");
}
