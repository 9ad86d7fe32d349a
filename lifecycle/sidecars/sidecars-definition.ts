import * as v from "valibot";

import { type Field, map, mapOnly, oneOf, orAbsent, record, text } from "../kit/fields";
import { type FileFormat, schemaOf } from "../kit/file-format";
import type { JsonValue } from "../kit/json";
import { escapeSegment } from "../kit/pointer";
import type { OwnPart } from "./factor";
import type { Overlay } from "./overlay";

/** The format of a sidecars file, which its first line names. */
export const SIDECARS_FORMAT: FileFormat = { kind: "sidecars", version: 1 };

/** Section of the values that stand at the top of the pod template. No pointer is spelt like this: `~` is escaped. */
export const TEMPLATE = "~";

const word = text({ maxLength: 512 });
const name = v.string();
const places = v.optional(v.array(v.string("must be a text"), "must be a list of places"), []);

/** Values by the place above them, as a person reads them; by their whole pointer in the program. */
const sections = v.pipe(record("", name, mapOnly), v.transform(overlayOf));

function overlayOf(byPlace: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Overlay {
    const values = Object.entries(byPlace).flatMap(([place, section]) =>
        Object.entries(section).map(([key, value]): [string, JsonValue] => {
            const pointer = escapeSegment(key);
            return [place === TEMPLATE ? pointer : `${place}/${pointer}`, value as JsonValue];
        }),
    );
    return Object.fromEntries(values.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** A workload's own part, or the hash of its manifest alone where it has none. */
type Workload = OwnPart & { readonly pristine: string };

const bare = v.pipe(
    word,
    v.transform((pristine): Workload => ({ pristine, set: {}, without: [] })),
);
const part = map("A workload's own part.", {
    pristine: word,
    shape: orAbsent(text({ maybeEmpty: true })),
    without: places,
    set: v.optional(mapOnly as unknown as Field<Overlay>, {}),
});
const workload = v.lazy((value): Field<Workload> => (typeof value === "string" ? bare : part));

const shape = map("A shape", { without: places, set: v.optional(sections, {}) });
const injector = map("Digests of the injector's files", { template: word, values: word, mesh: word });

/** What cohorts of the workloads move to. */
const next = map("What differs of the version that cohorts move to", {
    inputs: map("What they were made from, as far as it differs", {
        istioctl: word,
        revision: v.optional(v.nonOptional(word)),
        values: v.optional(v.nonOptional(word)),
        injector: v.optional(v.nonOptional(injector)),
    }),
    proxyImage: word,
    common: v.optional(shape, {}),
    shapes: v.optional(v.nonOptional(record("What groups of workloads share", name, shape))),
    workloads: v.optional(record("Own part by workload", name, workload), {}),
});

/** What `stacks/<stack>.sidecars.yaml` holds: its reader comes from this definition. */
export const sidecarsFields = map(
    "Sidecars of a stack",
    {
        schema: oneOf("Schema of the file", [schemaOf(SIDECARS_FORMAT)]),
        seal: word,
        istioctl: word,
        revision: word,
        values: word,
        injector,
        proxyImage: word,
        common: sections,
        shapes: record("What groups of workloads share", name, shape),
        next: v.optional(v.nonOptional(next)),
        workloads: record("Own part by workload", name, workload),
    },
    ({ shapes, workloads }) => {
        for (const [id, { shape }] of Object.entries(workloads)) {
            if (shape === undefined || Object.hasOwn(shapes, shape)) continue;
            return { at: ["workloads", id, "shape"], rule: "is not one of the shapes above" };
        }
        return undefined;
    },
);
