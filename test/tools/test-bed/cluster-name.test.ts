import assert from "node:assert/strict";
import { realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { namedCluster } from "../../../tools/test-bed/cluster-name";
import { projects } from "../../support/project";
import { temporaryFolder } from "../../support/temporary-folder";

describe("namedCluster", () => {
    const root = realpathSync(temporaryFolder());

    it("is the one that is named, below the project", () => {
        const options = { name: "two" };
        assert.equal(namedCluster({ root, options }).folder, join(root, ".cache", "cluster", "two"));
    });

    it("is the same through a link to the project, for its processes are found by the folder", () => {
        const link = join(root, "link");
        symlinkSync(root, link);
        const options = { name: "one" };

        assert.deepEqual(namedCluster({ root: link, options }), namedCluster({ root, options }));
    });
});

describe("the cluster commands without a control plane", () => {
    const project = projects();

    it("say that it is down", async () => {
        const { run } = bind(project());

        assert.deepEqual(await run("cluster", "status", "--json"), {
            status: 0,
            printed: '{"name":"default","state":"down","processes":{}}',
            noted: "",
        });
        assert.equal((await run("cluster", "status", "--name", "x")).printed, "x is down");
        assert.equal((await run("cluster", "down")).printed, "default: there was none");
    });

    it("refuse a name that would leave the folder", async () => {
        const { run } = bind(project());

        const { status, noted } = await run("cluster", "down", "--name", "../..");

        assert.equal(status, 2);
        assert.match(noted, /^--name: "\.\.\/\.\.": must be /);
    });
});

function bind(project: ReturnType<ReturnType<typeof projects>>): { run: typeof project.run } {
    return { run: (...args) => project.run(...args) };
}
