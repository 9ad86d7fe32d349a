import { exposition } from "./exposition";
import { type Fault, effectOn } from "./faults";
import { CLIENT, type DirectLoad, type Flow, flows, readyPods } from "./flows";
import type { LoadTest } from "./hey";
import type { Mesh } from "./mesh";
import { seededShare } from "./seeded-share";
import { Traffic } from "./traffic";

/** What a simulation is made of. */
export interface SimulationArgs {
    /** Of the load's ups and downs. */
    readonly seed: number;
    /** Requests a second to each Service that is called. */
    readonly rate: number;
    /** By `namespace/name` of a VirtualService or Service. @default none: all have the same */
    readonly rates?: ReadonlyMap<string, number>;
}

/** What one request came to. */
export interface Answer {
    readonly status: 200 | 500 | 503;
    /** Name of the pod that answered; undefined where none did. */
    readonly pod?: string;
}

const NO_MESH: Mesh = { pods: [], services: [], routes: [] };

/** Requests in a mesh as time passes, and what its proxies count of them. It knows no clock: it is told how late it is. */
export class Simulation {
    private readonly traffic: Traffic;
    private mesh = NO_MESH;
    private known: readonly Flow[] | undefined;
    private faultList: readonly Fault[] = [];
    /** Load tests by Service, each with the second it ends at. */
    private readonly tests = new Map<string, LoadTest & { readonly until: number }>();
    private second = 0;
    private asked = 0;

    public constructor(private readonly args: SimulationArgs) {
        this.traffic = new Traffic(args.seed);
    }

    /** Lets time pass up to a second since the start, by what has been set before. Parts of a second are left for later. */
    public advanceTo(second: number): void {
        const passed = Math.floor(second) - this.second;
        if (passed <= 0) return;
        this.traffic.advance(this.mesh.pods, this.flows(), this.faultList, passed);
        this.second += passed;
        for (const [key, { until }] of this.tests) {
            if (until > this.second) continue;
            this.tests.delete(key);
            this.known = undefined;
        }
    }

    /** Sets what is in the cluster from now on. */
    public setMesh(mesh: Mesh): void {
        this.mesh = mesh;
        this.known = undefined;
    }

    /** Sets what is bad from now on. */
    public setFaults(faults: readonly Fault[]): void {
        this.faultList = faults;
    }

    public faults(): readonly Fault[] {
        return this.faultList;
    }

    /** Starts a load test; one of the same Service that still runs goes on for as long as this one. */
    public load(test: LoadTest): void {
        const { namespace, name } = test.service;
        this.tests.set(`${namespace}/${name}`, { ...test, until: this.second + test.seconds });
        this.known = undefined;
    }

    /** What a request to a Service comes to now: pods take turns, and a fault meets its share of the requests. */
    public answer(namespace: string, service: string): Answer {
        const pods = readyPods(this.mesh)(namespace, service);
        const pod = pods[this.asked % Math.max(1, pods.length)];
        const chance = seededShare(`${this.args.seed}/request/${this.asked++}`);
        if (!pod) return { status: 503 };
        const { lossRate, errorRate } = effectOn(pod, this.faultList);
        if (chance < lossRate) return { status: 503 };
        const failed = chance < lossRate + (1 - lossRate) * errorRate;
        return { status: failed ? 500 : 200, pod: pod.name };
    }

    /** What the proxies have counted, in Prometheus' text format. */
    public metrics(): string {
        return exposition(this.traffic.requestSeries(), this.traffic.proxySeries());
    }

    private flows(): readonly Flow[] {
        const { rate, rates = new Map<string, number>() } = this.args;
        const loads = [...this.tests.values()].map((test): DirectLoad => ({
            namespace: CLIENT.namespace,
            workload: "load-test",
            ...test,
        }));
        return (this.known ??= flows({ mesh: this.mesh, rate, rates, loads }));
    }
}
