import assert from "node:assert/strict";

import type { FleetSettings } from "../../../lifecycle/settings/settings";
import type { UpdatePart, UpdateStep } from "../../../lifecycle/upgrade/decision";
import { judgeUnattended } from "../../../lifecycle/upgrade/judge-unattended";
import { exampleSettings } from "../../support/example-stack";

const step = (part: UpdatePart, from: string, to: string): UpdateStep => ({ part, from, to, why: "w" });
const patch = step("control-plane", "1.31.0", "1.31.1");
const minor = step("control-plane", "1.30.5", "1.31.1");
const major = step("flux", "2.9.4", "3.0.0");

const cases: readonly (readonly [
    what: string,
    policy: FleetSettings["unattended"],
    step: UpdateStep | undefined,
    merges: boolean,
    why: RegExp,
])[] = [
    [
        "nothing by default",
        "none",
        patch,
        false,
        /^a person merges it: windlass:fleet\.unattended of dev is none$/,
    ],
    [
        "a patch",
        "patch",
        patch,
        true,
        /^it merges by itself once its checks are green: windlass:fleet\.unattended of dev is patch, and 1\.31\.0 → 1\.31\.1 is a patch$/,
    ],
    ["the proxies of a patch", "patch", step("proxies", "1.31.0", "1.31.1"), true, /is a patch$/],
    ["a cohort of a patch", "patch", step("cohort", "1.31.0", "1.31.1"), true, /is a patch$/],
    ["a cohort that goes back", "patch", step("cohort", "1.31.1", "1.31.0"), true, /is a patch$/],
    ["no cohort of a minor", "patch", step("cohort", "1.30.5", "1.31.1"), false, /is a minor$/],
    ["a patch taken back", "patch", step("proxies", "1.31.1", "1.31.0"), true, /is a patch$/],
    ["what moves no version", "patch", step("digests", "1.31.1", "1.31.1"), true, /no version moves$/],
    ["no minor where patches are", "patch", minor, false, /1\.30\.5 → 1\.31\.1 is a minor$/],
    ["a minor where minors are", "minor", minor, true, /is a minor$/],
    ["a prune as large as its step", "patch", step("prune", "1.30.5", "1.31.1"), false, /is a minor$/],
    ["a patch where minors are", "minor", patch, true, /is a patch$/],
    ["no major at all", "minor", major, false, /is a major$/],
    [
        "no step from a pre-release",
        "minor",
        step("control-plane", "1.31.0-rc.1", "1.31.0"),
        false,
        /is a major$/,
    ],
    ["no first lock", "minor", undefined, false, /this is its first lock$/],
    ["no other strategy", "minor", step("strategy-proxies", "1.31.1", "1.31.1"), false, /another strategy$/],
];

describe("judgeUnattended", () => {
    const judge = (fleet: Partial<FleetSettings>, of: UpdateStep | undefined) => {
        const settings = exampleSettings();
        return judgeUnattended({ ...settings, fleet: { ...settings.fleet, ...fleet } }, of);
    };
    for (const [what, unattended, of, merges, why] of cases)
        it(`merges ${what}`, () => {
            const found = judge({ unattended, evidence: "required" }, of);
            assert.equal(found.merges, merges);
            assert.match(found.why, why);
        });

    it("merges nothing where nobody looks at the cluster", () => {
        const found = judge({ unattended: "minor", evidence: "none" }, patch);
        assert.equal(found.merges, false);
        assert.match(found.why, /windlass:fleet\.evidence is none, so nobody would see it fail$/);
    });

    it("merges no minor that asks for a look at the stack's own objects", () => {
        const settings = exampleSettings();
        const fleet = { ...settings.fleet, unattended: "minor", evidence: "required" } as const;
        const judged = (verdict: "safe" | "look") =>
            judgeUnattended({ ...settings, fleet }, minor, [{ note: "1.31-workload-entries", verdict }]);
        assert.equal(judged("safe").merges, true);
        assert.equal(judged("look").merges, false);
        assert.match(
            judged("look").why,
            /1\.30\.5 → 1\.31\.1 asks for a look at the stack: 1\.31-workload-entries$/,
        );
    });
});
