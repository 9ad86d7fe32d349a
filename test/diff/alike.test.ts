import assert from "node:assert/strict";
import { alikeChanges } from "../../diff/alike";
import { compareStack } from "../../diff/compare-stack";
import { deployment, exampleVersion } from "./example-version";

describe("alikeChanges", () => {
    it("counts changes that differ in their names alone once, deletions first", () => {
        const from = exampleVersion(["a1", "b2", "c3"].map((name) => deployment(name)));
        const to = exampleVersion([deployment("a1", "x:2"), deployment("b2", "x:2")]);
        const { objects } = compareStack({ stack: "dev", from, to }, () => undefined);
        assert.deepEqual(
            alikeChanges(objects).map(({ example, count }) => [example.kind, example.id, count]),
            [
                ["removed", "n/Deployment/c3", 1],
                ["changed", "n/Deployment/a1", 2],
            ],
        );
        assert.deepEqual(alikeChanges([...objects].reverse()), alikeChanges(objects));
    });
});
