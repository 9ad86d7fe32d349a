import { baseValues, cniValues, gatewayValues, istiodValues } from "../../lifecycle/mesh/helm-values";
import { INGRESS } from "../../lifecycle/mesh/ingress";
import { liveRevisions } from "../../lifecycle/mesh/revision";
import { proxyTarget, targetOf } from "../../lifecycle/mesh/target";
import type { Lock } from "../../lifecycle/stack/lock";
import type { StackSettings } from "../../lifecycle/stack/settings";
import type { ControlPlaneArgs, RevisionPin } from "./control-plane";
import type { GatewayArgs } from "./gateway";

/**
 * The control plane of a stack.
 *
 * While two revisions run, `base` is at the newest version, for CRDs only ever grow; but the older one, which runs
 * already, validates objects, and the node agent is at its version.
 *
 * @throws WindlassError when `istio.values` sets what another key of the stack file decides.
 */
export function controlPlaneArgs(settings: StackSettings, lock: Lock): ControlPlaneArgs {
    const [oldest, ...newer] = liveRevisions(settings, lock);
    const newest = newer.at(-1) ?? oldest;
    const pin = (version: string): RevisionPin => {
        const target = targetOf(settings, lock, version);
        return { version, revision: target.revision, values: istiodValues(settings, target) };
    };
    return {
        charts: lock.istio.charts,
        base: { version: newest.version, values: baseValues({ revision: oldest.name }) },
        revisions: [pin(oldest.version), ...newer.map(({ version }) => pin(version))],
        cni: settings.istio.cni
            ? { version: oldest.version, values: cniValues(targetOf(settings, lock, oldest.version)) }
            : undefined,
        network: settings.cluster.network,
    };
}

/** The ingress gateway of a stack, at the version of the proxies. */
export function gatewayArgs(settings: StackSettings, lock: Lock): GatewayArgs {
    const target = proxyTarget(settings, lock);
    const { namespace, hosts, tlsSecret } = settings.gateway;
    return {
        identity: INGRESS,
        namespace,
        charts: lock.istio.charts,
        version: target.version,
        values: gatewayValues(settings, target, INGRESS),
        hosts,
        tlsSecret,
    };
}
