import assert from "node:assert/strict";

import { judgeCluster } from "../../../lifecycle/observed/judge-cluster";
import { canary, expected, observed } from "./example-cluster";

describe("judgeCluster", () => {
    it("has nothing to say where everything is as Git has it", () => {
        assert.deepEqual(judgeCluster(expected, observed), []);
    });

    it("says what fails before what is behind", () => {
        const found = judgeCluster(expected, {
            ...observed,
            controlPlanes: [],
            canaries: [{ ...canary, phase: "Progressing" }],
        });
        assert.deepEqual(
            found.map(({ level, kind }) => `${level} ${kind}`),
            ["failing control-plane", "failing proxies", "failing proxies", "behind canary"],
        );
    });
});
