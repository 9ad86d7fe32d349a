import assert from "node:assert/strict";

import { clusterLayout, clustersFolder, logFile } from "../../../tools/test-bed/layout";

describe("clusterLayout", () => {
    it("keeps everything in a folder of the name, but for the lock beside it", () => {
        const { folder, lock, name, ...inside } = clusterLayout("/p", "dev-1");

        assert.equal(folder, `${clustersFolder("/p")}/dev-1`);
        assert.equal(folder, "/p/.cache/cluster/dev-1");
        assert.equal(lock, "/p/.cache/cluster/dev-1.lock");
        assert.equal(name, "dev-1");
        for (const path of Object.values(inside)) assert.ok(path.startsWith(`${folder}/`), path);
    });

    for (const name of ["", "../x", "a/b", "Dev", "-a", "a-", "a.lock", "a b", "a".repeat(41)]) {
        it(`refuses the name ${JSON.stringify(name)}`, () => {
            assert.throws(() => clusterLayout("/p", name), {
                message: `--name: ${JSON.stringify(name)}: must be at most 40 lower-case letters, digits and hyphens, and begin and end with no hyphen.`,
            });
        });
    }
});

describe("logFile", () => {
    it("is one a component", () => {
        assert.equal(logFile(clusterLayout("/p", "a"), "etcd"), "/p/.cache/cluster/a/logs/etcd.log");
    });
});
