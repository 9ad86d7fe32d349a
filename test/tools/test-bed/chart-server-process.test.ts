import assert from "node:assert/strict";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { packChart } from "../../../tools/test-bed/chart-archive";
import { chartsUrl, startCharts } from "../../../tools/test-bed/chart-server-process";
import { runningEngines, stopEngines } from "../../../tools/test-bed/engine-process";
import { clusterLayout } from "../../../tools/test-bed/layout";
import { temporaryFolder } from "../../support/temporary-folder";

describe("a chart server beside a control plane", function () {
    this.timeout(60_000);
    const root = realpathSync(temporaryFolder());
    const layout = clusterLayout(root, "one");
    const chart = join(root, "base");

    before(() => {
        for (const folder of [layout.folder, chart]) mkdirSync(folder, { recursive: true });
        writeFileSync(join(chart, "Chart.yaml"), "name: base\nversion: 1.0.0\n");
    });
    after(() => stopEngines(layout, { grace: 0 }));

    it("serves the charts it was started with, on the port it had, and none of an earlier run", async () => {
        const packed = (version: string) => packChart({ name: "base", folder: chart }, version);
        const tags = async (url: string) =>
            (
                await fetch(`${url.replace("oci:", "http:").replace("/charts", "/v2/charts")}/base/tags/list`)
            ).json();
        const first = await startCharts({ layout, charts: [packed("1.31.1"), packed("1.31.2")] });
        const url = chartsUrl(first);
        assert.deepEqual(await tags(url), { name: "base", tags: ["1.31.1", "1.31.2"] });

        const second = await startCharts({ layout, charts: [packed("1.31.3")] });
        assert.equal(chartsUrl(second), url);
        assert.deepEqual(await tags(url), { name: "base", tags: ["1.31.3"] });
        assert.deepEqual(
            runningEngines(layout).map(({ instance }) => instance),
            ["charts"],
        );
    });
});
