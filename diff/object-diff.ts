import { structuredPatch } from "diff";

import { writeYaml } from "../lifecycle/kit/write-yaml";
import type { ObjectChange } from "./compare-stack";
import type { VersionedObject } from "./version";

/** Lines around a change, as `diff -u` shows them. */
const CONTEXT = 3;
/** Most lines of one difference that are shown. */
const MOST = 400;
/** Texts that differ in more than this are shown as two blocks: looking for the shortest way takes square time. */
const MAX_EDITS = 2000;

/** The difference between two forms of an object as lines of YAML, each with `+`, `-`, a blank or `@@` in front. */
export function objectDiff({ from, to }: Pick<ObjectChange, "from" | "to">): readonly string[] {
    // Of what is new or gone the sidecar is hundreds of lines that no person wrote.
    const plainly = from === undefined || to === undefined;
    const [before, after] = [from, to].map((side) => textOf(side, plainly)) as [string, string];
    const patch = structuredPatch("", "", before, after, undefined, undefined, {
        context: CONTEXT,
        maxEditLength: MAX_EDITS,
    });
    const lines = patch
        ? patch.hunks.flatMap(({ oldStart, newStart, lines: changed }) => [
              `@@ -${oldStart} +${newStart} @@`,
              ...changed,
          ])
        : [...marked("-", before), ...marked("+", after)];
    const side = from ?? to;
    if (plainly && side?.overlay) return [...briefly(lines), sidecarLine(side, to ? "gets" : "loses")];
    return briefly(lines);
}

function textOf(side: VersionedObject | undefined, plainly: boolean): string {
    if (!side) return "";
    return writeYaml(plainly && side.overlay && side.pristine ? side.pristine : side.object);
}

function sidecarLine({ object, pristine }: VersionedObject, what: string): string {
    const lines = writeYaml(object).split("\n").length - writeYaml(pristine ?? object).split("\n").length;
    return `@@ and ${what} its sidecar, ${lines} lines: windlass sidecars show ${object.metadata.name} @@`;
}

function briefly(lines: readonly string[]): readonly string[] {
    if (lines.length <= MOST) return lines;
    return [...lines.slice(0, MOST), `@@ ${lines.length - MOST} more lines @@`];
}

function marked(mark: string, text: string): readonly string[] {
    return text === ""
        ? []
        : text
              .trimEnd()
              .split("\n")
              .map((line) => `${mark}${line}`);
}
