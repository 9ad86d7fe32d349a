import assert from "node:assert/strict";

import { stackRequest } from "../../cli/stack-request";
import { momentOf } from "../../lifecycle/versions/request";
import { recordedInvocation } from "../support/invocation";
import { LockHistory } from "../support/lock-history";
import { projects } from "../support/project";

describe("stackRequest", () => {
    const fresh = projects();

    it("asks with the stack's range, cluster, pins and holds", async () => {
        const project = fresh();
        const history = new LockHistory(project);
        history.pin("dev", { controlPlane: "1.31.2" });
        history.pin("dev", { controlPlane: "1.31.1" });

        const { invocation } = recordedInvocation(project.root);
        const asked = await stackRequest(invocation, "dev", momentOf("2026-10-05"));

        assert.deepEqual(
            [asked.range, asked.kubernetes, asked.current, asked.sidecars, [...(asked.holds?.keys() ?? [])]],
            ["~1.31", "1.34", "1.31.1", ["1.31.1"], ["1.31.2"]],
        );
    });
});
