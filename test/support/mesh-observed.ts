import { setTimeout as sleep } from "node:timers/promises";

import { compare } from "semver";
import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import type { KubeClient } from "./kube-api";

/** The applications of the fixture that have a Canary. */
export const CANARY_APPS = ["backend", "frontend"];

const CANARIES = "/apis/flagger.app/v1beta1/namespaces/prod/canaries";
const DEPLOYMENTS = "/apis/apps/v1/namespaces/prod/deployments";
export const KUSTOMIZATIONS = "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations";

/** Phase of each Canary, by its name. */
export async function phases(api: KubeClient): Promise<Readonly<Record<string, string>>> {
    return byName(await api.list(CANARIES), (canary) => String(getIn(canary, ["status", "phase"])));
}

/** Version of the proxy in each primary's template, by the application. */
export async function primaries(api: KubeClient): Promise<Readonly<Record<string, string>>> {
    const all = byName(await api.list(DEPLOYMENTS), proxyVersion);
    return Object.fromEntries(
        Object.entries(all).flatMap(([name, version]) =>
            name.endsWith("-primary") ? [[name.slice(0, -"-primary".length), version]] : [],
        ),
    );
}

/** Version of the proxy in an application's own template. */
export async function templateVersion(api: KubeClient, app: string): Promise<string> {
    return byName(await api.list(DEPLOYMENTS), proxyVersion)[app] ?? "none";
}

/** `1.31.1` of the first image of a proxy that an object names; `none` where it names none. */
function proxyVersion(object: unknown): string {
    return /\/proxyv2:(\d+\.\d+\.\d+)/.exec(JSON.stringify(object))?.[1] ?? "none";
}

function byName(
    items: readonly unknown[],
    read: (item: unknown) => string,
): Readonly<Record<string, string>> {
    return Object.fromEntries(items.map((item) => [String(getIn(item, ["metadata", "name"])), read(item)]));
}

/** What one look at a cluster's pods has shown. */
export interface Sample {
    /** Versions of the istiods that have a pod. */
    readonly istiods: readonly string[];
    /** Versions of the proxies, each with a pod that has it. */
    readonly proxies: ReadonlyMap<string, string>;
}

/** Versions of all istiods and proxies that run, by the images of their pods. */
export async function sample(api: KubeClient): Promise<Sample> {
    const istiods = new Set<string>();
    const proxies = new Map<string, string>();
    for (const pod of await api.list("/api/v1/pods")) {
        if (getIn(pod, ["metadata", "deletionTimestamp"]) !== undefined) continue;
        const spec = JSON.stringify(getIn(pod, ["spec"]));
        const istiod = /\/pilot:(\d+\.\d+\.\d+)/.exec(spec)?.[1];
        if (istiod !== undefined) istiods.add(istiod);
        const version = proxyVersion(getIn(pod, ["spec"]));
        if (version !== "none") proxies.set(version, String(getIn(pod, ["metadata", "name"])));
    }
    return { istiods: [...istiods].sort(compare), proxies };
}

/**
 * What a sample breaks of Istio's rule that a proxy is never newer than its istiod, and at most one minor older: in place
 * any istiod may be asked, so the oldest counts for the one, and the newest for the other.
 *
 * @see https://istio.io/latest/docs/releases/supported-releases/#control-planedata-plane-skew
 */
export function skewFaults({ istiods, proxies }: Sample): readonly string[] {
    const [oldest, newest] = [istiods[0], istiods.at(-1)];
    if (oldest === undefined || newest === undefined) return [];
    return [...proxies].flatMap(([version, pod]) => {
        if (compare(version, oldest) > 0) return [`${pod} has ${version}, newer than istiod ${oldest}`];
        const minors = Number(newest.split(".")[1]) - Number(version.split(".")[1]);
        return minors > 1 ? [`${pod} has ${version}, ${minors} minors behind istiod ${newest}`] : [];
    });
}

/** Looks at a cluster's pods until it is stopped. */
export class SkewWatch {
    public samples = 0;
    private readonly faults = new Set<string>();
    private running = true;
    private readonly loop: Promise<void>;

    public constructor(private readonly api: KubeClient) {
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

/** Whether an object's controller says Ready of its present generation. */
export function isReady(object: unknown): boolean {
    const generation = getIn(object, ["metadata", "generation"]);
    if (getIn(object, ["status", "observedGeneration"]) !== generation) return false;
    return readySince(object) !== undefined;
}

/** When an object became Ready, in milliseconds since 1970; undefined where it is not. */
export function readySince(object: unknown): number | undefined {
    const conditions = getIn(object, ["status", "conditions"]);
    const ready = (Array.isArray(conditions) ? conditions : []).find(
        (condition) => isRecord(condition) && condition["type"] === "Ready" && condition["status"] === "True",
    ) as unknown;
    const since = getIn(ready, ["lastTransitionTime"]);
    return typeof since === "string" ? Date.parse(since) : undefined;
}

/** Name of an object. */
export function nameOf(object: unknown): string {
    return String(getIn(object, ["metadata", "name"]));
}
