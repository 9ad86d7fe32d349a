import assert from "node:assert/strict";

import { eventually } from "./eventually";
import { CANARIES, DEPLOYMENTS, type ObjectLists } from "./mesh-observed";
import { type Canary, type Deployment, proxyConfig, proxyImage, rolloutOf } from "./rollout-objects";

export interface RolloutsArgs {
    readonly cluster: ObjectLists;
    /** Milliseconds a rollout may take. */
    readonly patience: number;
    /** Milliseconds between two looks. @default 500 */
    readonly interval?: number;
    /** Told what is waited for. @default nobody */
    readonly say?: (sentence: string) => void;
}

/** Milliseconds after which a Canary that is `Failed` is so of this rollout: Flagger may not have noticed the change yet. */
const STALE = 60_000;

/** What every rollout has to come to, on a cluster of this machine or on a real one. */
export class Rollouts {
    public constructor(private readonly args: RolloutsArgs) {}

    /** Waits until every primary has the proxy of its workload. @throws Error where a canary was rolled back */
    public async untilPromoted(part: string): Promise<void> {
        const failedSince = new Map<string, number>();
        await this.until(`the canaries of ${part}`, async () => {
            const { canaries, deployments } = await this.look();
            const failed = new Set<string>();
            let promoted = 0;
            for (const canary of canaries) {
                const { name } = canary.spec.targetRef;
                const [target, primary] = [deployments.get(name), deployments.get(`${name}-primary`)];
                const rollout = target && primary ? rolloutOf(canary, target, primary) : "running";
                if (rollout === "failed") failed.add(canary.metadata.name);
                if (rollout === "promoted") promoted++;
            }
            for (const name of failedSince.keys()) if (!failed.has(name)) failedSince.delete(name);
            for (const name of failed) {
                const since = failedSince.get(name) ?? Date.now();
                failedSince.set(name, since);
                if (Date.now() - since > STALE) throw new RolledBackError(`${part}: ${name} was rolled back`);
            }
            return canaries.length > 0 && promoted === canaries.length;
        });
    }

    /** Does what makes the proxies of workloads bad, and waits until each is rolled back: every primary keeps its own. */
    public async keepBack(victims: readonly string[], makeBad: () => Promise<unknown>): Promise<void> {
        const before = await this.primaryProxies();
        await makeBad();
        await this.until(`${victims.join(", ")} to be rolled back`, async () => {
            const { canaries } = await this.look();
            const isBack = ({ status }: Canary) =>
                status?.phase === "Failed" && (status.canaryWeight ?? 0) === 0;
            return victims.every((name) =>
                canaries.some((each) => each.metadata.name === name && isBack(each)),
            );
        });
        assert.deepEqual(await this.primaryProxies(), before, "a bad proxy reached a primary");
    }

    /** What each primary's proxy is and is told. */
    private async primaryProxies(): Promise<Readonly<Record<string, readonly string[]>>> {
        const { deployments } = await this.look();
        return Object.fromEntries(
            [...deployments]
                .filter(([name]) => name.endsWith("-primary"))
                .map(([name, deployment]) => [name, [proxyImage(deployment), proxyConfig(deployment)]]),
        );
    }

    private async look() {
        const { cluster } = this.args;
        const canaries = (await cluster.list(CANARIES)) as readonly Canary[];
        const deployments = (await cluster.list(DEPLOYMENTS)) as readonly Deployment[];
        const named = deployments.map((deployment) => [deployment.metadata?.name ?? "", deployment] as const);
        return { canaries, deployments: new Map(named) };
    }

    /** A cluster that does not answer, or does not know a kind yet, is asked again. */
    private async until(what: string, isDone: () => Promise<boolean>): Promise<void> {
        const { patience, interval = 500, say } = this.args;
        say?.(`Waiting for ${what} …`);
        let last: string | undefined;
        const holds = () =>
            isDone().catch((error: unknown) => {
                if (error instanceof RolledBackError) throw error;
                last = String(error);
                return false;
            });
        await eventually(what, holds, patience, interval).catch((error: unknown) => {
            throw error instanceof RolledBackError || last === undefined
                ? error
                : new Error(`${String(error)}; the last fault was ${last}`);
        });
    }
}

/** A rollout that was to be promoted was not. */
class RolledBackError extends Error {}
