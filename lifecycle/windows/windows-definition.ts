import * as v from "valibot";

import { integer, list, map, oneOf } from "../kit/fields";
import { type FileFormat, schemaOf } from "../kit/file-format";
import { freezeFault, freezeMembers, timeZone, windowMembers } from "../settings/window-fields";

/** The format of a windows file, which its key `schema` names. */
export const WINDOWS_FORMAT: FileFormat = { kind: "windows", version: 1 };

const waves = v.optional(
    list("Waves it is for. Left out, it is for all of them.", integer("A wave.", 0, 1000)),
    [],
);

/** The definition of `stacks/windows.yaml`: the types of what stands in it, its reader and its JSON Schema come from it. */
export const windowsFields = map("When steps may start, of every stack of the project.", {
    schema: oneOf("Schema of the file.", [schemaOf(WINDOWS_FORMAT)]),
    timeZone: v.optional(timeZone("Time zone of all clocks that name none: Europe/Berlin."), "UTC"),
    windows: v.optional(
        list(
            "When steps may start. Those that name a stack's wave take the place of those that name none. None at all: at any time.",
            map("A window.", { ...windowMembers, waves }),
            ({ schedule, timeZone: zone = "", expedited, waves: of }) =>
                [schedule, zone, expedited, ...of].join(" "),
        ),
        [],
    ),
    freezes: v.optional(
        list(
            "When no step may start, whatever the windows say.",
            map("A freeze.", { ...freezeMembers, waves }, freezeFault),
            ({ from, to, timeZone: zone = "", waves: of }) => [from, to, zone, ...of].join(" "),
        ),
        [],
    ),
});
