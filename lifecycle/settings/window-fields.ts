import * as v from "valibot";

import { dayStart } from "../kit/day";
import { type Fault, type Field, flag, list, map, orAbsent, text } from "../kit/fields";
import { LOCAL_TIME_PATTERN, TIME_ZONE_PATTERN, requireTimeZone } from "../kit/local-time";
import { requireSchedule } from "../kit/schedule";
import { duration, faultOf } from "./formats";

/** What windows and freezes are made of, in a stack's settings and in `stacks/windows.yaml`. */

const LOCAL_TIME_FAULT = {
    rule: "must be a day, or a day with its time",
    remedy: "Write it as 2026-12-18 or 2026-12-18T16:00",
};

const localTime = (description: string) =>
    text({
        description,
        pattern: LOCAL_TIME_PATTERN,
        fault: LOCAL_TIME_FAULT,
        check: (value) => (dayStart(value.slice(0, 10)) === undefined ? LOCAL_TIME_FAULT : undefined),
    });

/** A name of the IANA time zone database. */
export const timeZone = (description: string, maybeEmpty = false): Field<string> =>
    text({
        description,
        maybeEmpty,
        maxLength: 64,
        pattern: TIME_ZONE_PATTERN,
        fault: { rule: "must be the name of a time zone", remedy: "Write it as Europe/Berlin or UTC" },
        check: (value) => faultOf(() => requireTimeZone(value)),
    });

const zoneOfItem = orAbsent(
    timeZone("Time zone of its clock: Europe/Berlin. Left out, that of stacks/windows.yaml, else UTC.", true),
);

/** The members of a window. */
export const windowMembers = {
    schedule: text({
        description:
            "When it opens, as cron has it: minute, hour, day of month, month, day of week. 0 9 * * MON-THU.",
        maxLength: 100,
        check: (value) => faultOf(() => requireSchedule(value)),
    }),
    duration: duration({
        description: "How long it is open, by the clock on the wall: 7h from nine are over at four, always.",
        check: (value) => (/^0/.test(value) ? { rule: "must be longer than nothing" } : undefined),
    }),
    timeZone: zoneOfItem,
    expedited: v.optional(
        flag("Whether it is open for the expedited lane alone: steps that mend a known fault of what runs."),
        false,
    ),
};

/** The members of a freeze. */
export const freezeMembers = {
    from: localTime("First day, or first moment: 2026-12-18 or 2026-12-18T16:00."),
    to: localTime("Last day, that included, or the moment it ends: 2027-01-03 or 2027-01-04T09:00."),
    reason: text({
        description: "Why, in a few words.",
        maxLength: 300,
        pattern: "\\S",
        fault: { rule: "must say why", remedy: "Write a reason" },
    }),
    timeZone: zoneOfItem,
    expedited: v.optional(
        flag(
            "Whether the expedited lane goes on meanwhile: steps that mend a known fault of what runs. The gates and the order of waves hold all the same.",
        ),
        false,
    ),
};

/** What is wrong with a freeze's two ends. */
export function freezeFault({ from, to }: { readonly from: string; readonly to: string }): Fault | undefined {
    // A day alone begins with its first minute, and is over when the next begins.
    const [begins, ends] = [
        from.length === 10 ? `${from}T00:00` : from,
        to.length === 10 ? `${to}T24:00` : to,
    ];
    if (begins < ends) return undefined;
    return { at: ["to"], rule: `must be later than from, which is ${from}`, remedy: "Swap or correct them" };
}

export const windowsField = v.optional(
    list(
        "When steps of this stack may start, in place of what stacks/windows.yaml says for its wave and the fleet.",
        map("A window.", windowMembers),
        ({ schedule, timeZone: zone = "", expedited }) => [schedule, zone, expedited].join(" "),
    ),
    [],
);

export const freezesField = v.optional(
    list(
        "When no step of this stack may start, beside what stacks/windows.yaml says.",
        map("A freeze.", freezeMembers, freezeFault),
        ({ from, to, timeZone: zone = "" }) => [from, to, zone].join(" "),
    ),
    [],
);
