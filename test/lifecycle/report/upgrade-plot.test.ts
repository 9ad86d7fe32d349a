import assert from "node:assert/strict";

import { lastUpgrade } from "../../../lifecycle/report/last-upgrade";
import { SERIES, seriesOf, upgradePlot } from "../../../lifecycle/report/upgrade-plot";
import { movedLock } from "../../support/report-fleet";

describe("the plot of an upgrade", () => {
    const locks = ["2026-09-24", "2026-09-28"].map((day) => movedLock("1.31.1", "1.31.0", day));
    const until = Date.parse("2026-10-05T00:00:00Z");

    it("stacks versions, the newest at the bottom, in steps that end at what is now", async () => {
        const upgrade = lastUpgrade({ locks, until });
        assert.ok(upgrade);
        const { text } = await upgradePlot({ upgrade, width: 400, height: 200, id: "p" });
        const layers = [...text.matchAll(/<path class="(s\d)" d="([^"]+)"/g)].map(([, name, d]) => [name, d]);
        assert.deepEqual(
            layers.map(([name]) => name),
            ["s0", "s1"],
        );
        // Both stacks have moved: the upper edge of the newest ends at the top, where the older one has no height left.
        const tops = layers.map(([, d = ""]) => d.slice(1).split("L")[0] ?? "");
        assert.match(tops[0] ?? "", /^44,174/);
        assert.match(
            text,
            /<title id="p-title">\s*The proxies' way to 1\.31\.1: stacks by version over time/,
        );
        assert.match(text, /role="img"\s*aria-labelledby="p-title"/);
        assert.doesNotMatch(text, /NaN|undefined/);
    });

    it("draws one moment, and a single version, without a fault", async () => {
        const points = [{ at: "2026-10-05T00:00:00Z", counts: [3] }];
        const upgrade = { to: "1.31.1", unit: "pods", versions: ["1.31.1"], points } as const;
        assert.doesNotMatch((await upgradePlot({ upgrade, width: 296, height: 200, id: "p" })).text, /NaN/);
    });

    it("gives the newest versions colours of their own", () => {
        assert.deepEqual([seriesOf(2, 3), seriesOf(0, 3), seriesOf(0, 20)], ["s0", "s2", `s${SERIES - 1}`]);
    });
});
