import assert from "node:assert/strict";
import { builtOrigin, formatBuilt } from "../../../lifecycle/workloads/built-text";
import { parseManifests } from "../../../lifecycle/workloads/parse-manifests";

const origin = { tool: "helm", version: "3.19.0", inputs: `sha256:${"0".repeat(32)}` } as const;
const objects = ["b", "a"].map((name) => ({ apiVersion: "v1", kind: "Secret", metadata: { name } }));

describe("what an app was built into", () => {
    it("says what it was built from and by, and reads as the same objects in their order", () => {
        const text = formatBuilt(origin, objects);

        assert.deepEqual(builtOrigin(text), origin);
        assert.deepEqual(builtOrigin(text.replaceAll("\n", "\r\n")), origin);
        assert.deepEqual(
            parseManifests("shop", "built.yaml", text).map(({ manifest }) => manifest),
            objects,
        );
    });

    it("is not what somebody wrote by hand, or cut off", () => {
        const text = formatBuilt(origin, objects);

        for (const other of [
            "",
            "kind: Secret\n",
            text.slice(1),
            text.replace("helm", "make"),
            text.slice(0, 90),
        ])
            assert.equal(builtOrigin(other), undefined);
    });
});
