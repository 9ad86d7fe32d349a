import assert from "node:assert/strict";
import { toText } from "../../../render/diff/escape";
import { privilegeFinder } from "../../../render/diff/privilege-findings";
import { deployment, exampleVersion, versioned } from "./example-version";

describe("privilegeFinder", () => {
    const before = versioned(deployment("d"));
    const after = versioned(deployment("d", "app:1", { hostNetwork: true }));
    const find = privilegeFinder(exampleVersion([]), exampleVersion([])).find;

    it("finds what an object could not do before, and only that", () => {
        assert.deepEqual(
            find(after, before).map(({ words }) => toText(words)),
            ["the node's network (hostNetwork)"],
        );
        assert.deepEqual(find(before, after), []);
    });

    it("puts what a new object is not held back from into one finding", () => {
        assert.deepEqual(
            find(after, undefined).map(({ rule }) => rule),
            ["privilege/host", "privilege/new-object"],
        );
    });
});
