import assert from "node:assert/strict";

import type { PastPin } from "../../../lifecycle/settings/lock";
import { remember, soakOf } from "../../../lifecycle/upgrade/soak";

type Run = readonly [version: string, since: string, until: string];

const past = (runs: readonly Run[]): readonly PastPin[] =>
    runs.map(([version, since, until]) => ({ part: "control-plane", version, since, until }));

const cases: readonly (readonly [
    what: string,
    runs: readonly Run[],
    pin: readonly [string, string],
    version: string,
    soak: ReturnType<typeof soakOf>,
])[] = [
    ["what runs", [], ["1.31.1", "2026-10-01"], "1.31.1", { since: "2026-10-01", until: undefined }],
    [
        "nothing that has not run, though something newer does",
        [],
        ["1.31.1", "2026-10-01"],
        "1.30.5",
        undefined,
    ],
    ["nothing that is still to come", [], ["1.31.1", "2026-10-01"], "1.31.2", undefined],
    [
        "what ran before a later patch, on and on",
        [
            ["1.31.1", "2026-10-01", "2026-10-06"],
            ["1.31.2", "2026-10-06", "2026-10-11"],
        ],
        ["1.31.3", "2026-10-11"],
        "1.31.1",
        { since: "2026-10-01", until: undefined },
    ],
    [
        "what ran until its minor was left",
        [["1.30.5", "2026-10-01", "2026-10-04"]],
        ["1.31.1", "2026-10-04"],
        "1.30.5",
        { since: "2026-10-01", until: "2026-10-04" },
    ],
    [
        "nothing that was taken back",
        [["1.31.1", "2026-10-01", "2026-10-04"]],
        ["1.31.0", "2026-10-04"],
        "1.31.1",
        undefined,
    ],
    [
        "only the time since it was taken again",
        [
            ["1.31.1", "2026-10-01", "2026-10-04"],
            ["1.31.0", "2026-10-04", "2026-10-09"],
        ],
        ["1.31.1", "2026-10-09"],
        "1.31.1",
        { since: "2026-10-09", until: undefined },
    ],
];

describe("soakOf", () => {
    for (const [what, runs, [version, since], asked, soak] of cases) {
        it(`counts ${what}`, () => {
            assert.deepEqual(
                soakOf({ history: past(runs) }, "control-plane", { version, since }, asked),
                soak,
            );
        });
    }

    it("looks at the part alone", () => {
        const history = past([["1.31.1", "2026-10-01", "2026-10-02"]]);

        assert.equal(
            soakOf({ history }, "proxies", { version: "1.31.2", since: "2026-10-02" }, "1.31.1"),
            undefined,
        );
    });
});

describe("remember", () => {
    it("adds what was pinned, once", () => {
        const pin = { version: "1.31.1", since: "2026-10-01" };
        const once = remember({}, "proxies", pin, "2026-10-05");

        assert.deepEqual(once, [{ part: "proxies", ...pin, until: "2026-10-05" }]);
        assert.deepEqual(remember({ history: once }, "proxies", pin, "2026-10-05"), once);
    });

    it("forgets what is long gone, part by part", () => {
        let history = remember({}, "flux", { version: "2.9.3", since: "2026-07-23" }, "2026-08-07");
        for (let patch = 0; patch < 30; patch++) {
            const pin = { version: `1.31.${patch}`, since: "2026-10-01" };
            history = remember({ history }, "proxies", pin, "2026-10-02");
        }

        assert.equal(history.length, 13);
        assert.equal(history[0]?.part, "flux");
        assert.equal(history.at(-1)?.version, "1.31.29");
    });
});
