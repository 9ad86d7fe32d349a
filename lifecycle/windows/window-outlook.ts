import { DAY, momentText } from "../kit/day";
import { localText } from "../kit/local-time";
import { freezeSpan, freezesAhead, freezesAt, isOpen, nextClosing, nextOpening } from "./openings";
import type { Freeze, Lane, Lanes } from "./window-book";

/** When steps of a stack may start, from a moment on. Moments are in UTC: `2026-11-30T08:00:00Z`. */
export interface WindowOutlook {
    readonly isOpen: boolean;
    /** When it opens next; null where it is open, or no window is in sight. */
    readonly opens: string | null;
    /** When it closes; null where it is closed, or no end is in sight. */
    readonly closes: string | null;
    /** When the expedited lane opens, where that is sooner; null otherwise. */
    readonly expeditedOpens: string | null;
    /** Freezes that hold now, and those that begin within eight weeks. */
    readonly freezes: readonly {
        readonly from: string;
        readonly to: string;
        readonly reason: string;
    }[];
    /** The same in words, as a person near the clock reads it: pairs of a label and a sentence without its full stop. */
    readonly words: readonly (readonly [label: string, sentence: string])[];
}

/** How far ahead freezes are told of. */
const AHEAD = 56 * DAY;

/** What windows and freezes mean for a stack from now on; undefined for a stack that has none, which may move at any time. */
export function windowOutlook({ normal, expedited }: Lanes, now: number): WindowOutlook | undefined {
    const freezes = [...freezesAt(normal, now), ...freezesAhead(normal, now, AHEAD)];
    if (normal.windows.length === 0 && freezes.length === 0) return undefined;
    const opens = isOpen(normal, now) ? undefined : nextOpening(normal, now);
    const closes = nextClosing(normal, now);
    const sooner = isOpen(normal, now) ? undefined : nextOpening(expedited, now);
    const expeditedOpens = sooner !== undefined && sooner < (opens ?? Infinity) ? sooner : undefined;
    return {
        isOpen: isOpen(normal, now),
        opens: text(opens),
        closes: text(closes),
        expeditedOpens: text(expeditedOpens),
        freezes: freezes.map((freeze) => {
            const { from, to } = freezeSpan(freeze);
            return { from: momentText(from), to: momentText(to), reason: freeze.reason };
        }),
        words: [
            ["window", laneWords(normal, { now, opens, closes })],
            ...(expeditedOpens === undefined
                ? []
                : [["expedited", expeditedWords(expeditedOpens, now, normal)] as const]),
            ...freezes.map((freeze) => ["freeze", freezeWords(freeze)] as const),
        ],
    };
}

function text(time: number | undefined): string | null {
    return time === undefined ? null : momentText(time);
}

function laneWords(
    lane: Lane,
    { now, opens, closes }: { readonly now: number; readonly opens?: number; readonly closes?: number },
): string {
    if (isOpen(lane, now))
        return closes === undefined ? "open" : `open until ${localText(closes, lane.timeZone)}`;
    return opens === undefined
        ? "closed, and no window is in sight"
        : `closed, opens on ${localText(opens, lane.timeZone)}`;
}

function expeditedWords(opens: number, now: number, { timeZone }: Lane): string {
    return opens === now
        ? "open for what mends a known fault"
        : `opens for what mends a known fault on ${localText(opens, timeZone)}`;
}

function freezeWords(freeze: Freeze): string {
    const { from, to } = freezeSpan(freeze);
    const { timeZone, reason } = freeze;
    return `${localText(from, timeZone)} to ${localText(to, timeZone)}: ${reason}`;
}
