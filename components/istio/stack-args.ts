import semver from "semver";

import { baseValues, cniValues, gatewayValues, istiodValues } from "../../lifecycle/mesh/helm-values";
import { INGRESS } from "../../lifecycle/mesh/ingress";
import { type Revision, liveRevisions } from "../../lifecycle/mesh/revision";
import { proxyTarget, targetOf } from "../../lifecycle/mesh/target";
import type { Lock } from "../../lifecycle/stack/lock";
import type { StackSettings } from "../../lifecycle/stack/settings";
import type { ChartPin, ControlPlaneArgs, RevisionPin } from "./control-plane";
import type { GatewayArgs } from "./gateway";

/**
 * The control plane of a stack.
 *
 * While two revisions run, `base` is at the newest version, for CRDs only ever grow. The istiod that proxies are pinned to
 * validates objects of no revision: it is up before and after every step.
 *
 * @throws WindlassError when `istio.values` sets what another key of the stack file decides.
 */
export function controlPlaneArgs(settings: StackSettings, lock: Lock): ControlPlaneArgs {
    const [oldest, ...newer] = liveRevisions(settings, lock);
    const newest = newer.at(-1) ?? oldest;
    const pin = ({ name, version }: Revision): RevisionPin => {
        const target = { ...targetOf(settings, lock, version), revision: name };
        return { version, revision: name, values: istiodValues(settings, target) };
    };
    return {
        charts: lock.istio.charts,
        base: {
            version: lock.istio.crds ?? newest.version,
            values: baseValues({ revision: proxyTarget(settings, lock).revision }),
        },
        revisions: [pin(oldest), ...newer.map(pin)],
        cni: settings.istio.cni ? cniPin(oldest.version, settings, lock) : undefined,
        network: settings.cluster.network,
    };
}

/**
 * The node agent, at the oldest version of all that runs: one of version x serves control planes of x and x+1. In place
 * that is the proxies' pin, so that it follows the control plane upwards and goes before it on the way back.
 */
function cniPin(oldestIstiod: string, settings: StackSettings, lock: Lock): ChartPin {
    const { proxies } = lock.istio;
    const version = semver.lt(proxies.version, oldestIstiod) ? proxies.version : oldestIstiod;
    return { version, values: cniValues(targetOf(settings, lock, version)) };
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
