import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { runningComponents, startComponent, stopComponents } from "../../../tools/test-bed/component-process";
import { clusterLayout, logFile } from "../../../tools/test-bed/layout";
import type { Component } from "../../../tools/test-bed/programs";
import { temporaryFolder } from "../../support/temporary-folder";
import { STUBBORN, fakePrograms } from "./fake-programs";

describe("components", () => {
    const root = realpathSync(temporaryFolder());
    const layout = clusterLayout(root, "one");
    const other = clusterLayout(root, "one-more");
    const programs = fakePrograms(join(root, "bin"), {
        kwok: STUBBORN,
        etcd: "echo $HOME; env | grep -c ETCD_; sleep 60",
    });
    const start = (component: Component, where = layout) =>
        startComponent({ layout: where, component, program: programs[component], port: 20_001 });
    const running = (where = layout) => runningComponents(where).map(({ component }) => component);

    before(() => {
        for (const { folder } of [layout, other]) mkdirSync(folder, { recursive: true });
    });
    after(async () => {
        for (const where of [layout, other]) await stopComponents(where, { grace: 0 });
    });

    it("are found while they run, and only by their own control plane", async () => {
        const { pid, alive } = start("kube-scheduler");
        start("kube-scheduler", other);
        await sleep(100);

        assert.deepEqual(runningComponents(layout), [{ component: "kube-scheduler", pid }]);
        assert.equal(alive(), true);
        await stopComponents(layout);
        assert.deepEqual(running(), []);
        // Node hears of it a moment later.
        await sleep(50);
        assert.equal(alive(), false);
        assert.deepEqual(running(other), ["kube-scheduler"]);
        await stopComponents(other);
    });

    it("are stopped with SIGKILL where they ignore SIGTERM", async () => {
        start("kwok");
        await sleep(200);
        const begin = performance.now();

        const stopped = await stopComponents(layout, { grace: 300 });

        assert.deepEqual(
            stopped.map(({ component }) => component),
            ["kwok"],
        );
        assert.ok(performance.now() - begin >= 300);
        assert.deepEqual(running(), []);
    });

    it("are stopped one by one where that is asked for", async () => {
        start("kube-apiserver");
        start("kube-scheduler");

        await stopComponents(layout, { components: ["kube-apiserver"] });

        assert.deepEqual(running(), ["kube-scheduler"]);
        await stopComponents(layout);
    });

    it("see nothing of the environment that could be meant for them", async () => {
        process.env["ETCD_DATA_DIR"] = "/elsewhere";
        try {
            start("etcd");
            await sleep(200);
        } finally {
            delete process.env["ETCD_DATA_DIR"];
        }

        assert.equal(readFileSync(logFile(layout, "etcd"), "utf8"), `${layout.folder}\n0\n`);
        await stopComponents(layout);
    });

    it("that cannot be started count as ended", async () => {
        const { alive } = startComponent({ layout, component: "etcd", program: join(root, "none"), port: 1 });
        await sleep(50);

        assert.equal(alive(), false);
        assert.equal(existsSync(join(root, "none")), false);
    });

    it("are not taken for somebody else's process", () => {
        const found = runningComponents(layout, [
            { pid: 11, args: ["/bin/etcd", `--data-dir=${layout.folder}/etcd`] },
            { pid: 12, args: ["/bin/etcd", `--data-dir=${other.folder}/etcd`] },
            { pid: 13, args: ["/bin/etcd", "--data-dir=/var/lib/etcd"] },
            { pid: 14, args: ["grep", "-r", `--data-dir=${layout.folder}/etcd`, "etcd"] },
            { pid: 15, args: ["vi", `${layout.folder}/logs/etcd.log`] },
            { pid: process.pid, args: ["kwok", `--config=${layout.folder}/stages.yaml`] },
        ]);

        assert.deepEqual(found, [{ component: "etcd", pid: 11 }]);
    });
});
