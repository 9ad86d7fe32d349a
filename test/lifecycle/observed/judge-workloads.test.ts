import assert from "node:assert/strict";

import { judgeWorkloads } from "../../../lifecycle/observed/judge-workloads";
import { expected, observed } from "./example-cluster";

describe("judgeWorkloads", () => {
    it("passes what is as Git has it", () => {
        assert.deepEqual(judgeWorkloads(expected, observed), []);
    });

    it("says of one without a canary what it runs instead, or that it is not there", () => {
        const [plain] = observed.workloads;
        assert.ok(plain);
        const changed = { ...plain, images: { ...plain.images, app: "app:2" } };
        const reasons = [[changed], []].map((workloads) =>
            judgeWorkloads(expected, { workloads }).map(({ level, about, reason }) =>
                [level, about, reason].join(" "),
            ),
        );
        assert.deepEqual(reasons, [
            ["behind shop/Deployment/plain it runs app:2 in app, and Git has app:1"],
            ["behind shop/Deployment/plain it is not in the cluster"],
        ]);
    });

    it("does not look for Jobs, which end", () => {
        const images = new Map([["shop/Job/migrate", { app: "app:1" }]]);
        assert.deepEqual(judgeWorkloads({ images, gated: new Set() }, { workloads: [] }), []);
    });
});
