import assert from "node:assert/strict";
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import {
    engineData,
    engineFolder,
    runningEngines,
    startEngineProcess,
    stopEngines,
} from "../../../tools/test-bed/engine-process";
import { clusterLayout, logFile } from "../../../tools/test-bed/layout";
import { temporaryFolder } from "../../support/temporary-folder";
import { RUNS, STUBBORN } from "./fake-programs";

describe("engines as processes", () => {
    const root = realpathSync(temporaryFolder());
    const layout = clusterLayout(root, "one");
    const other = clusterLayout(root, "one-more");
    const script = (name: string, text: string): string => {
        const path = join(root, name);
        writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
        return path;
    };
    const runs = script("runs", RUNS);
    const start = (instance: string, where = layout, program = runs) =>
        startEngineProcess({ layout: where, instance, program, command: { args: ["-port=1"] } });
    const running = (where = layout) => runningEngines(where).map(({ instance }) => instance);

    before(() => {
        for (const { folder } of [layout, other]) mkdirSync(folder, { recursive: true });
    });
    afterEach(async () => {
        for (const where of [layout, other]) await stopEngines(where, { grace: 0 });
    });

    it("are found by the name they were started under, and only by their own control plane", async () => {
        const { pid, alive } = start("istiod-a");
        start("istiod-b");
        start("istiod-a", other);
        await sleep(100);

        assert.deepEqual(running().sort(), ["istiod-a", "istiod-b"]);
        assert.ok(runningEngines(layout).some((engine) => engine.pid === pid));
        assert.equal(alive(), true);
        await stopEngines(layout, { instances: ["istiod-a"] });
        await sleep(50);
        assert.equal(alive(), false);
        assert.deepEqual(running(), ["istiod-b"]);
        assert.deepEqual(running(other), ["istiod-a"]);
    });

    it("find the files they are started with in their data folder", () => {
        const command = { args: [], files: { "settings.yml": "a: 1\n" } };
        startEngineProcess({ layout, instance: "with-files", program: runs, command });

        assert.equal(readFileSync(join(engineData(layout, "with-files"), "settings.yml"), "utf8"), "a: 1\n");
    });

    it("are stopped with SIGKILL where they ignore SIGTERM", async () => {
        start("stubborn", layout, script("stubborn", STUBBORN));
        await sleep(200);
        const begin = performance.now();

        const stopped = await stopEngines(layout, { grace: 300 });

        assert.deepEqual(
            stopped.map(({ instance }) => instance),
            ["stubborn"],
        );
        assert.ok(performance.now() - begin >= 300);
        assert.deepEqual(running(), []);
    });

    it("have a home, a place for what they keep and the kubeconfig, and see no other variable", async () => {
        process.env["WINDLASS_SEEN"] = "yes";
        try {
            const program = script(
                "says",
                "echo $HOME; echo $KUBECONFIG; echo ${WINDLASS_SEEN:-no}; echo $@; ls",
            );
            start("says", layout, program);
            await sleep(300);
        } finally {
            delete process.env["WINDLASS_SEEN"];
        }

        assert.deepEqual(readFileSync(logFile(layout, "says"), "utf8").trim().split("\n"), [
            engineFolder(layout, "says"),
            layout.kubeconfig,
            "no",
            "-port=1",
            "data",
            "tmp",
        ]);
        assert.equal(engineData(layout, "says"), join(engineFolder(layout, "says"), "data"));
    });

    it("are told by their absence where the program cannot be started", async () => {
        const { alive } = start("missing", layout, join(root, "nowhere"));
        await sleep(50);

        assert.equal(alive(), false);
    });
});
