import assert from "node:assert/strict";

import { closedPulls } from "../../../adapters/forge/closed-pulls";
import type { Pull } from "../../../adapters/forge/forge";
import { FakeForge } from "../../support/fake-forge";

const CLOSED = { state: "closed", closed: "2026-10-03" } as const;

function pull(number: number, branch: string, more: Partial<Pull> = CLOSED): Pull {
    return { number, state: "closed", branch, sha: "s", author: "bot", isFork: false, ...more };
}

const stacks = ["dev", "production"];

describe("closedPulls", () => {
    it("holds what a person closed, with the number and the day", async () => {
        const forge = new FakeForge({
            pulls: [
                pull(17, "windlass/dev/control-plane-1.31.1"),
                pull(16, "windlass/dev/flux-operator-0.58.1"),
            ],
            closedBy: { 17: "person", 16: "person" },
        });

        assert.deepEqual((await closedPulls({ forge, stacks })).holds, [
            {
                stack: "dev",
                system: "istio",
                version: "1.31.1",
                of: "#17",
                reason: "pull request #17 of the control plane was closed without a merge on 2026-10-03",
                since: "2026-10-03",
            },
            {
                stack: "dev",
                system: "flux-operator",
                version: "0.58.1",
                of: "#16",
                reason: "pull request #16 of flux-operator was closed without a merge on 2026-10-03",
                since: "2026-10-03",
            },
        ]);
    });

    const nothing: readonly (readonly [string, readonly Pull[], Record<number, "program">?])[] = [
        ["was merged", [pull(1, "windlass/dev/proxies-1.31.1", { ...CLOSED, state: "merged" })]],
        [
            "is open again",
            [
                pull(2, "windlass/dev/proxies-1.31.1", { state: "open" }),
                pull(1, "windlass/dev/proxies-1.31.1"),
            ],
        ],
        ["a program closed", [pull(1, "windlass/dev/proxies-1.31.1")], { 1: "program" }],
        ["is of another stack", [pull(1, "windlass/gone/proxies-1.31.1")]],
        [
            "moves no pin",
            [
                pull(1, "windlass/dev/prune-1.30.5"),
                pull(2, "windlass/dev/allow-1.32.0"),
                pull(3, "windlass/catalog"),
            ],
        ],
        [
            "is no version",
            [
                pull(1, "windlass/dev/proxies-1.31"),
                pull(2, "windlass/dev/flux-operator"),
                pull(3, "windlass/dev/proxies-$(id)"),
            ],
        ],
        ["is a stranger's", [pull(1, "windlass/dev/proxies-1.31.1", { ...CLOSED, isFork: true })]],
        ["has no day", [pull(1, "windlass/dev/proxies-1.31.1", { closed: undefined })]],
    ];
    for (const [what, pulls, closedBy] of nothing) {
        it(`holds nothing that ${what}`, async () => {
            assert.deepEqual(await closedPulls({ forge: new FakeForge({ pulls, closedBy }), stacks }), {
                holds: [],
                gap: undefined,
            });
        });
    }

    it("holds where nobody knows who closed it", async () => {
        const forge = new FakeForge({ pulls: [pull(1, "windlass/dev/proxies-1.31.1")] });

        assert.equal((await closedPulls({ forge, stacks })).holds.length, 1);
    });

    it("looks at a bounded number of pull requests, and says so", async () => {
        const pulls = Array.from({ length: 5000 }, (_, index) => pull(index + 1, `feature-${index}`));
        const forge = new FakeForge({ pulls });

        const { gap } = await closedPulls({ forge, stacks });

        assert.equal(gap, "only the newest 1000 pull requests were looked at");
        assert.equal(forge.read, 1000);
    });
});
