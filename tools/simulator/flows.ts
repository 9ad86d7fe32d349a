import type { Mesh, MeshPod, Rule } from "./mesh";

/** Who calls. */
export interface Caller {
    readonly namespace: string;
    readonly workload: string;
}

/** Requests from one caller to one Service. */
export interface Flow {
    readonly caller: Caller;
    /** The Service the requests end up at, behind all routes. */
    readonly namespace: string;
    readonly service: string;
    /** Those that are ready: they share the requests evenly. */
    readonly pods: readonly MeshPod[];
    /** Requests a second. */
    readonly rate: number;
    /** A copy of other requests: nobody waits for the answers, and the caller's proxy counts none of them. */
    readonly copy: boolean;
}

/** Requests that are sent to one Service, past all routes: what a load test does. */
export interface DirectLoad extends Caller {
    readonly service: { readonly namespace: string; readonly name: string };
    /** Requests a second. */
    readonly rate: number;
}

/** What is called, and how much. */
export interface FlowArgs {
    readonly mesh: Mesh;
    /** Requests a second to what {@link rates} does not name. */
    readonly rate: number;
    /** Requests a second by `namespace/name` of a VirtualService or Service. */
    readonly rates: ReadonlyMap<string, number>;
    readonly loads: readonly DirectLoad[];
}

/** A client with a proxy, of this simulator's own: whoever calls what no load test calls. */
export const CLIENT: Caller = { namespace: "simulator", workload: "client" };

/** Of the requests that come to a route with a condition, those that meet it. */
const MATCHING = 0.1;

/** Services that Flagger makes beside a Canary's own: only routes and load tests lead there. */
const FLAGGERS = /-(?:primary|canary)$/;

/**
 * Who sends how much to which Service: {@link CLIENT} to each VirtualService, along its weights, and to each Service that
 * no VirtualService is named after; and the load tests.
 */
export function flows({ mesh, rate, rates, loads }: FlowArgs): readonly Flow[] {
    const podsOf = readyPods(mesh);
    const found: Flow[] = [];
    const add = (caller: Caller, namespace: string, service: string, share: number, copy: boolean) => {
        if (share <= 0) return;
        found.push({ caller, namespace, service, pods: podsOf(namespace, service), rate: share, copy });
    };

    for (const route of mesh.routes) {
        const wanted = rates.get(keyOf(route)) ?? rate;
        for (const { host, share, copy } of shares(route.rules)) {
            const [name = "", namespace = route.namespace] = host.split(".");
            add(CLIENT, namespace, name, wanted * share, copy);
        }
    }
    const routed = new Set(mesh.routes.map(keyOf));
    for (const service of mesh.services) {
        const key = keyOf(service);
        const called = FLAGGERS.test(service.name) ? 0 : rate;
        if (!routed.has(key)) add(CLIENT, service.namespace, service.name, rates.get(key) ?? called, false);
    }
    for (const load of loads) add(load, load.service.namespace, load.service.name, load.rate, false);
    return found;
}

interface Share {
    readonly host: string;
    /** Of all requests that reach the rules, 0 to 1. */
    readonly share: number;
    readonly copy: boolean;
}

function shares(rules: readonly Rule[]): readonly Share[] {
    const found: Share[] = [];
    let left = 1;
    for (const { conditional, destinations, mirror } of rules) {
        const taken = conditional ? left * MATCHING : left;
        const total = destinations.reduce((sum, { weight }) => sum + weight, 0);
        for (const { host, weight } of destinations) {
            found.push({ host, share: total === 0 ? 0 : (taken * weight) / total, copy: false });
        }
        if (mirror) found.push({ host: mirror.host, share: taken * mirror.share, copy: true });
        left -= taken;
    }
    return found;
}

/**
 * What finds the ready pods of a Service; none where the Service is not there. It asks no pod twice: thousands of Services
 * times thousands of pods are too many.
 */
export function readyPods({
    services,
    pods,
}: Mesh): (namespace: string, service: string) => readonly MeshPod[] {
    const selectors = new Map(services.map((service) => [keyOf(service), service.selector]));
    const index = new Map<string, MeshPod[]>();
    for (const pod of pods) {
        if (!pod.ready) continue;
        for (const [key, value] of Object.entries(pod.labels)) {
            const at = `${pod.namespace}/${key}=${value}`;
            const listed = index.get(at);
            if (listed) listed.push(pod);
            else index.set(at, [pod]);
        }
    }
    return (namespace, service) => {
        const wanted = Object.entries(selectors.get(`${namespace}/${service}`) ?? {});
        const lists = wanted.map(([key, value]) => index.get(`${namespace}/${key}=${value}`) ?? []);
        const [shortest = []] = lists.sort((one, other) => one.length - other.length);
        return shortest.filter(({ labels }) => wanted.every(([key, value]) => labels[key] === value));
    };
}

function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
    return `${namespace}/${name}`;
}
