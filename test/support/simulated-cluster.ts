import type { ExpectedCluster } from "../../lifecycle/observed/expected";
import type { ObservedCluster } from "../../lifecycle/observed/observed";
import { liveRevisions, proxyRevision } from "../../lifecycle/mesh/revision";
import type { Lock } from "../../lifecycle/settings/lock";
import type { StackSettings } from "../../lifecycle/settings/settings";

/** What becomes of one analysis. */
export type Outcome = "succeeds" | "fails" | "hangs";

/** What a cluster does of itself, hour by hour. */
export interface Fate {
    /** Hours that something takes: 0 to 12. */
    readonly hours: () => number;
    readonly outcome: (version: string) => Outcome;
}

interface Proxy {
    readonly version: string;
    readonly revision: string;
}

interface Rollout {
    readonly to: Proxy;
    readonly ends: number;
    readonly outcome: Outcome;
}

interface Workload {
    readonly id: string;
    readonly isGated: boolean;
    /** What the primary runs. */
    proxy: Proxy;
    phase: string;
    rollout?: Rollout;
    /** What Flagger analysed last. */
    applied?: Proxy;
}

const HOUR = 3_600_000;

/** A cluster that follows a lock as a real one does: late, canary by canary, and not always. Times in milliseconds. */
export class SimulatedCluster {
    private istiods = new Map<string, { version: string; readyAt: number }>();
    private readonly workloads: Workload[];
    private gateway: Proxy;
    private moment = 0;

    constructor(
        private readonly settings: StackSettings,
        private lock: Lock,
        private readonly fate: Fate,
    ) {
        this.istiods = new Map(
            liveRevisions(settings, lock).map(({ name, version }) => [name, { version, readyAt: 0 }]),
        );
        const proxy = this.wanted();
        this.gateway = proxy;
        this.workloads = ["a", "b", "c", "plain"].map((name) => ({
            id: `shop/Deployment/${name}`,
            isGated: name !== "plain",
            proxy,
            phase: "Succeeded",
            applied: proxy,
        }));
    }

    /** Flux applies a commit. */
    apply(lock: Lock, now: number): void {
        this.lock = lock;
        const live = liveRevisions(this.settings, lock);
        const before = this.istiods;
        this.istiods = new Map(
            live.map(({ name, version }) => {
                const was = before.get(name);
                if (was?.version === version) return [name, was];
                return [name, { version, readyAt: now + this.fate.hours() * HOUR }];
            }),
        );
        const wanted = this.wanted();
        this.gateway = wanted;
        for (const workload of this.workloads) {
            if (same(workload.applied, wanted)) continue;
            workload.applied = wanted;
            // Flagger does nothing where what is applied is what it promoted last.
            if (same(workload.proxy, wanted)) {
                workload.rollout = undefined;
                continue;
            }
            const outcome = workload.isGated ? this.fate.outcome(wanted.version) : "succeeds";
            workload.rollout = { to: wanted, ends: now + (1 + this.fate.hours()) * HOUR, outcome };
            // It notices a change a while after it was applied, so the phase stays at what it was.
        }
        this.advance(now);
    }

    /** Time goes on. */
    advance(now: number): void {
        this.moment = now;
        for (const workload of this.workloads) {
            const { rollout } = workload;
            if (!rollout) continue;
            workload.phase = "Progressing";
            if (now < rollout.ends || rollout.outcome === "hangs") continue;
            workload.rollout = undefined;
            workload.phase = rollout.outcome === "fails" ? "Failed" : "Succeeded";
            if (rollout.outcome === "succeeds") workload.proxy = rollout.to;
        }
    }

    /** Every proxy that runs: primaries, plain workloads, and the gateway, which the webhook gives its istiod's. */
    proxies(): readonly Proxy[] {
        return [...this.workloads.map(({ proxy }) => proxy), this.gatewayProxy()];
    }

    primaries(): readonly Proxy[] {
        return this.workloads.map(({ proxy }) => proxy);
    }

    /** Whether an istiod of a version is ready. */
    isAlive(version: string): boolean {
        return [...this.istiods.values()].some(
            (istiod) => istiod.version === version && istiod.readyAt <= this.moment,
        );
    }

    hasFailed(version: string): boolean {
        return this.workloads.some(
            ({ phase, applied }) => phase === "Failed" && applied?.version === version,
        );
    }

    expected(): ExpectedCluster {
        const image = this.imageOf(this.wanted());
        return {
            stack: this.settings.stack,
            controlPlanes: liveRevisions(this.settings, this.lock).map(({ name, version }) => ({
                revision: name,
                version,
            })),
            proxies: this.wanted(),
            modes: new Map(this.workloads.map(({ id }) => [id, "git"])),
            images: new Map(this.workloads.map(({ id }) => [id, image])),
            gated: new Set(this.workloads.filter(({ isGated }) => isGated).map(({ id }) => id)),
        };
    }

    observed(): ObservedCluster {
        const tally = (workload: string, proxy: Proxy) => ({ workload, ...proxy, pods: 2, ready: 2 });
        return {
            controlPlanes: [...this.istiods].map(([revision, { version, readyAt }]) => ({
                revision,
                version,
                namespace: "istio-system",
                wanted: 1,
                ready: readyAt <= this.moment ? 1 : 0,
            })),
            proxies: [
                ...this.workloads.map(({ id, isGated, proxy }) =>
                    tally(isGated ? `${id}-primary` : id, proxy),
                ),
                tally("istio-ingress/Deployment/gateway", this.gatewayProxy()),
            ],
            canaries: this.workloads
                .filter(({ isGated }) => isGated)
                .map(({ id, phase, proxy, applied }) => ({
                    id: id.replace("Deployment", "Canary"),
                    target: id,
                    phase,
                    isPromoted: same(applied, proxy),
                    primary: this.imageOf(proxy),
                })),
            workloads: this.workloads.map(({ id, proxy, isGated, applied }) => ({
                id,
                images: this.imageOf(isGated ? (applied ?? proxy) : proxy),
            })),
            deliveries: [],
        };
    }

    private wanted(): Proxy {
        return {
            version: this.lock.istio.proxies.version,
            revision: proxyRevision(this.settings, this.lock),
        };
    }

    private gatewayProxy(): Proxy {
        const istiod = this.istiods.get(this.gateway.revision);
        return { ...this.gateway, version: istiod?.version ?? this.gateway.version };
    }

    private imageOf({ version }: Proxy): Readonly<Record<string, string>> {
        return { app: "app:1", "istio-proxy": `docker.io/istio/proxyv2:${version}` };
    }
}

function same(one: Proxy | undefined, other: Proxy): boolean {
    return one?.version === other.version && one.revision === other.revision;
}
