import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { canariesOf, identityOf } from "../../../lifecycle/policy/canaries-of";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { canaried, next } from "../../support/policy-cases";

const read = (yaml: string) => parseAllDocuments(yaml).map((document) => document.toJS() as Manifest);

describe("canariesOf", () => {
    it("finds the target, the label Flagger changes and the pods' labels", () => {
        const [found] = canariesOf(read(canaried("orders")));

        assert.equal(found?.target && identityOf(found.target), "apps/Deployment/prod/orders");
        assert.deepEqual(found?.label, { key: "app", value: "orders" });
        assert.deepEqual(found?.podLabels, { app: "orders", team: "shop" });
    });

    it("knows no label of a target that is not there", () => {
        const yaml = next("flagger.app/v1beta1", "Canary", "a", "{targetRef: {kind: Deployment, name: b}}");

        const [found] = canariesOf(read(yaml.slice(4)));

        assert.equal(found?.target, undefined);
        assert.equal(found?.label, undefined);
    });
});
