import { liveRevisions, proxyRevision, tagRevision } from "../mesh/revision";
import type { Lock } from "../settings/lock";
import { pinOf, tagsPinned } from "../settings/pins";
import type { GatewaySettings, StackSettings } from "../settings/settings";
import { objectId } from "../workloads/manifest";
import type { WorkloadsPlan } from "../workloads/plan-workloads";
import { isWorkload } from "../workloads/pod-template";
import { gatewayIdentity } from "../mesh/gateway-identity";
import { gatewayTarget } from "../mesh/target";
import type { ExpectedCluster, ExpectedCohort, ExpectedElsewhere, ExpectedGateway } from "./expected";
import { imagesOf } from "./observe-canary";

/** What a stack's files say that its cluster runs. */
export interface ExpectClusterArgs {
    readonly settings: StackSettings;
    readonly lock: Lock;
    readonly workloads: WorkloadsPlan;
    /** Workloads that have the lock's next proxy already. @default none */
    readonly moved?: ReadonlySet<string>;
    /** The stack's cohorts, in their order. @default all workloads are one */
    readonly cohorts?: readonly ExpectedCohort[];
}

/** What a cluster runs where everything is as Git has it. */
export function expectCluster({
    settings,
    lock,
    workloads,
    moved,
    cohorts,
}: ExpectClusterArgs): ExpectedCluster {
    const { proxies, leaving, retiring } = lock.istio;
    return {
        stack: settings.stack,
        context: settings.cluster.context,
        controlPlanes: liveRevisions(settings, lock).map(({ name, version }) => ({
            revision: name,
            version,
        })),
        proxies: { revision: proxyRevision(settings, lock), version: proxies.version },
        ahead: proxies.next && moved && { version: proxies.next.version, workloads: moved },
        cohorts: proxies.next && cohorts,
        gateways: settings.gateways.map((gateway) => expectGateway(settings, lock, gateway)),
        elsewhere: expectElsewhere(settings, lock),
        leaving: leaving ?? retiring,
        modes: workloads.modes,
        images: new Map(
            workloads.objects
                .filter((object) => isWorkload(object))
                .map((object) => [objectId(object), imagesOf(object)]),
        ),
        gated: workloads.gated,
    };
}

function expectElsewhere(
    settings: StackSettings,
    lock: Lock,
): ReadonlyMap<string, ExpectedElsewhere> | undefined {
    const { proxies } = lock.istio;
    const untagged = { version: proxies.version, revision: proxyRevision(settings, lock) };
    // In place a tag has no pin: it points to the one istiod, as everything does.
    const tagged = {
        version: (tagsPinned(settings) ? pinOf(lock, "tags") : proxies).version,
        revision: tagRevision(settings, lock),
    };
    const found = Object.entries(settings.workloads.namespaces).filter(([, { elsewhere }]) => elsewhere);
    if (found.length === 0) return undefined;
    return new Map(
        found.map(([namespace, { tag }]) => [namespace, tag === undefined ? untagged : { ...tagged, tag }]),
    );
}

function expectGateway(settings: StackSettings, lock: Lock, gateway: GatewaySettings): ExpectedGateway {
    const { version, revision } = gatewayTarget(settings, lock, gateway.name);
    const { release } = gatewayIdentity(gateway);
    return { version, revision, workload: `${gateway.namespace}/Deployment/${release}` };
}
