/**
 * What real Flux needs for many workloads, in one Kustomization and in one for each namespace. By hand, with the engines of
 * the test bed: `node --import tsx bench/flux-namespaces.ts WORKLOADS NAMESPACES [before|now]`.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "mocha";

import type { Manifest } from "../lifecycle/workloads/manifest";
import { FluxRig } from "../test/support/flux-rig";

const [WORKLOADS = 300, NAMESPACES = 30] = process.argv.slice(2, 4).map(Number);
/** In one Kustomization, as until 0.1.0, or in one for each namespace. */
const WAYS = (["before", "now"] as const).filter((way) => (process.argv[4] ?? way) === way);
/** Milliseconds for one step. */
const PATIENCE = 1_800_000;
/** Milliseconds in which requests are counted while something is waited for. */
const WAIT = 30_000;

/** A suite that cannot be skipped. */
const context = {
    timeout: () => undefined,
    skip: () => {
        throw new Error("a part is missing: see above");
    },
} as unknown as Context;

interface Change {
    /** Of every Deployment. */
    readonly history: number;
    /** Of the first workload. */
    readonly first?: object;
}

function workloads({ history, first = {} }: Change): readonly Manifest[] {
    const namespaces = Array.from({ length: NAMESPACES }, (_, index) => `team-${index}`);
    return [
        ...namespaces.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
        ...Array.from({ length: WORKLOADS }, (_, index) => {
            const metadata = { name: `app-${index}`, namespace: `team-${index % NAMESPACES}` };
            const labels = { app: metadata.name };
            const template = {
                metadata: { labels },
                spec: { containers: [{ name: "app", image: "example.com/app:1" }] },
            };
            const spec = {
                replicas: 1,
                revisionHistoryLimit: history,
                selector: { matchLabels: labels },
                template,
                ...(index === 0 ? first : {}),
            };
            return [
                { apiVersion: "v1", kind: "ServiceAccount", metadata },
                {
                    apiVersion: "v1",
                    kind: "Service",
                    metadata,
                    spec: { selector: labels, ports: [{ port: 80 }] },
                },
                { apiVersion: "apps/v1", kind: "Deployment", metadata, spec },
            ];
        }).flat(),
    ];
}

async function measure(way: "before" | "now"): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "windlass-bench-"));
    const flags = [`--concurrent=${NAMESPACES + 10}`];
    const rig = await FluxRig.start(context, { name: `bench-${way}`, folder, flags });
    const engine = rig.engines["kustomize-controller"];
    if (!engine) throw new Error("kustomize-controller was not started");
    const requests = async (): Promise<number> => {
        const answer = await fetch(`http://127.0.0.1:${engine.ports.metrics}/metrics`);
        const counts = (await answer.text()).matchAll(/^rest_client_requests_total\{.*\} (\S+)$/gm);
        return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
    };
    const peak = (): number => {
        const status = readFileSync(`/proc/${engine.pid()}/status`, "utf8");
        return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
    };
    const tell = (what: string, figures: object): void =>
        void process.stdout.write(
            `${JSON.stringify({ way, workloads: WORKLOADS, namespaces: NAMESPACES, what, ...figures })}\n`,
        );
    try {
        await rig.apply(...FluxRig.layer[way]);
        let began = Date.now();
        const step = async (change: Change, done: (commit: string) => Promise<unknown>) => {
            const before = await requests();
            began = Date.now();
            const commit = await rig.push("a step", workloads(change));
            await done(commit);
            return { seconds: (Date.now() - began) / 1000, requests: (await requests()) - before };
        };
        const all = (commit: string) => rig.untilReady(commit, ["workloads"], PATIENCE);
        tell("first apply", { ...(await step({ history: 10 }, all)), peakMiB: peak() });
        tell("change of all", { ...(await step({ history: 9 }, all)), peakMiB: peak() });
        tell("change of none", await step({ history: 9 }, all));

        const others = Array.from({ length: NAMESPACES - 1 }, (_, index) => `workloads-team-${index + 1}`);
        const broken = { history: 8, first: { replicas: "many" } };
        if (way === "now")
            tell(
                "one broken, others Ready",
                await step(broken, (commit) => rig.untilReady(commit, others, PATIENCE)),
            );
        else
            tell("one broken", {
                ...(await step(broken, () => sleep(WAIT))),
                applied: await appliedAt(rig, 8),
            });

        const stuck = { history: 7, first: { template: unschedulable() } };
        if (way === "now")
            tell(
                "one waits, others Ready",
                await step(stuck, (commit) => rig.untilReady(commit, others, PATIENCE)),
            );
        else {
            const isApplied = async () => (await appliedAt(rig, 7)) === WORKLOADS;
            while (!(await isApplied())) await sleep(1000);
        }
        const before = await requests();
        await sleep(WAIT);
        tell("while it waits", {
            requestsPerSecond: ((await requests()) - before) / (WAIT / 1000),
            peakMiB: peak(),
        });
    } finally {
        await rig.stop();
        rmSync(folder, { recursive: true, force: true });
    }
}

function unschedulable(): object {
    const labels = { app: "app-0" };
    return {
        metadata: { labels },
        spec: { nodeSelector: { no: "node" }, containers: [{ name: "app", image: "example.com/app:1" }] },
    };
}

/** Deployments that have this limit. */
async function appliedAt({ cluster }: FluxRig, history: number): Promise<number> {
    const found = await cluster.api.list("/apis/apps/v1/deployments");
    return found.filter((each) => JSON.stringify(each).includes(`"revisionHistoryLimit":${history}`)).length;
}

void (async () => {
    for (const way of WAYS) await measure(way);
})();
