import assert from "node:assert/strict";

import { NEEDS_ANNOTATION, needsOf } from "../../../lifecycle/cohorts/needs";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { deployment } from "./cohort-manifests";

function istio(kind: string, name: string, spec: object): Manifest {
    const group = kind === "AuthorizationPolicy" ? "security" : "networking";
    return { apiVersion: `${group}.istio.io/v1`, kind, metadata: { name, namespace: "shop" }, spec };
}

const cart = deployment("cart");

/** What `cart` needs by one manifest beside it. */
function needs(...others: readonly Manifest[]): readonly string[] {
    return needsOf([cart, ...others])(cart);
}

describe("needsOf", () => {
    it("reads the annotation of a workload", () => {
        const one = deployment("one", { [NEEDS_ANNOTATION]: "shop/pay, shop/db,shop/pay," });
        assert.deepEqual(needsOf([one])(one), ["shop/db", "shop/pay"]);
        assert.deepEqual(needs(), []);
    });

    it("reads the egress of a Sidecar that selects its pods, but for wildcards", () => {
        const egress = [{ hosts: ["./pay.shop.svc.cluster.local", "data/db.data.svc", "istio-system/*"] }];
        const selecting = (app: string) =>
            istio("Sidecar", "one", { workloadSelector: { labels: { app } }, egress });
        assert.deepEqual(needs(selecting("cart")), ["data/db.data.svc", "shop/pay.shop.svc.cluster.local"]);
        assert.deepEqual(needs(selecting("other")), []);
        assert.deepEqual(needs(istio("Sidecar", "all", { egress })), []);
    });

    it("reads the policies that let its service account in, but for wildcards", () => {
        const allowing = (...principals: readonly string[]) =>
            istio("AuthorizationPolicy", "pay", { rules: [{ from: [{ source: { principals } }] }] });
        assert.deepEqual(needs(allowing("cluster.local/ns/shop/sa/cart")), ["shop/pay"]);
        assert.deepEqual(needs(allowing("cluster.local/ns/shop/sa/other")), []);
        assert.deepEqual(needs(allowing("cluster.local/ns/shop/sa/*")), []);
    });

    it("takes no other group's kinds for Istio's", () => {
        const spec = { rules: [{ from: [{ source: { principals: ["c/ns/shop/sa/cart"] } }] }] };
        const other = { ...istio("AuthorizationPolicy", "pay", spec), apiVersion: "example.com/v1" };
        assert.deepEqual(needs(other), []);
    });
});
