import type * as v from "valibot";

import type { StackSettings } from "../settings/settings";
import type { windowsFields } from "./windows-definition";

/** Windows and freezes of a whole project, as `stacks/windows.yaml` has them. */
export type WindowBook = Omit<v.InferOutput<typeof windowsFields>, "schema">;

/** A project without the file: every stack has its own windows alone, and clocks show UTC. */
export const NO_WINDOWS: WindowBook = { timeZone: "UTC", windows: [], freezes: [] };

/** A time in which steps may start, again and again. */
export interface Window {
    /** When it opens, as cron has it: `0 9 * * MON-THU`. */
    readonly schedule: string;
    /** How long it is open, by the clock on the wall: `7h`. */
    readonly duration: string;
    /** `Europe/Berlin` */
    readonly timeZone: string;
}

/** A time in which no step may start. */
export interface Freeze {
    /** `2026-12-18` or `2026-12-18T16:00` */
    readonly from: string;
    /** `2027-01-03`, a last day; or `2027-01-04T09:00`, the moment it ends. */
    readonly to: string;
    readonly reason: string;
    readonly timeZone: string;
}

/** When steps of one stack may start, of one lane. */
export interface Lane {
    /** None: at any time. */
    readonly windows: readonly Window[];
    readonly freezes: readonly Freeze[];
    /** Time zone in which a person is told of it. */
    readonly timeZone: string;
}

/** The lanes of a stack: of every step; and of those that mend a known fault of what runs, which is never the narrower one. */
export interface Lanes {
    readonly normal: Lane;
    readonly expedited: Lane;
}

type FleetPlace = Pick<StackSettings["fleet"], "wave" | "windows" | "freezes">;

const known = new WeakMap<WindowBook, Map<number, Lanes>>();

/**
 * The lanes of a stack. Windows of its own settings take the place of those of its wave, and these of the fleet's, in each lane
 * by itself; freezes of all three hold together. Stacks of one wave without anything of their own share one answer, and with it
 * what is found out about it.
 */
export function lanesOf(book: WindowBook, fleet: FleetPlace): Lanes {
    if (fleet.windows.length + fleet.freezes.length > 0) return makeLanes(book, fleet);
    const waves = known.get(book) ?? new Map<number, Lanes>();
    known.set(book, waves);
    const lanes = waves.get(fleet.wave) ?? makeLanes(book, fleet);
    waves.set(fleet.wave, lanes);
    return lanes;
}

function makeLanes(book: WindowBook, { wave, windows, freezes }: FleetPlace): Lanes {
    const inZone = <T extends { readonly timeZone?: string }>(item: T) => ({
        ...item,
        timeZone: item.timeZone ?? book.timeZone,
    });
    const nearest = (isExpedited: boolean): readonly Window[] => {
        const ofLane = book.windows.filter(({ expedited }) => expedited === isExpedited);
        const levels = [
            windows.filter(({ expedited }) => expedited === isExpedited),
            ofLane.filter(({ waves }) => waves.includes(wave)),
            ofLane.filter(({ waves }) => waves.length === 0),
        ];
        return (levels.find((level) => level.length > 0) ?? []).map(inZone);
    };
    const all = [
        ...freezes,
        ...book.freezes.filter(({ waves }) => waves.length === 0 || waves.includes(wave)),
    ].map(inZone);
    const normal = nearest(false);
    const timeZone = normal[0]?.timeZone ?? book.timeZone;
    return {
        normal: { windows: normal, freezes: all, timeZone },
        expedited: {
            windows: normal.length === 0 ? [] : [...normal, ...nearest(true)],
            freezes: all.filter(({ expedited }) => !expedited),
            timeZone,
        },
    };
}
