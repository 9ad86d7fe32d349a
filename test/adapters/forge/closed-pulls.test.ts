import assert from "node:assert/strict";

import { closedPulls } from "../../../adapters/forge/closed-pulls";
import type { ApiCall } from "../../../adapters/forge/github-source";

const REPO = { full_name: "example/mesh" };
const CLOSED = { state: "closed", merged_at: null, closed_at: "2026-10-03T09:00:00Z" };

function pull(number: number, ref: unknown, more: object = CLOSED): object {
    return { number, head: { ref, repo: REPO }, base: { repo: REPO }, ...more };
}

function forge(
    pulls: readonly unknown[],
    closedBy: Readonly<Record<string, string | null>> = {},
): { readonly call: (call: ApiCall) => Promise<unknown>; readonly asked: string[] } {
    const asked: string[] = [];
    return {
        asked,
        call: ({ path, query }) => {
            asked.push(path.join("/"));
            const page = Number(query?.["page"]);
            if (path[0] === "pulls") return Promise.resolve(pulls.slice((page - 1) * 100, page * 100));
            const type = closedBy[path[1] ?? ""];
            return Promise.resolve({ closed_by: type === null ? null : { type: type ?? "User" } });
        },
    };
}

const stacks = ["dev", "production"];

describe("closedPulls", () => {
    it("holds what a person closed, with the number and the day", async () => {
        const api = forge([
            pull(17, "windlass/dev/control-plane-1.31.1"),
            pull(16, "windlass/dev/flux-operator-0.58.1"),
        ]);

        assert.deepEqual((await closedPulls({ api, stacks })).holds, [
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

    const nothing: readonly (readonly [string, readonly unknown[], Record<string, string | null>?])[] = [
        [
            "was merged",
            [pull(1, "windlass/dev/proxies-1.31.1", { ...CLOSED, merged_at: "2026-10-03T09:00:00Z" })],
        ],
        [
            "is open again",
            [
                pull(2, "windlass/dev/proxies-1.31.1", { state: "open" }),
                pull(1, "windlass/dev/proxies-1.31.1"),
            ],
        ],
        ["a program closed", [pull(1, "windlass/dev/proxies-1.31.1")], { 1: "Bot" }],
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
        [
            "is a stranger's",
            [
                pull(1, "windlass/dev/proxies-1.31.1", {
                    ...CLOSED,
                    head: { ref: "windlass/dev/proxies-1.31.1", repo: { full_name: "x/mesh" } },
                }),
            ],
        ],
        [
            "has lost its repository",
            [
                pull(1, "windlass/dev/proxies-1.31.1", {
                    ...CLOSED,
                    head: { ref: "windlass/dev/proxies-1.31.1", repo: null },
                }),
            ],
        ],
        ["has no day", [pull(1, "windlass/dev/proxies-1.31.1", { ...CLOSED, closed_at: "soon" })]],
        ["is nonsense", [null, 3, { number: "1" }, pull(1, 7)]],
    ];
    for (const [what, pulls, closedBy] of nothing) {
        it(`holds nothing that ${what}`, async () => {
            assert.deepEqual(await closedPulls({ api: forge(pulls, closedBy), stacks }), {
                holds: [],
                gap: undefined,
            });
        });
    }

    it("holds where nobody knows who closed it", async () => {
        const api = forge([pull(1, "windlass/dev/proxies-1.31.1")], { 1: null });

        assert.equal((await closedPulls({ api, stacks })).holds.length, 1);
    });

    it("looks at a bounded number of pull requests, and says so", async () => {
        const api = forge(Array.from({ length: 5000 }, (_, index) => pull(index + 1, `feature-${index}`)));

        const { gap } = await closedPulls({ api, stacks });

        assert.equal(gap, "only the newest 1000 pull requests were looked at");
        assert.equal(api.asked.length, 10);
    });
});
