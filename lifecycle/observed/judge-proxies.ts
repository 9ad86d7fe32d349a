import semver from "semver";

import type { DataPlaneMode } from "../settings/settings";
import type { ExpectedCluster, ExpectedElsewhere } from "./expected";
import type { HealthFinding } from "./health-finding";
import type { ObservedCluster, ProxyTally } from "./observed";
import { restartCommand } from "./rollout-command";

/**
 * Proxies that run another version than Git has: the debt of a rollout that did not end, or of pods that only a restart
 * moves. A webhook gives what starts the proxy of its istiod, so that version is as Git has it, too. One that is newer than every istiod is out of what Istio supports (istio.io, "Supported releases": proxies may be
 * older than their control plane, never newer).
 */
export function judgeProxies(expected: ExpectedCluster, observed: ObservedCluster): readonly HealthFinding[] {
    const newest = observed.controlPlanes
        .flatMap(({ version }) => version ?? [])
        .sort(semver.rcompare)
        .at(0);
    const gateways = new Set(expected.gateways?.map(({ workload }) => workload));
    return observed.proxies.flatMap((tally): HealthFinding[] => {
        const { workload, version, pods, revision } = tally;
        // Which version a gateway is to have is judged by its own pin (judge-gateway.ts).
        const isGateway = gateways.has(workload);
        const about = { about: workload, kind: isGateway ? "gateway" : "proxies" } as const;
        const [has, has_] = [`${pods} pod${pods === 1 ? "" : "s"}`, pods === 1 ? "has" : "have"];
        if (version === undefined) {
            const reason = `${has} ${has_} a proxy whose image names no version`;
            return [{ level: "behind", ...about, reason }];
        }
        if (newest !== undefined && semver.gt(version, newest)) {
            const reason = `${has} ${has_} the proxy ${version}, which is newer than every istiod (${newest})`;
            return [{ level: "failing", ...about, reason }];
        }
        if (!observed.controlPlanes.some((istiod) => istiod.revision === revision)) {
            const reason = `${has} ask${pods === 1 ? "s" : ""} the istiod of revision ${revision}, which does not run`;
            return [{ level: "failing", ...about, reason }];
        }
        if (isGateway) return [];
        const elsewhere = elsewhereOf(workload, expected);
        const wanted = wantedFor(workload, expected);
        // A revision beside the wanted one gives its own proxy for as long as it runs, and is pruned once nobody asks it.
        const isBehind = elsewhere !== undefined && semver.lt(version, wanted);
        if (version === wanted || (isInjected(tally, expected) && !isBehind)) return [];
        const who = elsewhere?.tag === undefined ? "Git has" : `the tag ${elsewhere.tag} points to`;
        const reason = `${has} ${has_} the proxy ${version}, and ${who} ${wanted}`;
        return [{ level: "behind", ...about, ...restartOf(tally, expected), reason }];
    });
}

/** Whether a proxy is what the webhook of its revision gives: it moves with the istiod, before the pin does and after. */
function isInjected({ workload, version, revision }: ProxyTally, expected: ExpectedCluster): boolean {
    const istiod = expected.controlPlanes.find((each) => each.revision === revision);
    return istiod?.version === version && modeIn(expected, workload) !== "git";
}

/** The version Git has for a workload: another one where its cohort has moved and the pin has not. */
export function wantedFor(workload: string, expected: ExpectedCluster): string {
    const { ahead, proxies } = expected;
    const elsewhere = elsewhereOf(workload, expected);
    if (elsewhere) return elsewhere.version;
    const moved = ahead?.workloads.has(workload) || ahead?.workloads.has(workload.replace(/-primary$/, ""));
    return (moved && ahead?.version) || proxies.version;
}

/** What a workload of another repository has once it is restarted; undefined for one of the stack, or of a namespace nobody has declared. */
export function elsewhereOf(workload: string, expected: ExpectedCluster): ExpectedElsewhere | undefined {
    if (modeIn(expected, workload) !== undefined) return undefined;
    return expected.elsewhere?.get(workload.split("/")[0] ?? "");
}

/** How a workload gets its proxy; undefined for one that is not of the stack. */
export function modeIn({ modes }: ExpectedCluster, workload: string): DataPlaneMode | undefined {
    return modes.get(workload) ?? modes.get(workload.replace(/-primary$/, ""));
}

/** What moves pods that no change in Git moves: a webhook gives them their proxy when they start. */
function restartOf(
    { workload }: ProxyTally,
    expected: ExpectedCluster,
): Pick<HealthFinding, "kind" | "remedy"> | undefined {
    const [namespace = "", kind = "", name = ""] = workload.split("/");
    const mode = modeIn(expected, workload);
    if (mode === "git") return undefined;
    if (kind === "Pod" || kind === "Job") return { kind: "restart" };
    if (mode !== undefined || elsewhereOf(workload, expected))
        return { kind: "restart", remedy: restartCommand(expected.stack, namespace) };
    const remedy = `kubectl --namespace ${namespace} rollout restart ${kind.toLowerCase()}/${name}`;
    return { kind: "restart", remedy };
}
