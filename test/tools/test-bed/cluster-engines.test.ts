import assert from "node:assert/strict";

import { parseEngines, parseVersions } from "../../../tools/test-bed/cluster-engines";

describe("the engines of `cluster up`", () => {
    it("are named by group or one by one, each once", () => {
        assert.deepEqual(parseEngines("flagger, flagger,helm-controller"), [
            "helm-controller",
            "flagger",
            "loadtester",
        ]);
        assert.equal(parseEngines("flux").length, 4);
        assert.deepEqual(parseEngines("simulator,prometheus"), ["prometheus", "simulator"]);
        assert.deepEqual(parseEngines(""), []);
    });

    it("are none that run on demand, and none that nobody knows", () => {
        for (const list of ["pulumi", "flux,envoy", "flux,"]) {
            assert.throws(() => parseEngines(list), /is no engine[\s\S]*Name some of flux, flagger/, list);
        }
    });
});

describe("the charts of `cluster up`", () => {
    it("are those of versions, and of nothing that is none", () => {
        assert.deepEqual(parseVersions("1.31.1, 1.32.0-rc.1"), ["1.31.1", "1.32.0-rc.1"]);
        for (const list of ["", "1.31", "1.31.1,", "latest"]) {
            assert.throws(() => parseVersions(list), /--charts: .*is no version of Istio/, list);
        }
    });
});
