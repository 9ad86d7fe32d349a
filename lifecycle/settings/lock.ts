import type { LockedSystem, PinnedPart } from "./pinned-parts";

/** Schema a lock file names in its first line. A later one is refused, never guessed at. */
export const LOCK_SCHEMA = "windlass/lock/v1";

/**
 * The exact versions a stack runs: `stacks/<stack>.lock.yaml`. A tool writes it, a person reviews it.
 * Everything below it is a function of the lock, the settings and the manifests, never of the network.
 */
export interface Lock {
    readonly istio: IstioLock;
    readonly flux: FluxLock;
    readonly flagger: FlaggerLock;
    /**
     * Systems whose pins lie outside their range, which was changed after they were picked, while no step into it may be
     * taken. Written and removed by `windlass update`.
     */
    readonly outside?: readonly LockedSystem[];
    /** Date of the catalog the pins were picked from: `2026-10-01`. */
    readonly catalog: string;
    /**
     * What was pinned before, oldest first: what later waves may take is what an earlier one has run, and a pin alone does
     * not say that of the version before it. Left out where nothing was.
     */
    readonly history?: readonly PastPin[];
}

/** A version that was pinned once. */
export interface PastPin {
    readonly part: PinnedPart;
    readonly version: string;
    /** `2026-11-21` */
    readonly since: string;
    /** Day on which another one was pinned. */
    readonly until: string;
}

export interface IstioLock {
    /** Range the pins were picked for. A lock for another range is refused. */
    readonly range: string;
    readonly controlPlane: Pin;
    /** Pinned apart from the control plane: an upgrade moves one, then the other. */
    readonly proxies: Pin;
    /**
     * Where an upgrade is going that cannot get there in one step: in the range, while the control plane may still be
     * outside of it. Written by `windlass update`, and gone once the control plane lies in the range.
     */
    readonly towards?: string;
    /**
     * Exact version of a revision that no pin names any more, and whose istiod stays because proxies of it may still run:
     * primaries that Flagger has not promoted yet, rollouts that are slow. Only with strategy `revisions`. Older than the
     * control plane, or newer on the way back; never a version that is pinned. `windlass update` writes it in the step
     * that leaves the revision, and removes it in a later one, `prune`. On the way back to a revision that was pruned it
     * names that, so that its istiod is up before the proxies go there (`restore`).
     */
    readonly retiring?: string;
    /**
     * Version that the proxies move away from since the day of their pin: primaries that Flagger has not promoted yet,
     * rollouts that are slow. Left out where `retiring` says it. The next step of the control plane waits for them, and
     * takes it away.
     */
    readonly leaving?: string;
    /**
     * A move to the other `istio.strategy` is under way: an istiod of either strategy runs, both at the proxies' version.
     * `old`: the proxies ask that of the strategy before. `new`: they move to that of the strategy of the settings. Written
     * by `windlass update --only strategy`, and gone with the old istiod.
     */
    readonly strategyMove?: "old" | "new";
    /** Day since which {@link strategyMove} is what it is. */
    readonly strategySince?: string;
    /**
     * Version of Istio's definitions (the chart `base`) where they are newer than every istiod, after a way back: they never
     * go back, for an older chart would take fields from objects in use. Gone once an istiod has caught up.
     */
    readonly crds?: string;
    /** Chart repository: `oci://…` or `https://…`. */
    readonly charts: string;
    readonly hub: string;
    readonly variant: string;
    /** Digest by chart of the control plane's version, `base: sha256:…`; what could not be fetched is absent. */
    readonly chartDigests: Readonly<Record<string, string>>;
    /**
     * Digest of istioctl's archive by platform, `linux-amd64: sha256:…`; what could not be fetched is absent. Of the
     * proxies' version, because that istioctl makes the sidecars.
     */
    readonly istioctlDigests: Readonly<Record<string, string>>;
    /** Ids of the waivers that were needed to pick these pins. */
    readonly waivers: readonly string[];
}

/** One exact version and the day it was pinned. */
export interface Pin {
    readonly version: string;
    /** `2026-11-21` */
    readonly since: string;
}

export interface FluxLock {
    readonly range: string;
    /** Version of the Flux distribution. */
    readonly distribution: Pin;
    /** Version of flux-operator's chart. */
    readonly operator: Pin;
    readonly chartDigests: Readonly<Record<string, string>>;
}

export interface FlaggerLock {
    readonly range: string;
    readonly release: Pin;
    readonly chartDigests: Readonly<Record<string, string>>;
}
