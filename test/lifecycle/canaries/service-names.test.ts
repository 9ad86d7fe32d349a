import assert from "node:assert/strict";
import { serviceNames } from "../../../lifecycle/canaries/service-names";

const names = (spec: unknown) => serviceNames({ metadata: { name: "canary" }, spec });

describe("serviceNames", () => {
    it("follows the target's name, and spec.service.name where it is given", () => {
        const targetRef = { name: "orders" };

        assert.deepEqual(names({ targetRef }), {
            apex: "orders",
            primary: "orders-primary",
            canary: "orders-canary",
        });
        assert.equal(names({ targetRef, service: { name: "shop" } })?.primary, "shop-primary");
        assert.equal(names({ targetRef, service: { name: "" } })?.apex, "orders");
    });

    it("knows none without a name", () => {
        assert.equal(names({ service: { name: 7 } }), undefined);
        assert.equal(names(undefined), undefined);
    });
});
