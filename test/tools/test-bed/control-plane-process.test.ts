import assert from "node:assert/strict";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";

import { runningComponents } from "../../../tools/test-bed/component-process";
import { clusterDown, clusterStatus, clusterUp } from "../../../tools/test-bed/control-plane-process";
import { clusterLayout, logFile } from "../../../tools/test-bed/layout";
import { temporaryFolder } from "../../support/temporary-folder";
import { fakePrograms } from "./fake-programs";

// What needs a control plane that works is proved in test/cluster.
describe("a control plane that does not come up", () => {
    const root = realpathSync(temporaryFolder());
    const layout = clusterLayout(root, "one");

    it("is down before anything was started", async () => {
        assert.deepEqual(await clusterStatus(layout), { name: "one", state: "down", processes: {} });
        assert.equal(await clusterDown(layout), false);
    });

    it("is stopped whole when a program ends, with what that said last", async () => {
        const programs = fakePrograms(join(root, "ends"), {
            etcd: "echo starting; echo no space left; exit 1",
        });

        await assert.rejects(clusterUp({ layout, programs: () => Promise.resolve(programs) }), {
            message:
                `${logFile(layout, "etcd")}: etcd ended while it was started: starting / no space left. ` +
                "Run `windlass cluster down --name one`, which deletes its data, then up again.",
        });
        assert.deepEqual(runningComponents(layout), []);
        assert.equal(readFileSync(logFile(layout, "etcd"), "utf8"), "starting\nno space left\n");
        assert.equal((await clusterStatus(layout)).state, "broken");
        assert.equal(await clusterDown(layout), true);
        assert.equal(existsSync(layout.folder), false);
    });

    it("leaves nothing when it is interrupted", async () => {
        const programs = fakePrograms(join(root, "hangs"));
        const abort = new AbortController();
        const reason = new Error("enough");
        setTimeout(() => abort.abort(reason), 300);

        await assert.rejects(
            clusterUp({ layout, programs: () => Promise.resolve(programs), signal: abort.signal }),
            reason,
        );
        assert.deepEqual(runningComponents(layout), []);
        assert.equal(existsSync(layout.folder), false);
        assert.equal(existsSync(layout.lock), false);
    });

    it("starts nothing where its programs cannot be had", async () => {
        const reason = new Error("no Go");

        await assert.rejects(clusterUp({ layout, programs: () => Promise.reject(reason) }), reason);
        assert.equal(existsSync(layout.folder), false);
    });
});
