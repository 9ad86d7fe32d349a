import { revisionName } from "../kit/revision-name";
import { compare } from "semver";
import type { Lock } from "../settings/lock";
import { gatewayPin } from "../settings/gateway-pins";
import { pinOf, tagsPinned } from "../settings/pins";
import type { StackSettings } from "../settings/settings";

/** What Istio calls the revision of a control plane installed without one. The charts spell it `""`. */
export const DEFAULT_REVISION = "default";

/** One control plane and the exact version it runs. */
export interface Revision {
    /** `default`, or the version with dashes: `1-31-1`. */
    readonly name: string;
    readonly version: string;
}

/**
 * The revision that serves proxies of a version: `default` when control planes are upgraded in place, the
 * version's own when they are installed beside each other. Git-injected proxies, pods pinned by `istio.io/rev`
 * and gateways of the version all use it.
 */
export function revisionOf(settings: StackSettings, version: string): string {
    return settings.istio.strategy === "revisions" ? revisionName(version) : DEFAULT_REVISION;
}

/** What {@link revisionOf} would say with the other strategy. */
export function otherRevision(settings: StackSettings, version: string): string {
    return settings.istio.strategy === "revisions" ? DEFAULT_REVISION : revisionName(version);
}

/**
 * The revision that a stack's proxies ask. It is that of their version, but on the way to the other strategy
 * (`istio.strategyMove` in the lock), before they have moved.
 */
export function proxyRevision(settings: StackSettings, { istio }: Lock): string {
    const { version } = istio.proxies;
    return istio.strategyMove === "old" ? otherRevision(settings, version) : revisionOf(settings, version);
}

/** The revision that the tags of a stack point to: the one istiod in place, until their own step that of before. */
export function tagRevision(settings: StackSettings, lock: Lock): string {
    const { version } = pinOf(lock, "tags");
    // On the way to another strategy all proxies have one version, and ask the same istiod.
    return version === lock.istio.proxies.version
        ? proxyRevision(settings, lock)
        : revisionOf(settings, version);
}

/** How the charts spell a revision: the default one is the empty string. */
export function chartRevision(revision: string): string {
    return revision === DEFAULT_REVISION ? "" : revision;
}

/**
 * The control planes a stack runs, oldest version first. In place there is one. With revisions those the
 * proxies, the gateways and the tags are pinned to stay, and the one they have left until the lock no longer retires it: proxies without their
 * istiod get no new configuration and no new certificate, and a new pin moves none of them at once. Flagger promotes a
 * primary only after its analysis.
 */
export function liveRevisions(settings: StackSettings, lock: Lock): readonly [Revision, ...Revision[]] {
    const { controlPlane, proxies, retiring, strategyMove } = lock.istio;
    const named = (version: string): Revision => ({ name: revisionOf(settings, version), version });
    if (strategyMove !== undefined) {
        const { version } = proxies;
        return [{ name: otherRevision(settings, version), version }, named(version)];
    }
    if (settings.istio.strategy !== "revisions") return [named(controlPlane.version)];
    const gateways = settings.gateways.map(({ name }) => gatewayPin(lock, name).version);
    const tags = tagsPinned(settings) ? [pinOf(lock, "tags").version] : [];
    const versions = new Set([
        controlPlane.version,
        proxies.version,
        ...gateways,
        ...tags,
        ...(retiring ? [retiring] : []),
    ]);
    const [oldest = controlPlane.version, ...newer] = [...versions].sort(compare);
    return [named(oldest), ...newer.map(named)];
}
