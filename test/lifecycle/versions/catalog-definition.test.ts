import assert from "node:assert/strict";

import type { GenericSchema } from "valibot";

import { readField } from "../../../lifecycle/kit/read-fields";
import {
    advisory,
    artifactFault,
    releaseOrNone,
    toolWindow,
    unique,
} from "../../../lifecycle/versions/catalog-definition";

const problems = (field: GenericSchema, value: unknown): readonly string[] =>
    readField(field, value).problems.map(({ path, rule }) => `${path.join(".")}: ${rule}`);

const fault = { version: "1.31.1", date: "2026-10-01", reason: "gone", url: "https://istio.io/x" };

describe("the catalog's definition", () => {
    const cases: readonly (readonly [what: string, change: object, problem: string])[] = [
        ["a number for a text", { reason: 5 }, "reason: is not written as it must be"],
        ["two lines", { reason: "a\nb" }, "reason: is not written as it must be"],
        ["a text written backwards", { reason: "a\u202eb" }, "reason: is not written as it must be"],
        ["an endless text", { reason: "a".repeat(2001) }, "reason: is not written as it must be"],
        ["an address that is none", { url: "javascript:x" }, "url: is not written as it must be"],
        ["a day that is none", { date: "2026-02-30" }, "date: must be a day of the calendar"],
        ["a key of every object", { constructor: 1 }, "constructor: is not a known key"],
    ];
    for (const [what, change, problem] of cases) {
        it(`refuses ${what}`, () => {
            assert.deepEqual(problems(artifactFault, { ...fault, ...change }), [problem]);
        });
    }

    it("refuses a score out of bounds, and says so once", () => {
        const cvss = (value: number) =>
            problems(advisory, {
                id: "a",
                date: fault.date,
                url: fault.url,
                cvss: value,
                affected: ["1.x"],
                firstFixed: [],
                summary: "s",
            });

        assert.deepEqual(cvss(10), []);
        assert.deepEqual(cvss(11), ["cvss: must be a number from 0 to 10"]);
    });

    it("takes one Kubernetes version a minor, lowest first", () => {
        const minimum = (...versions: string[]) =>
            problems(toolWindow, { releases: "~2.9", minimum: versions, source: "docs" });

        assert.deepEqual(minimum("1.35.2", "1.36.1"), []);
        for (const wrong of [[], ["1.36.1", "1.35.2"], ["1.35.1", "1.35.2"]])
            assert.deepEqual(minimum(...wrong), ["minimum: must be one version a minor, lowest first"]);
    });

    it("takes what names no version for none, and a release that is damaged for damaged", () => {
        for (const none of [null, 1, {}, { version: "v1" }, { version: 1, more: 2 }])
            assert.deepEqual(readField(releaseOrNone, none), { value: undefined, problems: [] });
        assert.deepEqual(problems(releaseOrNone, { version: "1.31.1" }), ["source: is required"]);
    });
});

describe("unique", () => {
    it("refuses an entry that stands twice, and a list without end", () => {
        const faults = unique(artifactFault, ({ version }) => version);

        assert.deepEqual(problems(faults, [fault, fault]), [
            "1: stands there twice, and nobody knows which entry holds",
        ]);
        assert.match(
            problems(faults, Array(20_001).fill(fault))[0] ?? "",
            /must not have more than 20000 items/,
        );
        assert.deepEqual(problems(faults, {}), [": must be a list"]);
    });
});
