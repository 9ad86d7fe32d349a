import { compareText } from "../kit/compare-text";
import type { ExpectedCluster } from "./expected";
import { elsewhereOf, modeIn, wantedFor } from "./judge-proxies";
import type { ObservedCluster, ProxyTally } from "./observed";

/** A workload whose pods have another proxy than Git has for them, and get that one when they are restarted. */
export interface Restart {
    /** `namespace/Kind/name` of what is restarted: of a canary its target, for Flagger makes the primary of it. */
    readonly id: string;
    /** `namespace/Kind/name` of what makes the pods that serve: the target's primary, or the same. */
    readonly serves: string;
    /** `namespace/Canary/name` that measures it. @default Kubernetes' own rollout is all there is */
    readonly canary?: string;
    /** Pods with another proxy. */
    readonly pods: number;
    /** Their proxies. */
    readonly from: readonly string[];
    /** Proxy they will have, and the revision whose webhook gives it. */
    readonly version: string;
    readonly revision: string;
    /** What its pod template may name as `istio.io/rev`. */
    readonly names: readonly string[];
    /** Why it cannot be restarted now; a clause without its full stop. @default it can */
    readonly refusal?: string;
}

/** Kinds that are rolled out anew when their template changes. */
const ROLLED: readonly string[] = ["Deployment", "StatefulSet", "DaemonSet"];

/**
 * What a restart brings to its proxy, sorted: workloads of the stack that the webhook injects, and all of namespaces that are
 * declared to be delivered elsewhere. What other namespaces hold is none of Windlass's to restart.
 */
export function planRestarts(expected: ExpectedCluster, observed: ObservedCluster): readonly Restart[] {
    const found = new Map<string, Restart>();
    for (const tally of observed.proxies) {
        const restart = restartOf(tally, expected, observed);
        if (!restart) continue;
        const known = found.get(restart.id);
        found.set(restart.id, {
            ...restart,
            pods: restart.pods + (known?.pods ?? 0),
            from: [...new Set([...(known?.from ?? []), ...restart.from])].sort(),
        });
    }
    return [...found.values()].sort((a, b) => compareText(a.id, b.id));
}

function restartOf(
    { workload, version = "?", revision, pods }: ProxyTally,
    expected: ExpectedCluster,
    observed: ObservedCluster,
): Restart | undefined {
    const mode = modeIn(expected, workload);
    const elsewhere = elsewhereOf(workload, expected);
    if (expected.gateways?.some((gateway) => gateway.workload === workload)) return undefined;
    if (elsewhere === undefined && mode !== "webhook" && mode !== "pin") return undefined;
    const wanted = elsewhere ?? {
        version: wantedFor(workload, expected),
        revision: expected.proxies.revision,
        tag: undefined,
    };
    const istiod = observed.controlPlanes.find((each) => each.revision === wanted.revision);
    // In place a webhook is ahead of the pin for as long as the proxies have not moved: a restart would change nothing.
    const isGiven = revision === wanted.revision && version === istiod?.version;
    if (version === wanted.version || isGiven) return undefined;
    const canary = observed.canaries.find(({ target }) => `${target}-primary` === workload);
    const id = canary?.target ?? workload;
    return {
        id,
        serves: workload,
        canary: canary?.id,
        pods,
        from: [version],
        version: wanted.version,
        revision: wanted.revision,
        names: [wanted.revision, ...(wanted.tag === undefined ? [] : [wanted.tag])],
        refusal: refusalOf(id, wanted, istiod),
    };
}

function refusalOf(
    id: string,
    { version, revision }: { readonly version: string; readonly revision: string },
    istiod: ObservedCluster["controlPlanes"][number] | undefined,
): string | undefined {
    const [, kind = ""] = id.split("/");
    if (!ROLLED.includes(kind)) return `nothing restarts a ${kind}: its owner makes it anew`;
    if (!istiod || istiod.ready === 0)
        return `the istiod of revision ${revision}, whose webhook would give it its proxy, is not ready`;
    if (istiod.version === version) return undefined;
    return `the webhook gives ${istiod.version ?? "an unknown version"} now, and Git has ${version} for it: let the proxies' step come first`;
}
