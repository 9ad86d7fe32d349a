import assert from "node:assert/strict";

import { parseSettings } from "../../../lifecycle/settings/settings-parse";
import type { CohortSettings } from "../../../lifecycle/settings/settings";

/** Cohorts of a stack file, a line an item. */
function read(...lines: readonly string[]): CohortSettings | undefined {
    const below = lines.map((line) => `      ${line}\n`).join("");
    const text = `config:
  windlass:cluster:
    name: dev
    kubernetes: "1.34"
  windlass:istio:
    range: ~1.31
  windlass:workloads:
    apps: []
    cohorts:${below === "" ? " {}" : ""}
${below}`;
    return parseSettings("dev", text).workloads.cohorts;
}

describe("settings of cohorts", () => {
    it("have defaults", () => {
        assert.deepEqual(read(), {
            first: [],
            shares: [5, 20, 50, 100],
            last: [],
            except: [],
            maxAnalyses: 100,
            failureBudget: 0,
        });
    });

    it("name workloads and applications, and exceptions with a reason and a last day", () => {
        const { first, except } = read(
            "first: [cart, shop/Deployment/backend]",
            "except: [{ workload: pay, reason: a migration, until: 2026-12-31 }]",
        ) ?? { first: [], except: [] };
        assert.deepEqual(first, ["cart", "shop/Deployment/backend"]);
        assert.deepEqual(except, [{ workload: "pay", reason: "a migration", until: "2026-12-31" }]);
    });

    const refused: readonly (readonly [what: string, line: string, said: RegExp])[] = [
        [
            "shares that do not grow",
            "shares: [20, 10, 100]",
            /shares\.1.*must be greater than the share before/,
        ],
        ["a share above all", "shares: [101]", /shares\.0/],
        ["no workload", "first: [Deployment/backend]", /must be a workload or an application/],
        ["a name in two lists", "{ first: [a], last: [a] }", /names a more than once/],
        ["an exception without a reason", "except: [{ workload: a, until: 2026-12-31 }]", /reason/],
        ["an exception without an end", "except: [{ workload: a, reason: r }]", /until/],
        ["a day that is none", "except: [{ workload: a, reason: r, until: 2026-13-01 }]", /until/],
        ["no analysis at all", "maxAnalyses: 0", /maxAnalyses/],
    ];
    for (const [what, line, said] of refused)
        it(`refuse ${what}`, () => {
            const lines = line.startsWith("{") ? ["first: [a]", "last: [a]"] : [line];
            assert.throws(() => read(...lines), said);
        });
});
