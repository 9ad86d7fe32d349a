import assert from "node:assert/strict";
import { primaryValue, selectorLabel } from "../../../lifecycle/canaries/selector-label";

const labelOf = (matchLabels: unknown) => selectorLabel({ spec: { selector: { matchLabels } } });

describe("selectorLabel", () => {
    it("is the first of Flagger's labels, in Flagger's order", () => {
        assert.deepEqual(labelOf({ "app.kubernetes.io/name": "a", name: "b" }), { key: "name", value: "b" });
        assert.deepEqual(labelOf({ team: "x", "app.kubernetes.io/name": "a" }), {
            key: "app.kubernetes.io/name",
            value: "a",
        });
    });

    it("is none where the selector has none of them", () => {
        assert.equal(labelOf({ service: "orders" }), undefined);
        assert.equal(labelOf(undefined), undefined);
    });

    it("ends in -primary for the primary", () => {
        assert.equal(primaryValue({ key: "app", value: "orders" }), "orders-primary");
    });
});
