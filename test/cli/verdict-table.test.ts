import assert from "node:assert/strict";

import type { Terminal } from "../../cli/terminal";
import { verdictText } from "../../cli/verdict-table";
import { momentOf } from "../../lifecycle/versions/request";
import type { Verdict } from "../../lifecycle/versions/resolve";

const terminal: Terminal = {
    print: () => undefined,
    note: () => undefined,
    progress: () => undefined,
    paint: (_tone, text) => text,
};

const verdict: Verdict = {
    version: "1.30.5",
    rejected: [
        { version: "1.31.1", gate: "range", reason: "it is outside the range ~1.30" },
        { version: "1.31.0-rc.0", gate: "stable", reason: "it is a pre-release, and those are not allowed" },
        { version: "1.30.4", gate: "client", reason: "its istioctl has a fault" },
        { version: "1.29.8", gate: "range", reason: "it is outside the range ~1.30" },
    ],
    warnings: [{ text: "the catalog is old" }],
    catalog: "2026-10-01",
    waivers: [],
};

function lines(change: Partial<Verdict> = {}, current?: string): readonly string[] {
    const request = { range: "~1.30", current };
    const at = momentOf("2026-11-21");
    return verdictText({ verdict: { ...verdict, ...change }, request, at }, terminal).split("\n");
}

describe("verdictText", () => {
    it("gives the answer, what stands in the way of something newer, and warnings", () => {
        assert.deepEqual(lines(), [
            "~1.30 → 1.30.5 (2026-11-21, catalog of 2026-10-01, 51 days old)",
            "",
            "RELEASE  REFUSED BY  BECAUSE",
            "1.30.4   client      its istioctl has a fault",
            "… and 3 more; --json lists them all",
            "newer, and outside the range: 1.31.1",
            "",
            "warning  the catalog is old",
        ]);
    });

    it("says that the pin stays when nothing may be picked, and why, before anything outside the range", () => {
        const [first, ...rest] = lines({ version: null, warnings: [] }, "1.30.3");

        assert.equal(
            first,
            "~1.30 → no release may be picked; 1.30.3 stays (2026-11-21, catalog of 2026-10-01, 51 days old)",
        );
        assert.deepEqual(rest, [
            "because  of 1.30.4, the newest in the range: its istioctl has a fault",
            "",
            "RELEASE  REFUSED BY  BECAUSE",
            "1.30.4   client      its istioctl has a fault",
            "… and 3 more; --json lists them all",
            "newer, and outside the range: 1.31.1",
        ]);
    });

    it("says it where the range holds no release at all", () => {
        const rejected = verdict.rejected.filter(({ gate }) => gate === "range");

        assert.deepEqual(lines({ version: null, rejected, warnings: [] }).slice(1), [
            "because  no release the catalog knows lies in the range",
            "… and 2 more; --json lists them all",
            "outside the range: 1.31.1, 1.29.8",
        ]);
    });

    it("puts releases that are refused for one reason into one row, and cuts what is too long for a reader", () => {
        const reason = "A of 2026-01-01 affects it, as do B, C, D, E, F";
        const rejected = ["1.30.4", "1.30.3", "1.30.2"].map((version) => ({
            version,
            gate: "bulletin" as const,
            reason,
        }));

        assert.deepEqual(lines({ rejected, warnings: [] }).slice(3), [
            "1.30.4 to 1.30.2  bulletin    A of 2026-01-01 affects it, as do B, C, D and 2 more",
        ]);
    });

    it("names a better release out of range, and what it would mean", () => {
        const proposal = { version: "1.31.1", range: "~1.30 || ~1.31", meaning: ["one minor up"] };
        const request = { range: "~1.30" };
        const text = verdictText({ verdict, request, at: momentOf("2026-10-01"), proposal }, terminal);

        assert.equal(
            text.split("\n").at(-1),
            "out of range  1.31.1 would need the range ~1.30 || ~1.31: one minor up",
        );
    });

    it("says that the answer runs already", () => {
        assert.equal(
            lines({ rejected: [], warnings: [] }, "1.30.5").join("\n"),
            "~1.30 → 1.30.5, which runs already (2026-11-21, catalog of 2026-10-01, 51 days old)",
        );
    });

    it("does not call a catalog old on a day it knows of", () => {
        const request = { range: "~1.30" };
        const [first] = verdictText({ verdict, request, at: momentOf("2026-09-30") }, terminal).split("\n");

        assert.equal(first, "~1.30 → 1.30.5 (2026-09-30, catalog of 2026-10-01)");
    });

    it("shows a dozen of many", () => {
        const rejected = Array.from({ length: 50 }, (_, patch) => ({
            version: `1.30.${50 - patch}`,
            gate: "age" as const,
            reason: `young ${patch}`,
        }));

        assert.equal(lines({ version: null, rejected, warnings: [] }).length, 3 + 1 + 12 + 1);
        assert.equal(
            lines({ version: null, rejected, warnings: [] }).at(-1),
            "… and 38 more; --json lists them all",
        );
    });
});
