import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { processFile, processIds, statFields } from "../../adapters/files/process-table-source";
import type { KubeApi } from "../test-bed/kube-api-source";
import { runningComponents } from "../test-bed/component-process";
import { runningEngines } from "../test-bed/engine-process";
import type { ClusterLayout } from "../test-bed/layout";

/** What a part of the machine has used in a night, all its processes together where it had several. */
export interface PartUse {
    readonly part: string;
    /** Most memory that was resident, in MiB. */
    readonly peakMiB: number;
    /** Seconds of processor time. */
    readonly cpuSeconds: number;
}

/** What a night has used. */
export interface NightUse {
    readonly parts: readonly PartUse[];
    /** That the API server has answered. */
    readonly requests: number;
    /** Of these the most frequent, by verb and resource: `GET deployments`. */
    readonly frequent: Readonly<Record<string, number>>;
    /** Size of etcd's file at the end. */
    readonly etcdMiB: number;
}

/** One process at one moment. */
export interface ProcessUse {
    readonly peakMiB: number;
    readonly cpuSeconds: number;
}

/** Milliseconds between two looks; and ticks a second of Linux's clock, as `getconf CLK_TCK` says on every machine. */
const INTERVAL = 1_000;
const TICKS = 100;
/** Kinds of requests that are named. */
const FREQUENT = 12;

/** What processes use, from `/proc`, and what the API server counts. */
export class Meter {
    private readonly first = new Map<number, ProcessUse>();
    private readonly last = new Map<number, ProcessUse & { readonly part: string }>();
    private readonly end = new AbortController();
    private readonly loop: Promise<void>;
    private readonly before: Promise<ReadonlyMap<string, number>>;

    public constructor(
        private readonly layout: ClusterLayout,
        private readonly api: Pick<KubeApi, "request">,
    ) {
        this.before = requestsOf(api);
        this.loop = this.run();
    }

    public async stop(): Promise<NightUse> {
        this.end.abort();
        await this.loop;
        this.look();
        const parts = new Map<string, PartUse>();
        for (const [pid, { part, peakMiB, cpuSeconds }] of this.last) {
            const before = parts.get(part) ?? { part, peakMiB: 0, cpuSeconds: 0 };
            const used = cpuSeconds - (this.first.get(pid)?.cpuSeconds ?? 0);
            parts.set(part, {
                part,
                peakMiB: Math.max(before.peakMiB, peakMiB),
                cpuSeconds: before.cpuSeconds + used,
            });
        }
        const db = join(this.layout.etcdData, "member", "snap", "db");
        return {
            parts: [...parts.values()].sort((a, b) => b.cpuSeconds - a.cpuSeconds),
            ...(await this.requests()),
            etcdMiB: Math.round(statSync(db).size / 1024 ** 2),
        };
    }

    private async requests(): Promise<Pick<NightUse, "requests" | "frequent">> {
        const [before, after] = [await this.before, await requestsOf(this.api)];
        const made = [...after].map(([what, count]) => [what, count - (before.get(what) ?? 0)] as const);
        return {
            requests: made.reduce((sum, [, count]) => sum + count, 0),
            frequent: Object.fromEntries(made.sort(([, a], [, b]) => b - a).slice(0, FREQUENT)),
        };
    }

    private async run(): Promise<void> {
        const { signal } = this.end;
        // What ran before the night began has used something already.
        for (const [pid] of this.look()) this.first.set(pid, useOf(pid) ?? { peakMiB: 0, cpuSeconds: 0 });
        while (!signal.aborted) {
            this.look();
            await sleep(INTERVAL, undefined, { signal }).catch(() => undefined);
        }
    }

    private look(): ReadonlyMap<number, string> {
        const parts = this.processes();
        for (const [pid, part] of parts) {
            const use = useOf(pid);
            if (use) this.last.set(pid, { part, ...use });
        }
        return parts;
    }

    private processes(): ReadonlyMap<number, string> {
        return new Map([
            ...runningComponents(this.layout).map(({ component, pid }) => [pid, component] as const),
            // An istiod's instance has the digest of its pods' template in its name.
            ...runningEngines(this.layout).map(
                ({ instance, pid }) => [pid, instance.replace(/^(istiod.*)-[0-9a-f]{8}$/, "$1")] as const,
            ),
            [process.pid, "sleep itself"] as const,
            ...childrenOf(process.pid).map((pid) => [pid, "windlass and git"] as const),
        ]);
    }
}

/** Processes that this one has started and not handed over: commands. */
function childrenOf(parent: number): readonly number[] {
    const session = statFields(parent)?.[3];
    return processIds().filter((pid) => {
        const fields = statFields(pid);
        return fields && Number(fields[1]) === parent && fields[3] === session;
    });
}

function useOf(pid: number): ProcessUse | undefined {
    const [status, fields] = [processFile(pid, "status"), statFields(pid)];
    return status !== undefined && fields ? parseUse(status, fields) : undefined;
}

/** @param fields Those of `/proc/PID/stat` behind the name. */
export function parseUse(status: string, fields: readonly string[]): ProcessUse {
    const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
    // utime and stime, the 14th and 15th of all fields (proc(5)).
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { peakMiB: Math.round(peak / 1024), cpuSeconds: ticks / TICKS };
}

async function requestsOf(api: Pick<KubeApi, "request">): Promise<ReadonlyMap<string, number>> {
    return countRequests((await api.request({ path: "/metrics" })).text);
}

/** `apiserver_request_total` of Prometheus' text format, by verb and resource. */
export function countRequests(metrics: string): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const [, labels = "", count] of metrics.matchAll(/^apiserver_request_total\{(.*)\} (\S+)$/gm)) {
        const [verb, resource] = ["verb", "resource"].map(
            (name) => new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1],
        );
        const what = `${verb} ${resource}`;
        found.set(what, (found.get(what) ?? 0) + Number(count));
    }
    return found;
}
