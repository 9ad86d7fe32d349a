import assert from "node:assert/strict";

import { parseSettings } from "../../../lifecycle/settings/settings-parse";

const stack = (fleet: string): string =>
    `config:\n  windlass:cluster: { name: dev, kubernetes: "1.34" }\n  windlass:istio: { range: ~1.31 }\n  windlass:fleet: ${fleet}\n`;

describe("windows and freezes of a stack's settings", () => {
    it("are read with what is left out", () => {
        const { fleet } = parseSettings(
            "dev",
            stack(
                '{ windows: [{ schedule: 0 22 * * SAT, duration: 8h, timeZone: America/New_York }], freezes: [{ from: "2026-12-18", to: "2027-01-03", reason: move, timeZone: "" }], expeditedSoak: 1d }',
            ),
        );

        assert.deepEqual(fleet.windows, [
            { schedule: "0 22 * * SAT", duration: "8h", timeZone: "America/New_York", expedited: false },
        ]);
        assert.deepEqual(fleet.freezes, [
            { from: "2026-12-18", to: "2027-01-03", reason: "move", expedited: false },
        ]);
        assert.equal(fleet.expeditedSoak, "1d");
    });

    it("are none, and the soak of the expedited lane nothing, where nothing is said", () => {
        const { windows, freezes, expeditedSoak } = parseSettings("dev", stack("{}")).fleet;
        assert.deepEqual([windows, freezes, expeditedSoak], [[], [], "0d"]);
    });

    for (const [fleet, complaint] of [
        [
            "{ windows: [{ schedule: at nine, duration: 8h }] }",
            /fleet\.windows\.0\.schedule: "at nine": must be a schedule/,
        ],
        [
            "{ windows: [{ schedule: 0 9 * * *, duration: 8h, timeZone: Berlin }] }",
            /timeZone: "Berlin": must be a time zone/,
        ],
        ["{ windows: [{ schedule: 0 9 * * *, duration: 8h, waves: [1] }] }", /waves: is not a known key/],
        ['{ freezes: [{ from: "2026-12-18", to: "2026-12-01", reason: x }] }', /must be later than from/],
    ] as const)
        it(`are refused: ${fleet}`, () => assert.throws(() => parseSettings("dev", stack(fleet)), complaint));
});
