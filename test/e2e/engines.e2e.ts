import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";

import { getIn } from "../../lifecycle/kit/json-path";
import { clusterDown } from "../../tools/test-bed/control-plane-process";
import { runningEngines } from "../../tools/test-bed/engine-process";
import { runningComponents } from "../../tools/test-bed/component-process";
import { clusterLayout } from "../../tools/test-bed/layout";
import { crdsOrSkip, eventually, programsOrSkip } from "../support/control-plane";
import { enginesOrSkip } from "../support/engines";
import { ROOT } from "../support/mesh";

/** In the order they are built and started in, whatever the order they are asked for in. */
const FLUX_AND_FLAGGER = [
    "source-controller",
    "kustomize-controller",
    "helm-controller",
    "flagger",
    "loadtester",
    "notification-controller",
] as const;

/** With what is no engine and runs beside the control plane all the same. */
const ALL = [...FLUX_AND_FLAGGER, "simulator", "charts"];

describe("windlass cluster up --engines", function () {
    this.timeout(180_000);
    const layout = clusterLayout(ROOT, `test-engines-${process.pid}`);

    before(async function () {
        enginesOrSkip(this, FLUX_AND_FLAGGER);
        await crdsOrSkip(this);
        await programsOrSkip(this);
    });

    after(() => clusterDown(layout));

    function windlass(
        ...words: readonly string[]
    ): Promise<{ readonly status: number | null; readonly printed: string }> {
        const child = spawn(
            process.execPath,
            [join(ROOT, "cli", "windlass.cjs"), ...words, "--name", layout.name],
            {
                cwd: ROOT,
                stdio: ["ignore", "pipe", "inherit"],
            },
        );
        let printed = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
        return new Promise((resolve) => child.once("close", (status) => resolve({ status, printed })));
    }

    it("starts real engines, which outlive it and are shown by status", async () => {
        const list = ["--engines", "flux,flagger,simulator", "--charts", "1.31.1,1.31.2"];
        const up = await windlass("cluster", "up", ...list, "--json");
        assert.equal(up.status, 0);
        const answer: unknown = JSON.parse(up.printed);
        assert.deepEqual(getIn(answer, ["engines"]), [...FLUX_AND_FLAGGER, "simulator"]);
        assert.deepEqual(getIn(answer, ["skipped"]), {});
        const charts = String(getIn(answer, ["charts"]));
        const tags = await fetch(
            `${charts.replace(/^oci:(.*)\/charts$/, "http:$1/v2/charts")}/istiod/tags/list`,
        );
        assert.deepEqual(await tags.json(), { name: "istiod", tags: ["1.31.1", "1.31.2"] });

        const { printed } = await windlass("cluster", "status", "--json");
        assert.deepEqual(
            Object.keys(getIn(JSON.parse(printed), ["engines"]) as object).sort(),
            [...ALL].sort(),
        );
    });

    it("starts one anew that was killed", async () => {
        const flagger = runningEngines(layout).find(({ instance }) => instance === "flagger");
        assert.ok(flagger);
        process.kill(flagger.pid, "SIGKILL");
        await eventually("flagger to be gone", () => runningEngines(layout).length === ALL.length - 1);

        assert.equal((await windlass("cluster", "up", "--engines", "flagger")).status, 0);
        assert.equal(runningEngines(layout).length, ALL.length);
    });

    it("leaves nothing after down", async () => {
        assert.equal((await windlass("cluster", "down")).status, 0);

        assert.deepEqual(runningEngines(layout), []);
        assert.deepEqual(runningComponents(layout), []);
    });
});
