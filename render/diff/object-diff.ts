import { structuredPatch } from "diff";

import { writeYaml } from "../../lifecycle/files/write-yaml";
import type { ObjectChange } from "./compare-stack";

/** Lines around a change, as `diff -u` shows them. */
const CONTEXT = 3;
/** Most lines of one difference that are shown. */
const MOST = 400;
/** Texts that differ in more than this are shown as two blocks: looking for the shortest way takes square time. */
const MAX_EDITS = 2000;

/** The difference between two forms of an object as lines of YAML, each with `+`, `-`, a blank or `@@` in front. */
export function objectDiff({ from, to }: Pick<ObjectChange, "from" | "to">): readonly string[] {
    const before = from ? writeYaml(from.object) : "";
    const after = to ? writeYaml(to.object) : "";
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
