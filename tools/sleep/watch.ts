import { setTimeout as sleep } from "node:timers/promises";

import { getIn } from "../../lifecycle/kit/json-path";
import { proxyVersion } from "../../test/support/mesh-observed";
import { type SampledPod, sampleOf, sampledPod } from "../../test/support/skew-watch";
import { type Followed, follow } from "../simulator/kube-watch-source";
import type { Access } from "../test-bed/kubeconfig";
import { NEW } from "./fleet";
import { type Limits, type Look, Rules, analysesOf, failedOf } from "./rules";

/** A point of the timeline. */
export interface Point {
    /** Seconds since the night began. */
    readonly second: number;
    /** Pods by the version of their proxy. */
    readonly pods: Readonly<Record<string, number>>;
    /** Primaries by the version of their proxy. */
    readonly primaries: Readonly<Record<string, number>>;
    /** Canaries by their phase. */
    readonly phases: Readonly<Record<string, number>>;
    readonly analyses: number;
    readonly failed: number;
}

/** What a watch has seen of a night. */
export interface Watched {
    readonly points: readonly Point[];
    /** Rules that were broken, each once, with the second it was first seen at. */
    readonly faults: ReadonlyMap<string, number>;
}

interface Template {
    readonly isPrimary: boolean;
    readonly version: string;
}

/** Milliseconds between two looks. */
const SECOND = 1_000;

/** Looks at a cluster every second until it is stopped, by watches: a list of thousands of pods a second would be the load. */
export class NightWatch {
    private readonly end = new AbortController();
    private readonly points: Point[] = [];
    private readonly faults = new Map<string, number>();
    private readonly began = performance.now();
    private readonly pods: Followed<SampledPod>;
    private readonly canaries: Followed<string>;
    private readonly templates: Followed<Template>;
    private readonly rules: Rules;
    private readonly loop: Promise<void>;

    public constructor(access: Access, limits: Limits) {
        const { signal } = this.end;
        this.rules = new Rules(limits);
        this.pods = follow({ access, signal, path: "/api/v1/pods", read: sampledPod });
        const path = "/apis/flagger.app/v1beta1/canaries";
        this.canaries = follow({
            access,
            signal,
            path,
            read: (canary) => String(getIn(canary, ["status", "phase"])),
        });
        this.templates = follow({ access, signal, path: "/apis/apps/v1/deployments", read: templateOf });
        this.loop = this.run();
    }

    /** What was seen last; undefined before anything was. */
    public last(): Point | undefined {
        return this.points.at(-1);
    }

    /** Seconds since the night began. */
    public second(): number {
        return Math.round((performance.now() - this.began) / 1000);
    }

    public async stop(): Promise<Watched> {
        this.end.abort();
        await this.loop;
        return { points: this.points, faults: this.faults };
    }

    private async run(): Promise<void> {
        const { signal } = this.end;
        while (!signal.aborted) {
            if ([this.pods, this.canaries, this.templates].every((kind) => kind.listed())) this.look();
            await sleep(SECOND, undefined, { signal }).catch(() => undefined);
        }
    }

    private look(): void {
        const templates = this.templates.items();
        const own = templates.filter(({ isPrimary }) => !isPrimary);
        const look: Look = {
            ...sampleOf(this.pods.items()),
            phases: counts(this.canaries.items()),
            moved: own.filter(({ version }) => version === NEW).length,
        };
        const second = this.second();
        for (const fault of this.rules.broken(look))
            if (!this.faults.has(fault)) this.faults.set(fault, second);
        this.points.push({
            second,
            pods: counts(this.pods.items().flatMap(({ proxy }) => proxy?.version ?? [])),
            primaries: counts(templates.filter(({ isPrimary }) => isPrimary).map(({ version }) => version)),
            phases: look.phases,
            analyses: analysesOf(look),
            failed: failedOf(look),
        });
    }
}

function templateOf(deployment: unknown): Template | undefined {
    const version = proxyVersion(getIn(deployment, ["spec", "template"]));
    if (version === "none") return undefined;
    return { version, isPrimary: String(getIn(deployment, ["metadata", "name"])).endsWith("-primary") };
}

function counts(words: readonly string[]): Readonly<Record<string, number>> {
    const found: Record<string, number> = {};
    for (const word of words) found[word] = (found[word] ?? 0) + 1;
    return found;
}
