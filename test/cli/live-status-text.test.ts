import assert from "node:assert/strict";

import type { LiveStatus } from "../../cli/live-status";
import { liveLines, liveTable } from "../../cli/live-status-text";
import { processTerminal } from "../../cli/terminal";
import type { ClusterSummary } from "../../lifecycle/observed/summarize-cluster";
import { observed } from "../lifecycle/observed/example-cluster";

const summary: ClusterSummary = {
    controlPlanes: observed.controlPlanes,
    crds: "1.31.1",
    gateways: [],
    proxies: [
        { mode: "git", version: "1.31.1", revision: "default", pods: 12, ready: 12 },
        { mode: "webhook", revision: "default", pods: 1, ready: 0 },
    ],
    canaries: { total: 3, promoted: 1, phases: { Succeeded: 1, Progressing: 2 } },
    deliveries: observed.deliveries,
    drifted: 1,
    restarts: 2,
    debt: { workloads: 1, pods: 1 },
};
const live: LiveStatus = {
    seen: "2026-11-28T13:30:00Z",
    way: "cluster",
    context: "dev",
    health: "behind",
    summary,
    findings: Array.from({ length: 12 }, (_, index) => ({
        level: "behind",
        kind: "restart",
        about: `shop/Deployment/w${index}`,
        reason: "it waits",
        remedy: index === 0 ? "kubectl rollout restart" : undefined,
    })),
};
const terminal = (env: Readonly<Record<string, string>> = {}) =>
    processTerminal({ write: () => true }, { write: () => true }, env);

describe("liveTable", () => {
    it("has a row a stack, with a line for each thing there are several of", () => {
        const away = { ...live, health: "unreachable", unreachable: "away", summary: undefined } as const;
        const lines = liveTable(
            new Map([
                ["dev", live],
                ["prod", away],
            ]),
            terminal(),
        ).split("\n");
        assert.deepEqual(
            lines.map((line) => line.trim().replace(/ {2,}/g, " | ")),
            [
                "STACK | HEALTH | CONTROL PLANES | PROXIES | GATEWAYS | CANARIES | FLUX",
                "dev | behind | 1.31.1 (2/2) | 12 × 1.31.1 git | none | 1/3 promoted | 1/1 ready",
                "1 × ? webhook | 2 Progressing",
                "prod | unreachable",
            ],
        );
    });

    it("has colour where it is wanted, and stays in its columns", () => {
        const text = liveTable(new Map([["dev", live]]), terminal({ FORCE_COLOR: "1" }));
        assert.ok(text.includes("\u001b[33mbehind"));
    });
});

describe("liveLines", () => {
    it("says debt, drift, restarts, and the first of many findings with what mends them", () => {
        const lines = liveLines(live, terminal()).map(([word, text]) => `${word}|${text}`);
        assert.deepEqual(lines.slice(0, 7), [
            "cluster|behind, seen 2026-11-28T13:30:00Z by the context dev",
            "definitions|1.31.1",
            "skew debt|1 pod of 1 workload on an older proxy",
            "drifted|1 workload",
            "restart|2 workloads, which no change in Git moves",
            "behind|shop/Deployment/w0: it waits",
            "|kubectl rollout restart",
        ]);
        assert.equal(lines.at(-1), "|and 2 more: --json has them all");
    });

    it("says why nothing is known", () => {
        const away = {
            ...live,
            health: "unreachable",
            unreachable: "it is away",
            summary: undefined,
        } as const;
        assert.deepEqual(liveLines(away, terminal()), [["cluster", "unreachable: it is away"]]);
    });

    it("tells each cohort apart while they are on their way", () => {
        const cohorts: ClusterSummary["cohorts"] = [
            { through: "first", workloads: 1, hasMoved: true, pods: { "1.31.1": 3, "1.31.0": 2 } },
            { through: "100%", workloads: 12, hasMoved: false, pods: {} },
        ];
        const lines = liveLines({ ...live, summary: { ...summary, cohorts } }, terminal());
        assert.deepEqual(
            lines.filter(([word]) => word === "cohort").map(([, text]) => text),
            ["first, 1 workload, moved: 3 × 1.31.1, 2 × 1.31.0", "100%, 12 workloads: no pods"],
        );
    });
});
