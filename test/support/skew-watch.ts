import { setTimeout as sleep } from "node:timers/promises";

import { compare } from "semver";
import { getIn } from "../../lifecycle/kit/json-path";
import { type ObjectLists, nameOf, proxyVersion } from "./mesh-observed";

/** A pod with a proxy. */
export interface SampledProxy {
    readonly pod: string;
    readonly version: string;
    /** Service of the istiod that it asks: `istiod`, `istiod-1-31-1`. */
    readonly asks: string;
}

/** What one look at a cluster's pods has shown. */
export interface Sample {
    /** Versions of the istiods that have a pod, oldest first, by their Service. */
    readonly istiods: ReadonlyMap<string, readonly string[]>;
    /** One for each version and istiod. */
    readonly proxies: readonly SampledProxy[];
}

/** What of one pod counts: the istiod it is, or the proxy it has. */
export interface SampledPod {
    /** Its Service and version. */
    readonly istiod?: { readonly service: string; readonly version: string };
    readonly proxy?: SampledProxy;
}

/** Versions of all istiods and proxies that run, by the images of their pods. One list is one moment. */
export async function sample(api: ObjectLists): Promise<Sample> {
    return sampleOf((await api.list("/api/v1/pods")).flatMap((pod) => sampledPod(pod) ?? []));
}

/** What a pod counts for; undefined for one that goes, and one that is neither. */
export function sampledPod(pod: unknown): SampledPod | undefined {
    if (getIn(pod, ["metadata", "deletionTimestamp"]) !== undefined) return undefined;
    const spec = JSON.stringify(getIn(pod, ["spec"]));
    const istiod = /\/pilot:(\d+\.\d+\.\d+)/.exec(spec)?.[1];
    const version = proxyVersion(getIn(pod, ["spec"]));
    if (istiod === undefined && version === "none") return undefined;
    const service = istiodService(getIn(pod, ["metadata", "labels", "istio.io/rev"]));
    const asks = /"name":"CA_ADDR","value":"([^."]+)\./.exec(spec)?.[1] ?? "istiod";
    return {
        istiod: istiod === undefined ? undefined : { service, version: istiod },
        proxy: version === "none" ? undefined : { pod: nameOf(pod), version, asks },
    };
}

/** What pods of one moment come to. */
export function sampleOf(pods: readonly SampledPod[]): Sample {
    const istiods = new Map<string, readonly string[]>();
    const proxies = new Map<string, SampledProxy>();
    for (const { istiod, proxy } of pods) {
        if (istiod) {
            const { service, version } = istiod;
            const others = (istiods.get(service) ?? []).filter((other) => other !== version);
            istiods.set(service, [...others, version].sort(compare));
        }
        if (proxy) proxies.set(`${proxy.version} ${proxy.asks}`, proxy);
    }
    return { istiods, proxies: [...proxies.values()] };
}

/**
 * What a sample breaks of Istio's rule that a proxy is never newer than its istiod, and at most one minor older: any pod of
 * the revision it asks may answer, so the oldest counts for the one, and the newest for the other. Without a pod nobody does.
 *
 * @see https://istio.io/latest/docs/releases/supported-releases/#control-planedata-plane-skew
 */
export function skewFaults({ istiods, proxies }: Sample): readonly string[] {
    return proxies.flatMap(({ pod, version, asks }) => {
        const own = istiods.get(asks) ?? [];
        const [oldest, newest] = [own[0], own.at(-1)];
        if (oldest === undefined || newest === undefined) return [`${pod} asks ${asks}, which has no pod`];
        if (compare(version, oldest) > 0) return [`${pod} has ${version}, newer than ${asks} ${oldest}`];
        const minors = Number(newest.split(".")[1]) - Number(version.split(".")[1]);
        return minors > 1 ? [`${pod} has ${version}, ${minors} minors behind ${asks} ${newest}`] : [];
    });
}

function istiodService(revision: unknown): string {
    return typeof revision === "string" && !["", "default"].includes(revision)
        ? `istiod-${revision}`
        : "istiod";
}

/** Looks at a cluster's pods until it is stopped. */
export class SkewWatch {
    public samples = 0;
    private readonly faults = new Set<string>();
    private running = true;
    private readonly loop: Promise<void>;

    public constructor(private readonly api: ObjectLists) {
        this.loop = this.run();
    }

    /** Stops it. @returns What was wrong at any moment, each once. */
    public async stop(): Promise<readonly string[]> {
        this.running = false;
        await this.loop;
        return [...this.faults];
    }

    private async run(): Promise<void> {
        while (this.running) {
            try {
                for (const fault of skewFaults(await sample(this.api))) this.faults.add(fault);
                this.samples++;
            } catch {
                // The API server is away: nothing is seen.
            }
            await sleep(200);
        }
    }
}
