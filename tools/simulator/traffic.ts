import { type Effect, type Fault, effectOn } from "./faults";
import type { Caller, Flow } from "./flows";
import { BUCKETS, bucketShares, meanLatency } from "./latency";
import type { MeshPod } from "./mesh";
import { seededShare } from "./seeded-share";

/** What one proxy has counted of requests of one kind. */
export interface RequestSeries {
    /** Who counted: the proxy of the caller, or the one beside the pod that answered. */
    readonly reporter: "source" | "destination";
    readonly caller: Caller;
    /** Namespace and name of the pod whose proxy counted. */
    readonly pod: { readonly namespace: string; readonly name: string };
    /** The Service that was called. */
    readonly namespace: string;
    readonly service: string;
    /** Who answered; undefined where nobody was there to. */
    readonly workload?: { readonly namespace: string; readonly name: string; readonly app: string };
    readonly code: 200 | 500 | 503;
    /** Why the proxies lost the request, in Envoy's letters; `-` where they did not. */
    readonly flags: "-" | "UC" | "UH";
    requests: number;
    /** Milliseconds in all; only the answering side is asked for durations. */
    sum: number;
    /** Requests that took no longer than each of `BUCKETS`; undefined at the caller's side. */
    readonly buckets?: number[];
}

/** What one proxy has counted of itself. */
export interface ProxySeries {
    readonly pod: MeshPod;
    /** How often it refused what istiod sent. */
    rejections: number;
}

/** How much a second's load may differ from the rate, either way. */
const JITTER = 0.1;

/**
 * What the proxies of a mesh have counted. It knows neither clock nor cluster: the same flows, faults and seconds always
 * come to the same numbers. Fractions of requests are kept, so that a small share is not lost.
 */
export class Traffic {
    private readonly requests = new Map<string, RequestSeries>();
    private readonly proxies = new Map<string, ProxySeries>();
    private second = 0;

    /** @param seed Of the load's ups and downs. */
    public constructor(private readonly seed: number) {}

    /**
     * Lets time pass, in which nothing else changes.
     *
     * @param pods All that are there: what others have counted is gone with them.
     * @param seconds How many, whole ones.
     */
    public advance(
        pods: readonly MeshPod[],
        flows: readonly Flow[],
        faults: readonly Fault[],
        seconds: number,
    ): void {
        const effects = new Map(pods.map((pod) => [keyOf(pod), effectOn(pod, faults)]));
        this.forgetOthers(effects, flows);
        for (const pod of pods) {
            if (!pod.proxy) continue;
            const key = keyOf(pod);
            const rejections = effects.get(key)?.rejections ?? 0;
            const counted = this.proxies.get(key);
            // A counter never falls while its proxy lives.
            this.proxies.set(key, { pod, rejections: Math.max(counted?.rejections ?? 0, rejections) });
        }
        for (const flow of flows) this.count(flow, flow.rate * this.weight(flow, seconds), effects);
        this.second += seconds;
    }

    /** Requests, as each proxy counted them. */
    public requestSeries(): Iterable<RequestSeries> {
        return this.requests.values();
    }

    /** Every proxy there is. */
    public proxySeries(): Iterable<ProxySeries> {
        return this.proxies.values();
    }

    private forgetOthers(pods: ReadonlyMap<string, unknown>, flows: readonly Flow[]): void {
        const services = new Set(flows.map(({ namespace, service }) => `${namespace}/${service}`));
        for (const [key, { reporter, pod, namespace, service }] of this.requests) {
            // A caller's counters outlive what it called for a while only: until nobody calls it any more.
            const stays =
                reporter === "source" ? services.has(`${namespace}/${service}`) : pods.has(keyOf(pod));
            if (!stays) this.requests.delete(key);
        }
        for (const key of this.proxies.keys()) if (!pods.has(key)) this.proxies.delete(key);
    }

    /** About as many as there are seconds. */
    private weight({ caller, namespace, service }: Flow, seconds: number): number {
        let weight = 0;
        for (let second = this.second; second < this.second + seconds; second++) {
            const share = seededShare(`${this.seed}/${second}/${caller.workload}/${namespace}/${service}`);
            weight += 1 + JITTER * (2 * share - 1);
        }
        return weight;
    }

    private count(flow: Flow, requests: number, effects: ReadonlyMap<string, Effect>): void {
        if (flow.pods.length === 0) this.add("source", flow, undefined, 503, "UH", requests);
        for (const pod of flow.pods) {
            const effect = effects.get(keyOf(pod)) ?? effectOn(pod, []);
            const arriving = requests / flow.pods.length;
            const lost = arriving * effect.lossRate;
            const failed = (arriving - lost) * effect.errorRate;
            const outcomes = [
                [200, "-", arriving - lost - failed],
                [500, "-", failed],
                [503, "UC", lost],
            ] as const;
            for (const [code, flags, count] of outcomes) {
                if (count === 0) continue;
                // A proxy that loses a request does not count it.
                if (pod.proxy && flags === "-") {
                    addDurations(
                        this.add("destination", flow, pod, code, flags, count),
                        count,
                        effect.latency,
                    );
                }
                if (!flow.copy) this.add("source", flow, pod, code, flags, count);
            }
        }
    }

    private add(
        reporter: RequestSeries["reporter"],
        { caller, namespace, service }: Flow,
        pod: MeshPod | undefined,
        code: RequestSeries["code"],
        flags: RequestSeries["flags"],
        count: number,
    ): RequestSeries {
        const answering = reporter === "source" ? pod?.workload : pod?.name;
        const to = `${namespace}/${service}/${pod?.namespace}/${answering}`;
        const key = `${reporter} ${caller.namespace}/${caller.workload} ${to} ${code} ${flags}`;
        let series = this.requests.get(key);
        if (!series) {
            const { namespace: at, name } = reporter === "source" || !pod ? callersPod(caller) : pod;
            series = {
                reporter,
                caller,
                pod: { namespace: at, name },
                namespace,
                service,
                workload: pod && { namespace: pod.namespace, name: pod.workload, app: appOf(pod) },
                code,
                flags,
                requests: 0,
                sum: 0,
                buckets: reporter === "destination" ? BUCKETS.map(() => 0) : undefined,
            };
            this.requests.set(key, series);
        }
        series.requests += count;
        return series;
    }
}

function addDurations(series: RequestSeries, count: number, latency: number): void {
    series.sum += count * meanLatency(latency);
    const { buckets = [] } = series;
    const shares = bucketShares(latency);
    for (let index = 0; index < buckets.length; index++) {
        buckets[index] = (buckets[index] ?? 0) + count * (shares[index] ?? 0);
    }
}

/** A caller is one pod: nothing asks how many there are. */
function callersPod({ namespace, workload }: Caller): { readonly namespace: string; readonly name: string } {
    return { namespace, name: `${workload}-0` };
}

function appOf({ labels, workload }: MeshPod): string {
    return labels["service.istio.io/canonical-name"] ?? labels["app"] ?? workload;
}

function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
    return `${namespace}/${name}`;
}
