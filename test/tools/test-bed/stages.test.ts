import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";

import { NODES, fakeNode, stagesYaml } from "../../../tools/test-bed/stages";
import { getIn } from "../../../lifecycle/kit/json-path";

describe("stagesYaml", () => {
    const stages = parseAllDocuments(stagesYaml()).map((document) => document.toJS() as unknown);

    it("is what kwok does to nodes and pods, in documents it can read", () => {
        assert.deepEqual(
            stages.map((stage) => [getIn(stage, ["kind"]), getIn(stage, ["metadata", "name"])]),
            ["node-ready", "pod-ready", "pod-complete", "pod-delete"].map((name) => ["Stage", name]),
        );
    });

    it("has templates whose actions are all closed", () => {
        for (const stage of stages) {
            const template = getIn(stage, ["spec", "next", "statusTemplate"]);
            if (typeof template !== "string") continue;
            const opened = [...template.matchAll(/\{\{ (?:range|with|if) /g)].length;
            assert.equal([...template.matchAll(/\{\{ end \}\}/g)].length, opened);
        }
    });

    it("touches no pod that is being deleted, but to delete it", () => {
        const last = stages.at(-1);
        assert.equal(getIn(last, ["spec", "next", "delete"]), true);
        for (const stage of stages.slice(0, -1)) {
            assert.deepEqual((getIn(stage, ["spec", "selector", "matchExpressions"]) as unknown[])[0], {
                key: ".metadata.deletionTimestamp",
                operator: "DoesNotExist",
            });
        }
    });
});

describe("fakeNode", () => {
    it("puts each node into a zone of its own", () => {
        const zones = NODES.map((name) =>
            getIn(fakeNode(name), ["metadata", "labels", "topology.kubernetes.io/zone"]),
        );

        assert.deepEqual(zones, ["zone-a", "zone-b"]);
    });
});
