import assert from "node:assert/strict";

import {
    LOCKED_SYSTEMS,
    PARTS,
    PINNED_PARTS,
    TOOL_NAMES,
    isTool,
} from "../../../lifecycle/settings/pinned-parts";
import { pinOf, pinPath } from "../../../lifecycle/settings/pins";
import { getIn } from "../../../lifecycle/kit/json-path";
import { exampleLock } from "../../support/example-stack";

describe("PINNED_PARTS", () => {
    it("says of every part where its pin stands in a lock", () => {
        const lock = exampleLock("1.31.1", "1.31.0");
        for (const part of PARTS) assert.equal(getIn(lock, pinPath(part)), pinOf(lock, part), part);
    });

    it("groups the parts by what a stack has a range for", () => {
        assert.deepEqual(LOCKED_SYSTEMS, ["istio", "flux", "flagger"]);
        for (const part of PARTS) assert.equal(isTool(part), PINNED_PARTS[part].system !== "istio", part);
        assert.deepEqual(TOOL_NAMES, ["flux", "flux-operator", "flagger"]);
    });
});
