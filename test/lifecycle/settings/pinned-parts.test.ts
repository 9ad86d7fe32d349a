import assert from "node:assert/strict";

import {
    LOCKED_SYSTEMS,
    PARTS,
    PINNED_PARTS,
    TOOL_NAMES,
    isTool,
} from "../../../lifecycle/settings/pinned-parts";
import { pinPath } from "../../../lifecycle/settings/pins";
import { getIn } from "../../../lifecycle/kit/json-path";
import { exampleLock } from "../../support/example-stack";

describe("PINNED_PARTS", () => {
    it("says of every part where its pin stands in a lock", () => {
        const lock = exampleLock("1.31.1", "1.31.0");
        assert.deepEqual(
            PARTS.map((part) => [part, pinPath(part).join("."), getIn(lock, [...pinPath(part), "version"])]),
            [
                ["control-plane", "istio.controlPlane", "1.31.1"],
                ["proxies", "istio.proxies", "1.31.0"],
                ["gateway", "istio.gateway", undefined],
                ["tags", "istio.tags", undefined],
                ["flux", "flux.distribution", "2.9.4"],
                ["flux-operator", "flux.operator", "0.58.1"],
                ["flagger", "flagger.release", "1.44.0"],
            ],
        );
    });

    it("groups the parts by what a stack has a range for", () => {
        assert.deepEqual(LOCKED_SYSTEMS, ["istio", "flux", "flagger"]);
        for (const part of PARTS) assert.equal(isTool(part), PINNED_PARTS[part].system !== "istio", part);
        assert.deepEqual(TOOL_NAMES, ["flux", "flux-operator", "flagger"]);
    });
});
