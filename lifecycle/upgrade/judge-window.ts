import semver from "semver";

import { DAY, dayOf, dayStart } from "../kit/day";
import { localText } from "../kit/local-time";
import type { StackSettings } from "../settings/settings";
import type { Moment } from "../versions/request";
import { freezeSpan, freezesAt, isOpen, nextOpening } from "../windows/openings";
import { type Lane, type Lanes, NO_WINDOWS, type WindowBook, lanesOf } from "../windows/window-book";
import type { WaveVerdict } from "./waves";

/** Name of the rule, and of the waiver that lets a step start all the same. */
export const WINDOW_RULE = "window";

export interface JudgeWindowArgs {
    readonly settings: Pick<StackSettings, "stack" | "fleet" | "istio">;
    /** Windows and freezes of the project. @default none */
    readonly windows?: WindowBook;
    /** Exact versions; the same where no version moves. */
    readonly from: string;
    readonly to: string;
    /** Faults of what runs now that the step mends: then it may take the expedited lane. @default none */
    readonly mends?: readonly string[];
    /** When it would start. Where only a day is asked about, some time of that day is enough. */
    readonly at: Moment;
}

/**
 * Whether a step may start now: in a window, and in no freeze. What mends a known fault of what runs has a lane of its own,
 * which may be wider; it says so each time it takes it. No lane skips a gate, evidence, or the order of waves.
 *
 * A step back is never held: nothing may stand in the way of a rollback. Nor are holds, settings and a stack's first lock.
 */
export function judgeWindow(args: JudgeWindowArgs): WaveVerdict {
    const { settings, windows = NO_WINDOWS, at, mends = [] } = args;
    const fault = windowFault(args);
    if (fault === undefined) return PASSES;
    const { expedited } = lanesOf(windows, settings.fleet);
    if (mends.length > 0 && opensIn(expedited, at))
        return {
            reasons: [],
            warnings: [`the expedited lane is taken, to mend ${mends.join(", ")}; but for that, ${fault}`],
        };
    const waiver = settings.istio.waivers.find(
        ({ id, expires }) => id === WINDOW_RULE && expires >= dayOf(at.time),
    );
    if (waiver)
        return { reasons: [], warnings: [`${fault} (waived until ${waiver.expires}: ${waiver.reason})`] };
    return { reasons: [fault], warnings: [] };
}

const PASSES: WaveVerdict = { reasons: [], warnings: [] };

/** Why a step may not start in the normal lane, as a sentence without its full stop; undefined where it may. Waivers have no say. */
export function windowFault({
    settings,
    windows = NO_WINDOWS,
    from,
    to,
    at,
}: JudgeWindowArgs): string | undefined {
    if (semver.lt(to, from)) return undefined;
    const lanes = lanesOf(windows, settings.fleet);
    return opensIn(lanes.normal, at) ? undefined : closedWords(lanes, at.time);
}

function opensIn(lane: Lane, { time, asked }: Moment): boolean {
    if (!asked) return isOpen(lane, time);
    const over = (dayStart(dayOf(time)) ?? time) + DAY;
    return (nextOpening(lane, time) ?? Infinity) < over;
}

/** Why the normal lane is closed, and when either opens. */
function closedWords({ normal, expedited }: Lanes, at: number): string {
    const { timeZone } = normal;
    const opens = nextOpening(normal, at);
    const sooner = nextOpening(expedited, at) ?? Infinity;
    const next =
        opens === undefined
            ? "no window is in sight"
            : `the next window opens on ${localText(opens, timeZone)}`;
    const lane =
        sooner < (opens ?? Infinity) && sooner > at
            ? `, and the expedited lane on ${localText(sooner, timeZone)}`
            : "";
    const [freeze] = freezesAt(normal, at);
    if (!freeze) return `no window is open: ${next}${lane}`;
    const { to } = freezeSpan(freeze);
    const until = `no step starts until ${localText(to, timeZone)}, as there is a freeze (${freeze.reason.replace(/\.$/, "")})`;
    return `${until}${opens === to ? "" : `: ${next}`}${lane}`;
}
