import assert from "node:assert/strict";

import { shapeOf } from "../../../lifecycle/sidecars/shape-of";
import { recordedWorkload } from "../../support/recordings";

describe("shapeOf", () => {
    it("tells kinds, native sidecars and init containers of the workload's own", () => {
        assert.equal(
            shapeOf(recordedWorkload("report"), { "spec/initContainers": ["istio-init"] }),
            "CronJob, classic",
        );
        assert.equal(
            shapeOf(recordedWorkload("ledger"), { "spec/initContainers": ["istio-init", "istio-proxy"] }),
            "StatefulSet, native, with init containers",
        );
    });
});
