import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { packChart } from "../../../tools/test-bed/chart-archive";
import { obtainCharts } from "../../../tools/test-bed/charts-process";
import { temporaryFolder } from "../../support/temporary-folder";

describe("where charts come from", () => {
    const root = temporaryFolder();
    const module = join(root, "module");
    const CHARTS = [
        "manifests/charts/base",
        "manifests/charts/istio-control/istio-discovery",
        "manifests/charts/istio-cni",
        "manifests/charts/gateway",
        "charts/flagger",
    ];
    const wanted = { istio: ["1.30.5", "1.31.1"], flagger: ["1.44.0"], tools: join(root, "tools") };

    before(() => {
        for (const chart of CHARTS) {
            mkdirSync(join(module, chart), { recursive: true });
            writeFileSync(
                join(module, chart, "Chart.yaml"),
                `name: ${chart.split("/").at(-1)}\nversion: 1.0.0\n`,
            );
            writeFileSync(join(module, chart, "values.yaml"), "a: b\n");
        }
        for (const engine of ["istiod", "flagger"])
            mkdirSync(join(root, "tools", engine), { recursive: true });
        mkdirSync(join(root, "bin"));
        writeFileSync(join(root, "bin", "go"), `#!/bin/sh\necho ${module}\n`, { mode: 0o755 });
    });

    it("packs those of the Go modules, each of Istio's at every version", async () => {
        const charts = await obtainCharts({ ...wanted, env: { PATH: join(root, "bin") } });

        assert.equal(charts.length, 4 * 2 + 1);
        assert.deepEqual(
            charts.filter(({ name }) => name === "base").map(({ version }) => version),
            ["1.30.5", "1.31.1"],
        );
        assert.equal(charts.at(-1)?.version, "1.44.0");
    });

    it("takes a folder of packed ones instead, and asks no Go", async () => {
        const folder = join(root, "packed");
        mkdirSync(folder);
        const base = packChart({ name: "base", folder: join(module, "manifests/charts/base") }, "1.29.0");
        writeFileSync(join(folder, "base-1.29.0.tgz"), base.bytes);

        const charts = await obtainCharts({ ...wanted, env: { WINDLASS_CHARTS: folder } });
        assert.deepEqual(
            charts.map(({ name, version }) => `${name} ${version}`),
            ["base 1.29.0"],
        );
    });

    it("says what is missing", async () => {
        const empty = join(root, "bin");
        await assert.rejects(
            obtainCharts({ ...wanted, env: { WINDLASS_CHARTS: empty } }),
            /holds no packed chart/,
        );
        await assert.rejects(obtainCharts({ ...wanted, env: { PATH: root } }), /no Go/);
    });
});
