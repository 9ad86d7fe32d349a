import assert from "node:assert/strict";

import type { Lock } from "../../../lifecycle/settings/lock";
import type { ToolName } from "../../../lifecycle/settings/pinned-parts";
import { decideTool, toolRange } from "../../../lifecycle/upgrade/decide-tools";
import { pinOf } from "../../../lifecycle/settings/pins";
import { exampleSettings } from "../../support/example-stack";
import { DAY, decideArgs, lockAt } from "../../support/stack-pins";

function older(tool: ToolName, version: string): Lock {
    const { flux, flagger, ...lock } = lockAt("1.31.1");
    const pin = { version, since: "2026-06-01" };
    return {
        ...lock,
        flux: {
            ...flux,
            ...(tool === "flux" ? { distribution: pin } : {}),
            ...(tool === "flux-operator" ? { operator: pin } : {}),
        },
        flagger: tool === "flagger" ? { ...flagger, release: pin } : flagger,
    };
}

const steps: readonly (readonly [ToolName, from: string, to: string])[] = [
    ["flux", "2.9.3", "2.9.4"],
    ["flux-operator", "0.57.0", "0.58.1"],
    ["flagger", "1.43.0", "1.44.0"],
];

describe("decideTool", () => {
    for (const [tool, from, to] of steps) {
        it(`moves ${tool} to the best release`, () => {
            const { action, step, lock } = decideTool(decideArgs(older(tool, from)), tool);

            assert.deepEqual([action, step?.part, step?.from, step?.to], ["step", tool, from, to]);
            assert.deepEqual(lock && pinOf(lock, tool), { version: to, since: DAY });
        });

        it(`leaves ${tool} where it is the best`, () => {
            assert.equal(decideTool(decideArgs(lockAt("1.31.1")), tool).action, "none");
        });

        it(`holds ${tool} for an earlier wave`, () => {
            const args = decideArgs(older(tool, from), {}, { fleet: { wave: 1, soak: "7d" } });
            const fleet = [{ stack: "earlier", wave: 0, lock: older(tool, from) }];
            const { action, reasons } = decideTool({ ...args, fleet }, tool);

            assert.equal(action, "held");
            assert.match(
                reasons.join(),
                new RegExp(`^earlier \\(wave 0\\) runs .+ ${from}, and wave 1 follows it$`),
            );
        });
    }

    it("takes a release that is soaked while the best is not", () => {
        const before = older("flux-operator", "0.56.0");
        const args = decideArgs(before, {}, { fleet: { wave: 1, soak: "14d" } });
        const lock = older("flux-operator", "0.58.1");
        const operator = { version: "0.58.1", since: "2026-10-01" };
        const history = [
            { part: "flux-operator", version: "0.58.0", since: "2026-08-10", until: "2026-10-01" },
        ] as const;
        const fleet = [
            { stack: "earlier", wave: 0, lock: { ...lock, flux: { ...lock.flux, operator }, history } },
        ];
        const { action, step, warnings, lock: after } = decideTool({ ...args, fleet }, "flux-operator");

        assert.deepEqual([action, step?.to], ["step", "0.58.0"]);
        assert.match(
            warnings.at(-1) ?? "",
            /^flux-operator: 0\.58\.1 waits, and 0\.58\.0 is taken meanwhile: earlier /,
        );
        assert.deepEqual(after?.history, [
            { part: "flux-operator", version: "0.56.0", since: "2026-06-01", until: DAY },
        ]);
    });

    it("follows a range that still holds what runs", () => {
        const { flux } = exampleSettings();
        const args = decideArgs(lockAt("1.31.1"), {}, { flux: { ...flux, range: ">=2.9.1 <3" } });
        const { action, step, lock } = decideTool(args, "flux");

        assert.deepEqual([action, step?.part, lock?.flux.range], ["step", "settings", ">=2.9.1 <3"]);
    });

    it("is held where the range holds nothing", () => {
        const { flagger } = exampleSettings();
        const args = decideArgs(lockAt("1.31.1"), {}, { flagger: { ...flagger, range: "~1.99" } });

        assert.deepEqual(decideTool(args, "flagger").reasons, [
            "no release of Flagger lies in the range ~1.99",
        ]);
    });

    it("says whose warnings they are", () => {
        const args = decideArgs(lockAt("1.31.1"));
        const { warnings } = decideTool(
            { ...args, at: { time: Date.UTC(2027, 0, 1), asked: true } },
            "flagger",
        );

        assert.ok(warnings.every((warning) => warning.startsWith("Flagger: ")));
        assert.ok(warnings.length > 0);
    });
});

describe("toolRange", () => {
    it("is the settings', except for the operator", () => {
        const settings = exampleSettings();

        assert.deepEqual(
            (["flux", "flux-operator", "flagger"] as const).map((tool) => toolRange(settings, tool)),
            ["~2.9", ">=0.50.0 <1.0.0", "~1.44"],
        );
    });
});
