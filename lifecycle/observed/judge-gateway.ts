import type { ExpectedCluster, ExpectedGateway } from "./expected";
import type { HealthFinding, HealthLevel } from "./health-finding";
import type { ObservedCluster, ObservedDelivery, ProxyTally } from "./observed";

/** As much of a controller's message as a line holds. */
const SHOWN = 200;

/**
 * What is wrong with the gateways, each by its pods: all traffic of the mesh goes through them. Its release says more late: Helm waits
 * for minutes before it gives up, and after it has gone back the pods are well and are not what Git has.
 */
export function judgeGateways(
    { gateways = [] }: Pick<ExpectedCluster, "gateways">,
    observed: Pick<ObservedCluster, "proxies" | "deliveries">,
): readonly HealthFinding[] {
    return gateways.flatMap((gateway) => judgeGateway(gateway, observed));
}

function judgeGateway(
    gateway: ExpectedGateway,
    { proxies, deliveries }: Pick<ObservedCluster, "proxies" | "deliveries">,
): readonly HealthFinding[] {
    const { workload, version } = gateway;
    const release = deliveries.find((delivery) => isReleaseOf(delivery, gateway));
    const own = proxies.filter((tally) => tally.workload === workload);
    if (own.length > 0) return own.flatMap((tally) => judgeTally(tally, gateway, release));
    const level = release?.applied === undefined ? "behind" : "failing";
    return [{ level, kind: "gateway", about: workload, reason: `no pod of it runs, and Git has ${version}` }];
}

/**
 * Whether a gateway's rollout to what Git has has failed. One that came to its end and fell ill later tells nothing of the
 * version: then all its pods have it.
 */
export function hasGatewayFailed(
    gateway: ExpectedGateway,
    observed: Pick<ObservedCluster, "proxies" | "deliveries">,
): boolean {
    const { workload, version } = gateway;
    const isUnderWay = observed.proxies.some(
        (tally) => tally.workload === workload && tally.version !== version,
    );
    return isUnderWay && judgeGateway(gateway, observed).some(({ level }) => level === "failing");
}

function judgeTally(
    { pods, ready, version, revision, trouble }: ProxyTally,
    { workload, ...wanted }: ExpectedGateway,
    release: ObservedDelivery | undefined,
): readonly HealthFinding[] {
    const hasFailed = release?.ready === "False";
    const finding = (level: HealthLevel, reason: string): readonly HealthFinding[] => [
        { level, kind: "gateway", about: workload, reason },
    ];
    const [has, have, ask] = pods === 1 ? ["1 pod", "has", "asks"] : [`${pods} pods`, "have", "ask"];
    if (version !== wanted.version || revision !== wanted.revision) {
        const differs =
            version === wanted.version
                ? `${has} ${ask} the istiod of revision ${revision}, and Git has ${wanted.revision}`
                : `${has} ${have} the proxy ${version ?? "of an unknown version"}, and Git has ${wanted.version}`;
        if (!hasFailed) return finding("behind", differs);
        const said = release.message.replace(/\s+/g, " ").trim().slice(0, SHOWN);
        return finding("failing", `${differs}: its upgrade failed${said === "" ? "" : ` (${said})`}`);
    }
    if (ready === pods) return [];
    const why = trouble === undefined ? "" : `: ${trouble.reason}`;
    return finding(
        hasFailed || trouble?.isLasting === true ? "failing" : "behind",
        `${ready} of ${has} with the proxy ${version} ${ready === 1 ? "is" : "are"} ready${why}`,
    );
}

function isReleaseOf({ kind, namespace, name }: ObservedDelivery, { workload }: ExpectedGateway): boolean {
    return kind === "HelmRelease" && workload === `${namespace}/Deployment/${name}`;
}
