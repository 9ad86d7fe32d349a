import type * as v from "valibot";

import { WindlassError, throwCollected } from "../kit/errors";
import { requireVersion } from "../kit/file-format";
import { getIn } from "../kit/json-path";
import { readField } from "../kit/read-fields";
import { parseYamlDocument } from "../kit/strict-yaml";
import { type NextDifference, nextSidecars } from "./next-sidecars";
import type { Sidecars } from "./sidecars";
import { SIDECARS_FORMAT, sidecarsFields } from "./sidecars-definition";
import { sealOf } from "./sidecars-text";

/**
 * Reads the text of a sidecars file, strictly: it is generated, so whatever a tool would not have written is damage.
 *
 * @param file Name for messages: `stacks/dev.sidecars.yaml`.
 * @throws WindlassErrors with file and line.
 */
export function parseSidecars(text: string, file: string): Sidecars {
    const { value, lineOf } = parseYamlDocument(text, { file });
    const complaint = (path: readonly (string | number)[], wrong: unknown, rule: string): WindlassError =>
        new WindlassError({
            file,
            line: lineOf(path),
            key: path.join("."),
            value: wrong,
            rule,
            remedy: "Run windlass inject, which writes the file anew",
        });
    requireVersion(SIDECARS_FORMAT, {
        file,
        line: () => lineOf(["schema"]),
        schema: getIn(value, ["schema"]),
    });
    const { value: read, problems } = readField(sidecarsFields, value);
    throwCollected(problems.map(({ path, value: wrong, rule }) => complaint(path, wrong, rule)));
    const { seal, proxyImage, common, istioctl, revision, values, injector } = read;
    const workloads = Object.entries(read.workloads);
    const made: Sidecars = {
        inputs: { istioctl, revision, values, injector },
        proxyImage,
        pristine: new Map(workloads.map(([id, { pristine }]) => [id, pristine])),
        factored: {
            common,
            shapes: new Map(Object.entries(read.shapes)),
            own: new Map(workloads.map(([id, { pristine: _, ...own }]) => [id, own])),
        },
    };
    const sidecars: Sidecars = read.next
        ? { ...made, next: nextSidecars(made, differenceOf(read.next)) }
        : made;
    if (seal !== sealOf(sidecars))
        throw complaint(["seal"], seal, "does not fit what the file says: it was changed by hand or merged");
    return sidecars;
}

function differenceOf(next: NonNullable<v.InferOutput<typeof sidecarsFields>["next"]>): NextDifference {
    const { shapes, workloads, ...rest } = next;
    return {
        ...rest,
        shapes: shapes && new Map(Object.entries(shapes)),
        own: new Map(Object.entries(workloads).map(([id, { pristine: _, ...own }]) => [id, own])),
    };
}
