import assert from "node:assert/strict";

import { parseSidecars } from "../../../lifecycle/sidecars/parse-sidecars";
import { exampleSidecars, exampleSidecarsText } from "../../support/example-sidecars";

const FILE = "stacks/dev.sidecars.yaml";
const REMEDY = "Run windlass inject, which writes the file anew.";

function lineOf(text: string, part: string): number {
    return text.slice(0, text.indexOf(part)).split("\n").length;
}

describe("parseSidecars", () => {
    it("reads what formatSidecars wrote", () => {
        assert.deepEqual(parseSidecars(exampleSidecarsText(), FILE), exampleSidecars());
    });

    const damages: [string, (text: string) => string, (text: string) => string][] = [
        [
            "another schema",
            (text) => text.replace("sidecars/v1", "sidecars/v2"),
            (text) =>
                `${FILE}:${lineOf(text, "schema:")}: schema: "windlass/sidecars/v2": is of a newer Windlass: this Windlass knows windlass/sidecars/v1. Take a newer Windlass: raise its version in package.json.`,
        ],
        [
            "an unknown key",
            (text) => `${text}more: 1\n`,
            (text) => `${FILE}:${lineOf(text, "more: 1")}: more: is not a known key. ${REMEDY}`,
        ],
        [
            "a value changed by hand",
            (text) => text.replace("proxyv2:1.31.1", "evil:1.31.1"),
            (text) =>
                `${FILE}:${lineOf(text, "seal:")}: seal: ${JSON.stringify(/seal: '?([^'\n]*)/.exec(text)?.[1])}: does not fit what the file says: it was changed by hand or merged. ${REMEDY}`,
        ],
        [
            "a workload that is lost",
            (text) => text.replace(/^ {2}prod\/Deployment\/a: .*\n/m, ""),
            (text) =>
                `${FILE}:${lineOf(text, "seal:")}: seal: ${JSON.stringify(/seal: '?([^'\n]*)/.exec(text)?.[1])}: does not fit what the file says: it was changed by hand or merged. ${REMEDY}`,
        ],
        [
            "a missing value",
            (text) => text.replace(/^istioctl: .*\n/m, ""),
            () => `${FILE}:7: istioctl: is required. ${REMEDY}`,
        ],
        [
            "an unknown shape",
            (text) => text.replace("sha256:aa", "{pristine: sha256:aa, shape: none}"),
            (text) =>
                `${FILE}:${lineOf(text, "{pristine: sha256:aa")}: workloads.prod/Deployment/a.shape: "none": is not one of the shapes above. ${REMEDY}`,
        ],
        [
            "an unknown key of a workload",
            (text) => text.replace("sha256:aa", "{pristine: sha256:aa, image: x}"),
            (text) =>
                `${FILE}:${lineOf(text, "{pristine: sha256:aa")}: workloads.prod/Deployment/a.image: is not a known key. ${REMEDY}`,
        ],
    ];
    for (const [what, damage, message] of damages) {
        it(`refuses ${what}, with file and line`, () => {
            const text = damage(exampleSidecarsText());
            assert.throws(() => parseSidecars(text, FILE), { name: "WindlassError", message: message(text) });
        });
    }

    it("refuses a key that stands there twice", () => {
        const text = exampleSidecarsText();
        const line = /^ {2}prod\/Deployment\/a: .*\n/m.exec(text)?.[0] ?? "";
        assert.throws(
            () => parseSidecars(text.replace(line, line + line), FILE),
            /^WindlassError: stacks\/dev\.sidecars\.yaml:\d+: prod\/Deployment\/a: .*must not appear twice/,
        );
    });

    it("refuses the marks of a merge conflict", () => {
        assert.throws(
            () => parseSidecars(exampleSidecarsText().replace(/^istioctl/m, "<<<<<<< HEAD\nistioctl"), FILE),
            /^WindlassError: stacks\/dev\.sidecars\.yaml:\d+: /,
        );
    });
});
