import type * as pulumi from "@pulumi/pulumi";
import semver from "semver";

import { deepMerge, valueAt } from "../../lifecycle/mesh/deep-merge";
import { gatewayIdentity } from "../../lifecycle/mesh/gateway-identity";
import { baseValues, cniValues, istiodValues } from "../../lifecycle/mesh/helm-values";
import { refuseOwnedGatewayValues } from "../../lifecycle/mesh/owned-gateway-values";
import { type Revision, liveRevisions, tagRevision } from "../../lifecycle/mesh/revision";
import { gatewayTarget, proxyImage, proxyTarget, targetOf } from "../../lifecycle/mesh/target";
import type { Lock } from "../../lifecycle/settings/lock";
import type { GatewaySettings, StackSettings } from "../../lifecycle/settings/settings";
import type {
    ControlPlaneArgs,
    IstioCniArgs,
    IstioReleaseArgs,
    IstioRevisionArgs,
    IstioTagsArgs,
} from "../istio/control-plane";
import type { GatewayArgs } from "../istio/gateway-args";

/**
 * The control plane of a stack.
 *
 * While two revisions run, `base` is at the newest version, for CRDs only ever grow. The istiod that proxies are pinned to
 * validates objects of no revision: it is up before and after every step.
 *
 * @throws WindlassError when `istio.values` sets what another key of the stack file decides.
 */
export function controlPlaneArgs(settings: StackSettings, lock: Lock): pulumi.Unwrap<ControlPlaneArgs> {
    const { releases } = settings.istio;
    const [oldest, ...newer] = liveRevisions(settings, lock);
    const newest = newer.at(-1) ?? oldest;
    const pin = ({ name, version }: Revision): pulumi.Unwrap<IstioRevisionArgs> => {
        const target = { ...targetOf(settings, lock, version), revision: name };
        const values = istiodValues(settings, target);
        return { name, version, values, release: knownAs(releases.istiod[name]) };
    };
    return {
        version: lock.istio.crds ?? newest.version,
        charts: lock.istio.charts,
        chartsSecret: settings.istio.chartsSecret,
        chartsCa: settings.istio.chartsCa,
        baseValues: baseValues({ revision: proxyTarget(settings, lock).revision }, releases.base.values),
        revisions: [pin(oldest), ...newer.map(pin)],
        cni: settings.istio.cni ? cniPin(oldest.version, settings, lock) : undefined,
        network: settings.cluster.network,
        tags: tagArgs(settings, lock),
        baseRelease: knownAs(releases.base),
        hardened: settings.istio.defaults === "windlass",
    };
}

/** A tag that is behind the proxies points to a revision that is still up: its pin keeps that (liveRevisions). */
function tagArgs(settings: StackSettings, lock: Lock): pulumi.Unwrap<IstioTagsArgs> | undefined {
    const { tags, values } = settings.istio;
    if (tags.length === 0) return undefined;
    const policy = valueAt(values, ["sidecarInjectorWebhook", "reinvocationPolicy"]);
    return {
        names: [...tags],
        revision: tagRevision(settings, lock),
        reinvocationPolicy: typeof policy === "string" ? policy : undefined,
    };
}

/**
 * The node agent, at the oldest version of all that runs: one of version x serves control planes of x and x+1. In place
 * that is the proxies' pin, so that it follows the control plane upwards and goes before it on the way back.
 */
function cniPin(oldestIstiod: string, settings: StackSettings, lock: Lock): pulumi.Unwrap<IstioCniArgs> {
    const { proxies } = lock.istio;
    const version = semver.lt(proxies.version, oldestIstiod) ? proxies.version : oldestIstiod;
    const values = cniValues(settings, targetOf(settings, lock, version));
    return { version, values, release: knownAs(settings.istio.releases.cni) };
}

/** A release that was there before: what Helm calls it, and where it keeps it. */
interface KnownRelease {
    readonly name?: string;
    readonly storage?: string;
}

function knownAs({ name, storage }: KnownRelease = {}): pulumi.Unwrap<IstioReleaseArgs> | undefined {
    if (name === undefined && storage === undefined) return undefined;
    return { releaseName: name, storageNamespace: storage };
}

/**
 * A gateway of a stack, at the version that is pinned for it.
 *
 * @throws WindlassError when its `values` set what another key decides.
 */
export function gatewayArgs(
    settings: StackSettings,
    lock: Lock,
    gateway: GatewaySettings,
): pulumi.Unwrap<GatewayArgs> {
    refuseOwnedGatewayValues(settings.stack, gateway);
    const { name: _name, servers, values, ...options } = gateway;
    const target = gatewayTarget(settings, lock, gateway.name);
    const identity = gatewayIdentity(gateway);
    const [first, ...others] = servers;
    return {
        ...options,
        loadBalancerSourceRanges: [...options.loadBalancerSourceRanges],
        ports: [...options.ports],
        topologySpreadConstraints: [...options.topologySpreadConstraints],
        tolerations: [...options.tolerations],
        imagePullSecrets: [...new Set([...(settings.istio.pullSecrets ?? []), ...options.imagePullSecrets])],
        version: target.version,
        hosts: first && [...first.hosts],
        tlsSecret: first?.tlsSecret,
        issuer: first?.issuer,
        servers: others.flatMap(({ hosts, tlsSecret, issuer }) =>
            tlsSecret === undefined ? [] : [{ hosts: [...hosts], tlsSecret, issuer }],
        ),
        network: settings.cluster.network,
        domain: settings.cluster.domain,
        revision: target.revision,
        charts: lock.istio.charts,
        chartsSecret: settings.istio.chartsSecret,
        chartsCa: settings.istio.chartsCa,
        // Its pods say `image: auto` and get their proxy from the webhook; the annotation makes that the pinned one, so that a
        // gateway moves in the step that is its own and not with whatever istiod runs when a pod happens to start.
        values: deepMerge(values, { podAnnotations: { "sidecar.istio.io/proxyImage": proxyImage(target) } }),
        releaseName: identity.release,
        selector: identity.selector,
        gatewayName: identity.gateway,
    };
}
