import assert from "node:assert/strict";
import { hostMentions } from "../../../lifecycle/canaries/host-mentions";

const mentions = (field: unknown, namespace = "prod") =>
    hostMentions(
        [{ metadata: { name: "a", namespace }, field }],
        [{ name: "orders", namespace: "prod" }],
    ).get("orders.prod")?.length;

const CALLS: readonly unknown[] = [
    "http://orders/",
    "http://orders:9898/echo",
    "orders:9898",
    "http://orders.prod/",
    "--backend=orders.prod.svc.cluster.local:80",
    { host: "orders" },
    { service: { name: "orders", port: 80 } },
    { backendRefs: [{ name: "orders" }] },
];

const OTHERS: readonly unknown[] = [
    "orders",
    "http://orders-canary.prod:9898/",
    "http://shop.orders/",
    "http://my-orders.prod/",
    "registry/orders:1.2.3",
    { app: "orders" },
];

describe("hostMentions", () => {
    for (const call of CALLS) it(`finds ${JSON.stringify(call)}`, () => assert.equal(mentions(call), 1));

    for (const other of OTHERS)
        it(`passes over ${JSON.stringify(other)}`, () => assert.equal(mentions(other), 0));

    it("takes a bare name for one of its own namespace, and a full one from anywhere", () => {
        assert.equal(mentions("http://orders/", "other"), 0);
        assert.equal(mentions("http://orders.prod/", "other"), 1);
    });
});
