import assert from "node:assert/strict";

import { parseYamlDocument } from "../../../lifecycle/kit/strict-yaml";
import { dialectTags } from "../../../lifecycle/kit/yaml-dialect";

/** Plain scalar, what Kubernetes reads (go-yaml v2, resolve.go), what YAML 1.2 reads. */
const scalars: readonly (readonly [string, unknown, unknown])[] = [
    ...["y", "Yes", "on", "ON"].map((text) => [text, true, text] as const),
    ...["n", "NO", "off"].map((text) => [text, false, text] as const),
    ["true", true, true],
    ["False", false, false],
    ["~", null, null],
    ["12:30", "12:30", "12:30"],
    ["190:20:30.15", "190:20:30.15", "190:20:30.15"],
    ["2026-10-01", "2026-10-01", "2026-10-01"],
    ["2026-10-01T10:00:00Z", "2026-10-01T10:00:00Z", "2026-10-01T10:00:00Z"],
    ["017", 15, 17],
    ["0o17", 15, 15],
    ["08", 8, 8],
    ["0x1F", 31, 31],
    ["-0b11", -3, "-0b11"],
    ["1_000", 1000, "1_000"],
    ["+12", 12, 12],
    ["1e3", 1000, 1000],
    [".5", 0.5, 0.5],
    ["e5", "e5", "e5"],
    [".", ".", "."],
    ["=", "=", "="],
    ["1.31.1", "1.31.1", "1.31.1"],
    ["'yes'", "yes", "yes"],
    ["!!str 12", "12", "12"],
];

describe("dialectTags", () => {
    for (const [text, inKubernetes, inCore] of scalars) {
        it(`reads ${text} as ${JSON.stringify(inKubernetes)} in a manifest and as ${JSON.stringify(inCore)} in our own files`, () => {
            const read = (dialect: "kubernetes" | "core"): unknown =>
                parseYamlDocument(`- ${text}`, { file: "f", dialect }).value;

            assert.deepEqual([read("kubernetes"), read("core")], [[inKubernetes], [inCore]]);
        });
    }

    it("knows merge keys in manifests alone", () => {
        assert.deepEqual(
            [dialectTags("kubernetes").includes("merge"), dialectTags("core").includes("merge")],
            [true, false],
        );
    });
});
