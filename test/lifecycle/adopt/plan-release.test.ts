import assert from "node:assert/strict";

import { type PlanReleaseArgs, planRelease, releaseReport } from "../../../lifecycle/adopt/plan-release";
import type { DataPlaneMode } from "../../../lifecycle/settings/settings";
import { exampleSettings } from "../../support/example-stack";

const helm = [{ namespace: "istio-system", name: "istiod", release: "istio", chart: "istiod" }];

function plan(overrides: Partial<PlanReleaseArgs> = {}) {
    return planRelease({ settings: exampleSettings(), helm, modes: new Map(), ...overrides });
}

describe("planRelease", () => {
    it("suspends before Pulumi forgets, and deletes what is suspended alone", () => {
        const lines = plan().flatMap((step) => step.lines ?? []);
        const at = (part: string) => lines.findIndex((line) => line.includes(part));
        assert.ok(at("handover: adoption") < at("pulumi destroy"));
        assert.ok(at('"suspend":true') < at("pulumi destroy"));
        assert.ok(at("pulumi destroy") < at("delete helmrelease istiod"));
        assert.ok(lines.includes("helm -n istio-system get values istio"));
    });

    it("has every step say its way back", () => {
        for (const { back } of plan({ settings: { ...exampleSettings(), delivery: "flux" } }))
            assert.ok(back);
    });

    it("leaves out what is done already", () => {
        const settings = { ...exampleSettings(), handover: "adoption" } as const;
        assert.ok(
            plan({ settings }).every(({ lines = [] }) => !lines.includes("windlass:handover: adoption")),
        );
    });

    it("takes delivery back from Flux first", () => {
        const [first] = plan({ settings: { ...exampleSettings(), delivery: "flux" } });
        assert.match(first?.text ?? "", /docs\/delivery\.md/);
    });

    it("goes from Git to the pin, and from there to the webhook, namespace by namespace", () => {
        const modes = new Map<string, ReadonlySet<DataPlaneMode>>([
            ["prod", new Set<DataPlaneMode>(["git", "pin"])],
            ["shop", new Set<DataPlaneMode>(["pin"])],
            ["web", new Set<DataPlaneMode>(["webhook"])],
        ]);
        const [first, second] = plan({ modes });
        assert.deepEqual(first?.lines, ["windlass:workloads.namespaces.prod.mode: pin"]);
        assert.deepEqual(second?.lines, [
            "windlass:workloads.namespaces.prod.mode: webhook",
            "windlass:workloads.namespaces.shop.mode: webhook",
        ]);
    });
});

describe("releaseReport", () => {
    it("is a numbered list with what to write and the way back", () => {
        const text = releaseReport("prod", [{ text: "Do it", lines: ["a"], back: "Undo it" }]);
        assert.match(text, /^# The way out of prod\n/);
        assert.match(text, /1\. Do it\.\n\n {3}```\n {3}a\n {3}```\n\n {3}Back: Undo it\.\n/);
    });
});
