import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { canariesOf } from "../../../lifecycle/policy/canaries-of";
import { clusterServices } from "../../../lifecycle/policy/cluster-services";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { canaried, next } from "../../support/policy-cases";

describe("clusterServices", () => {
    it("knows what is declared, what Flagger makes, and which charts may bring more", () => {
        const yaml =
            canaried("orders") +
            next("v1", "Service", "shop", "{}", "other") +
            next(
                "helm.toolkit.fluxcd.io/v2",
                "HelmRelease",
                "a",
                "{targetNamespace: b, chart: {spec: {chart: c}}}",
            );
        const objects = parseAllDocuments(yaml).map((document) => document.toJS() as Manifest);

        const { names, releases } = clusterServices(objects, canariesOf(objects));

        assert.deepEqual([...(names.get("prod") ?? [])], ["orders", "orders-primary", "orders-canary"]);
        assert.deepEqual([...(names.get("other") ?? [])], ["shop"]);
        assert.deepEqual([...releases], [["b", ["a", "c"]]]);
    });
});
