import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { readObservable } from "../../cli/live-status";
import { readStacks } from "../../cli/read-stacks";
import { watchStatus } from "../../cli/watch-status";
import {
    type FakeObjects,
    asGitHasIt,
    fakeKubeconfig,
    istiodOf,
    kubeconfigVariable,
    serveCluster,
} from "../support/fake-cluster";
import { faultServer } from "../support/http-server";
import { MESH } from "../support/mesh";
import { temporaryFolder } from "../support/temporary-folder";

describe("watchStatus", function () {
    this.timeout(30_000);
    const server = faultServer();
    const folder = temporaryFolder();
    const useKubeconfig = kubeconfigVariable();

    /** What is printed while a cluster goes through some states, one a look. */
    async function watch(
        states: (healthy: FakeObjects) => readonly FakeObjects[],
        columns?: number,
    ): Promise<readonly string[]> {
        const kubeconfig = join(folder, "kubeconfig");
        writeFileSync(kubeconfig, fakeKubeconfig(server.url, "kind-dev"));
        useKubeconfig(kubeconfig);
        const [dev] = readStacks(MESH, ["dev"]);
        assert.ok(dev);
        const rest = [...states(asGitHasIt(dev))];
        const stop = new AbortController();
        const printed: string[] = [];
        const terminal = {
            print: (text: string) => void printed.push(text),
            note: () => undefined,
            paint: (_: string, text: string) => text,
            columns,
            progress: (text: string) => {
                if (!text.includes(": 0 of")) return;
                const next = rest.shift();
                if (next) serveCluster(server, next);
                else stop.abort(new Error("enough"));
            },
        };
        const { signal } = stop;
        const { stacks } = await readObservable({ root: MESH, signal }, ["dev"]);
        await assert.rejects(watchStatus({ terminal, signal, stacks, rest: 10 }), /enough/);
        return printed.map((line) => line.replace(/^\d{4}-\S+Z {2}/, ""));
    }

    it("says each change once, elsewhere than on a terminal", async () => {
        const lines = await watch((healthy) => {
            const more = [...(healthy["deployments"] ?? []), istiodOf("1-30-5", "1.30.5")];
            return [healthy, healthy, { ...healthy, deployments: more }, healthy];
        });
        const foreign = "istiod of revision 1-30-5: it runs 1.30.5, and Git has no such revision";
        assert.deepEqual(lines, [
            "dev  healthy",
            "dev  2 of 2 canaries promoted",
            "dev  behind",
            `dev  behind  ${foreign}`,
            "dev  healthy",
            `dev  mended  ${foreign}`,
        ]);
    });

    it("draws the table anew on a terminal", async () => {
        const screens = await watch((healthy) => [healthy, healthy], 100);
        assert.equal(screens.length, 2);
        const [, last = ""] = screens;
        assert.ok(last.startsWith("\u001b[H\u001b[JSTACK"));
        assert.match(last, /^dev +healthy/m);
    });
});
