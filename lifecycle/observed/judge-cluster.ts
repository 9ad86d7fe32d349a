import type { ExpectedCluster } from "./expected";
import type { HealthFinding } from "./health-finding";
import { judgeCanaries } from "./judge-canaries";
import { judgeControlPlanes } from "./judge-control-planes";
import { judgeDeliveries } from "./judge-deliveries";
import { judgeFluxFlags } from "./judge-flux-flags";
import { judgeGateways } from "./judge-gateway";
import { judgeRoots } from "./judge-roots";
import { judgeProxies } from "./judge-proxies";
import { judgeWorkloads } from "./judge-workloads";
import type { ObservedCluster } from "./observed";

/** Everything in which a cluster is not as Git has it, what fails first. Pure. */
export function judgeCluster(expected: ExpectedCluster, observed: ObservedCluster): readonly HealthFinding[] {
    const { deliveries, fluxFlags } = observed;
    const kustomizations = deliveries.filter(({ kind }) => kind === "Kustomization").length;
    const findings = [
        ...judgeControlPlanes(expected, observed),
        ...judgeRoots(observed),
        ...judgeGateways(expected, observed),
        ...judgeDeliveries(observed, expected),
        ...judgeFluxFlags({ fluxFlags, kustomizations }),
        ...judgeCanaries(expected, observed),
        ...judgeWorkloads(expected, observed),
        ...judgeProxies(expected, observed),
    ];
    return [
        ...findings.filter(({ level }) => level === "failing"),
        ...findings.filter(({ level }) => level === "behind"),
    ];
}
