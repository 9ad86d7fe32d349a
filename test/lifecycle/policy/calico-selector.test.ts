import assert from "node:assert/strict";
import { parseCalicoSelector } from "../../../lifecycle/policy/calico-selector";

describe("parseCalicoSelector", () => {
    it("reads conditions that all have to be met", () => {
        assert.deepEqual(
            parseCalicoSelector(`app == 'a' && tier in {"b", 'c'} && has(new) && !has(old) && x != "y"`),
            [
                { key: "app", operator: "In", values: ["a"] },
                { key: "tier", operator: "In", values: ["b", "c"] },
                { key: "new", operator: "Exists", values: [] },
                { key: "old", operator: "DoesNotExist", values: [] },
                { key: "x", operator: "NotIn", values: ["y"] },
            ],
        );
        assert.deepEqual(parseCalicoSelector("all()"), []);
    });

    it("leaves alternatives alone", () => {
        assert.equal(parseCalicoSelector("app == 'a' || app == 'a-primary'"), undefined);
    });
});
