import assert from "node:assert/strict";
import { everywhereFaults } from "../../../../lifecycle/schemas/objects/everywhere";
import { faultsOf } from "../../../support/object-faults";

describe("everywhereFaults", () => {
    it("are none of a definition, which only describes such fields", () => {
        const text =
            '{kind: CustomResourceDefinition, spec: {matchLabels: {description: "a map of labels"}, maxSurge: "a share"}}';
        assert.deepEqual(faultsOf(everywhereFaults, text), []);
    });

    it("knows labels of selectors and shares, however deep", () => {
        const text =
            '{spec: {maxUnavailable: 25%, a: [{podSelector: {matchLabels: {app: "a b"}}}], rollingUpdate: {maxSurge: "3"}, minAvailable: 1}}';
        assert.deepEqual(
            faultsOf(everywhereFaults, text).map((fault) => fault.split(":")[0]),
            ["spec.a.0.podSelector.matchLabels.app", "spec.rollingUpdate.maxSurge"],
        );
    });
});
