import assert from "node:assert/strict";

import { kubernetesWay } from "../../../lifecycle/upgrade/kubernetes-way";
import { catalog } from "../../support/stack-pins";

const at = Date.UTC(2026, 9, 5);

function way(kubernetes: string | undefined, ...versions: readonly string[]): readonly string[] {
    return kubernetesWay({ catalog, versions, kubernetes, at }).map(
        ({ version, upgrade, gap }) =>
            `${version}${upgrade ? ` at ${upgrade}` : ""}${gap ? ` (${gap})` : ""}`,
    );
}

describe("kubernetesWay", () => {
    it("moves Kubernetes as late as possible, and to what both releases support", () => {
        assert.deepEqual(way("1.30", "1.28.10", "1.29.8", "1.30.5"), [
            "1.28.10",
            "1.29.8 at 1.31",
            "1.30.5 at 1.32",
        ]);
        assert.deepEqual(way("1.34", "1.28.10", "1.29.8", "1.30.5"), ["1.28.10", "1.29.8", "1.30.5"]);
    });

    it("begins with the lowest the first release runs on, where nobody says", () => {
        assert.deepEqual(way(undefined, "1.28.10", "1.29.8"), ["1.28.10", "1.29.8 at 1.31"]);
    });

    it("says where no Kubernetes carries both releases", () => {
        assert.deepEqual(way("1.26", "1.19.10", "1.31.1"), [
            "1.19.10",
            "1.31.1 at 1.32 (no Kubernetes above 1.26 is supported by the release before, 1.19.10, and by 1.31.1)",
        ]);
    });
});
