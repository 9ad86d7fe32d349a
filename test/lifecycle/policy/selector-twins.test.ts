import assert from "node:assert/strict";
import { readSelector } from "../../../lifecycle/policy/label-selector";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { type FoundSelector, selectorTwins } from "../../../lifecycle/policy/selector-twins";

const label = { key: "app", value: "orders" };
const policy = (name: string, app: string, action = "DENY", namespace = "prod"): FoundSelector => {
    const selector = { matchLabels: { app } };
    const object: Manifest = {
        apiVersion: "security.istio.io/v1",
        kind: "AuthorizationPolicy",
        metadata: { name, namespace },
        spec: { action, selector },
    };
    return {
        object,
        selector: {
            selector: readSelector(selector) ?? [],
            field: "spec.selector",
            binding: true,
            covers: () => true,
        },
    };
};

describe("selectorTwins", () => {
    const own = policy("a", "orders");
    const find = (...others: FoundSelector[]) =>
        selectorTwins([own, ...others]).find({ ...own, label, half: "primary" });

    it("covers what another of its kind says of the other half", () => {
        assert.equal(find(policy("b", "orders-primary")), "covered");
    });

    it("names another that says something else", () => {
        const other = policy("b", "orders-primary", "ALLOW");
        assert.equal(find(other), other.object);
    });

    it("finds nobody elsewhere", () => {
        assert.equal(find(policy("b", "orders-primary", "DENY", "other"), policy("c", "shop")), undefined);
    });
});
