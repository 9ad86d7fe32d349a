import { isRecord } from "../../lifecycle/kit/json-path";
import type { MeshPod } from "./mesh";

/** Something that is bad in the pods that all of its selectors name. */
export interface Fault {
    /** Of the pod's proxy: `1.31.2`. @default any */
    readonly proxyVersion?: string;
    /** Namespace and name that the pod's proxy reports: `prod/backend`. @default any */
    readonly workload?: string;
    /** Of the pod's proxy. @default any */
    readonly revision?: string;
    /** Share of the requests that the application answers with status 500, 0 to 1. @default 0 */
    readonly errorRate?: number;
    /** Share of the requests that the proxy loses, 0 to 1: only the caller's proxy tells of them. @default 0 */
    readonly lossRate?: number;
    /** Milliseconds each answer takes longer. @default 0 */
    readonly latency?: number;
    /** How often the proxy has refused what istiod sent. @default 0 */
    readonly rejections?: number;
}

/** What of a pod's requests comes to nothing, and why. */
export type Effect = Required<Pick<Fault, "errorRate" | "lossRate" | "latency" | "rejections">>;

const SELECTORS = ["proxyVersion", "workload", "revision"];
const SHARES = ["errorRate", "lossRate"];
const AMOUNTS = ["latency", "rejections"];

/**
 * A fault as it was sent.
 *
 * @throws Error naming the key that is wrong, and its rule
 */
export function parseFault(value: unknown): Fault {
    if (!isRecord(value)) throw new Error("a fault is a JSON object");
    for (const [key, given] of Object.entries(value)) {
        if (SELECTORS.includes(key)) requireThat(typeof given === "string", key, "must be a text");
        else if (SHARES.includes(key))
            requireThat(isAmount(given) && given <= 1, key, "must be a number from 0 to 1");
        else
            requireThat(
                AMOUNTS.includes(key) && isAmount(given),
                key,
                "must be a number from 0, of a known key",
            );
    }
    requireThat(
        SELECTORS.some((key) => key in value),
        SELECTORS.join(", "),
        "must name what is bad: one of them at least",
    );
    return value;
}

/** What faults come to in one pod: the worst of each. A pod without a proxy has faults of its workload only. */
export function effectOn({ namespace, workload, proxy }: MeshPod, faults: readonly Fault[]): Effect {
    const own = faults.filter(
        (fault) =>
            (fault.workload ?? `${namespace}/${workload}`) === `${namespace}/${workload}` &&
            (fault.proxyVersion ?? proxy?.version) === proxy?.version &&
            (fault.revision ?? proxy?.revision) === proxy?.revision,
    );
    const worst = (key: keyof Effect) => Math.max(0, ...own.map((fault) => fault[key] ?? 0));
    return {
        errorRate: worst("errorRate"),
        lossRate: worst("lossRate"),
        latency: worst("latency"),
        rejections: worst("rejections"),
    };
}

function isAmount(value: unknown): value is number {
    return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function requireThat(holds: boolean, key: string, rule: string): void {
    if (!holds) throw new Error(`${key} ${rule}`);
}
