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
    warnings: ["the catalog is old"],
    catalog: "2026-10-01",
    waivers: [],
};

function lines(change: Partial<Verdict> = {}, current?: string): readonly string[] {
    return verdictText(
        { ...verdict, ...change },
        { range: "~1.30", current },
        momentOf("2026-11-21"),
        terminal,
    ).split("\n");
}

describe("verdictText", () => {
    it("gives the answer, what stands in the way of something newer, and warnings", () => {
        assert.deepEqual(lines(), [
            "~1.30 → 1.30.5 (2026-11-21, catalog of 2026-10-01, 51 days old)",
            "",
            "RELEASE  REFUSED BY  BECAUSE",
            "1.31.1   range       it is outside the range ~1.30",
            "1.30.4   client      its istioctl has a fault",
            "… and 2 more; --json lists them all",
            "",
            "warning  the catalog is old",
        ]);
    });

    it("says that the pin stays when nothing may be picked, and lists the newest releases", () => {
        const [first, , , ...rows] = lines({ version: null, warnings: [] }, "1.30.3");

        assert.equal(
            first,
            "~1.30 → no release may be picked; 1.30.3 stays (2026-11-21, catalog of 2026-10-01, 51 days old)",
        );
        assert.deepEqual(
            rows.map((row) => row.split(" ")[0]),
            ["1.31.1", "1.30.4", "1.29.8", "…"],
        );
    });

    it("says that the answer runs already", () => {
        assert.equal(
            lines({ rejected: [], warnings: [] }, "1.30.5").join("\n"),
            "~1.30 → 1.30.5, which runs already (2026-11-21, catalog of 2026-10-01, 51 days old)",
        );
    });

    it("does not call a catalog old on a day it knows of", () => {
        const [first] = verdictText(verdict, { range: "~1.30" }, momentOf("2026-09-30"), terminal).split(
            "\n",
        );

        assert.equal(first, "~1.30 → 1.30.5 (2026-09-30, catalog of 2026-10-01)");
    });

    it("shows a dozen of many", () => {
        const rejected = Array.from({ length: 50 }, (_, patch) => ({
            version: `1.30.${50 - patch}`,
            gate: "age" as const,
            reason: "young",
        }));

        assert.equal(lines({ version: null, rejected, warnings: [] }).length, 2 + 1 + 12 + 1);
        assert.equal(
            lines({ version: null, rejected, warnings: [] }).at(-1),
            "… and 38 more; --json lists them all",
        );
    });
});
