import assert from "node:assert/strict";

import type { Lock } from "../../../lifecycle/stack/lock";
import { judgeDeployed } from "../../../lifecycle/upgrade/judge-deployed";
import { exampleSettings } from "../../support/example-stack";
import { lockAt } from "../../support/stack-pins";

const bestOfMinor = (minor: string) => ({ version: `${minor}.9` });

function faults(
    strategy: "in-place" | "revisions",
    lock: Lock,
    controlPlane: string,
    proxies: string,
): number {
    const settings = exampleSettings({ istio: { strategy } });
    return judgeDeployed({ settings, lock, deployed: { controlPlane, proxies }, bestOfMinor }).length;
}

describe("judgeDeployed", () => {
    it("lets one step go, in either direction, and none", () => {
        assert.equal(faults("in-place", lockAt("1.31.1"), "1.31.1", "1.31.1"), 0);
        assert.equal(faults("in-place", lockAt("1.31.1", "1.30.5"), "1.30.5", "1.30.5"), 0);
        assert.equal(faults("in-place", lockAt("1.30.5"), "1.31.1", "1.30.5"), 0);
        const { istio, ...rest } = lockAt("1.31.1");
        const retiring = { ...rest, istio: { ...istio, retiring: "1.30.5" } };
        assert.equal(faults("revisions", retiring, "1.31.1", "1.30.5"), 0);
        assert.equal(faults("revisions", retiring, "1.31.1", "1.31.1"), 0);
    });

    it("refuses two steps at once", () => {
        assert.equal(faults("in-place", lockAt("1.31.1"), "1.30.5", "1.30.5"), 1);
        assert.equal(faults("in-place", lockAt("1.30.5"), "1.31.1", "1.31.1"), 1);
        // Proxies with the prune: the istiod would go before them.
        assert.equal(faults("revisions", lockAt("1.31.1"), "1.31.1", "1.30.5"), 1);
    });
});
