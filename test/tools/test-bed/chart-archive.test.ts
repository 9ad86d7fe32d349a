import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { extract } from "tar";

import { packChart, readChart } from "../../../tools/test-bed/chart-archive";
import { temporaryFolder } from "../../support/temporary-folder";

describe("a chart's archive", () => {
    const root = temporaryFolder();
    const folder = join(root, "istio-discovery");
    const chart = { name: "istiod", folder, hub: "docker.io/istio" };

    before(() => {
        mkdirSync(join(folder, "templates"), { recursive: true });
        writeFileSync(join(folder, "Chart.yaml"), "name: istiod\nversion: 1.0.0\nappVersion: 1.0.0\n");
        writeFileSync(
            join(folder, "values.yaml"),
            'hub: ""\n_internal:\n  global:\n    hub: registry.istio.io/testing\n    tag: latest\n',
        );
        writeFileSync(join(folder, "templates", "a.yaml"), "version: 1.0.0\n");
    });

    it("says its version where a release writes it, and nowhere else", () => {
        const { bytes, metadata, version } = packChart(chart, "1.31.1");
        const file = join(root, "istiod.tgz");
        writeFileSync(file, bytes);
        extract({ sync: true, file, cwd: root });
        const read = (path: string) => readFileSync(join(root, "istiod", path), "utf8");

        assert.equal(version, "1.31.1");
        assert.deepEqual(metadata, { name: "istiod", version: "1.31.1", appVersion: "1.31.1" });
        assert.match(read("values.yaml"), /hub: ""\n[\s\S]*hub: docker\.io\/istio\n +tag: 1\.31\.1/);
        assert.equal(read("templates/a.yaml"), "version: 1.0.0\n");
    });

    it("has the same bytes each time, and others for another version", () => {
        assert.ok(packChart(chart, "1.31.1").bytes.equals(packChart(chart, "1.31.1").bytes));
        assert.ok(!packChart(chart, "1.31.1").bytes.equals(packChart(chart, "1.31.0").bytes));
    });

    it("is read back as it was packed, and one without a Chart.yaml is none", () => {
        const file = join(root, "packed.tgz");
        writeFileSync(file, packChart(chart, "1.31.1").bytes);

        const { name, version } = readChart(file);
        assert.deepEqual({ name, version }, { name: "istiod", version: "1.31.1" });
        const noChart = { name: "x", folder: join(folder, "templates") };
        assert.throws(() => packChart(noChart, "1.31.1"), /no Chart\.yaml/);
    });
});
