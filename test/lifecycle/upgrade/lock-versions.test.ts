import assert from "node:assert/strict";

import { leavingAfter, versionsOf, wayOf } from "../../../lifecycle/upgrade/lock-versions";
import { exampleSettings } from "../../support/example-stack";
import { lockAt } from "../../support/stack-pins";

const withGateway = exampleSettings({ gateway: { enabled: true } });
const withoutGateway = exampleSettings({ gateway: { enabled: false } });

describe("versionsOf", () => {
    it("has the gateway at the proxies' version where it has no pin of its own", () => {
        assert.equal(versionsOf(lockAt("1.31.1", "1.31.0"), withGateway).gateways?.["ingress"], "1.31.0");
        assert.equal(versionsOf(lockAt("1.31.1", "1.31.0"), withoutGateway).gateways, undefined);
    });

    it("has the tags where the stack has revisions and names some", () => {
        const tagged = (strategy: "in-place" | "revisions", tags: readonly string[]) =>
            versionsOf(lockAt("1.31.1", "1.31.0"), exampleSettings({ istio: { strategy, tags } })).tags;

        assert.equal(tagged("revisions", ["prod"]), "1.31.0");
        assert.equal(tagged("in-place", ["prod"]), undefined);
        assert.equal(tagged("revisions", []), undefined);
    });

    it("has the cohorts, and not the day they moved", () => {
        const lock = lockAt("1.31.1", "1.31.0");
        const next = { version: "1.31.1", through: "first", since: "2026-10-01" };
        const moving = { ...lock, istio: { ...lock.istio, proxies: { ...lock.istio.proxies, next } } };

        assert.deepEqual(versionsOf(moving, withGateway).next, { version: "1.31.1", through: "first" });
        assert.equal(versionsOf(lock, withGateway).next, undefined);
    });
});

describe("leavingAfter", () => {
    const at = { controlPlane: "1.31.1", proxies: "1.31.1" };
    const step = { from: "1.31.0", to: "1.31.1" };

    it("is what proxies and gateway come from, where no retiring revision says it", () => {
        assert.equal(leavingAfter({ part: "proxies", ...step }, at), "1.31.0");
        assert.equal(leavingAfter({ part: "gateway", ...step }, at), "1.31.0");
        assert.equal(leavingAfter({ part: "tags", ...step }, at), "1.31.0");
        assert.equal(leavingAfter({ part: "proxies", ...step }, { ...at, retiring: "1.31.0" }), undefined);
        assert.equal(leavingAfter({ part: "control-plane", ...step }, at), undefined);
    });
});

describe("wayOf", () => {
    it("is the strategy, and whether a node agent serves all revisions", () => {
        assert.deepEqual(wayOf(exampleSettings({ istio: { strategy: "revisions", cni: true } })), {
            strategy: "revisions",
            cni: true,
        });
    });
});
