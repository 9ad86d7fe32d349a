import type { EngineName } from "../../tools/test-bed/engines";
import { runningEngines } from "../../tools/test-bed/engine-process";
import type { Delivery } from "./delivered-mesh";
import { eventually } from "./eventually";
import { PATIENCE } from "./patience";
import type { RealMesh } from "./real-mesh";
import { MOMENTS, type Moment } from "./rollout";

/** What may be killed: an engine, or whichever istiods run. */
export const VICTIMS = [
    "source-controller",
    "kustomize-controller",
    "helm-controller",
    "notification-controller",
    "flagger",
    "prometheus",
    "istiod",
] as const satisfies readonly (EngineName | "istiod")[];
export type Victim = (typeof VICTIMS)[number];

/** Who is killed at which moments of one rollout. */
export type Kills = ReadonlyMap<Moment, Victim>;

/**
 * Each where it has something in hand that a kill can tear, and where others rely on it: the source while it fetches and while
 * its archive is read; who applies before, in the middle of and after the health check it waits in; Helm with a release that is
 * pending; Flagger before it has noticed, while it shifts traffic, and between the copy to the primary and the end; istiod while
 * its successor starts, and while canaries ask it; the measurements while they are asked for.
 */
const CHOSEN_WITH_FLUX: readonly Kills[] = [
    new Map<Moment, Victim>([
        ["pushed", "source-controller"],
        ["upgrading", "helm-controller"],
        ["applied", "kustomize-controller"],
        ["analysing", "flagger"],
        ["promoting", "kustomize-controller"],
    ]),
    new Map<Moment, Victim>([
        ["pushed", "kustomize-controller"],
        ["upgrading", "istiod"],
        ["applied", "source-controller"],
        ["analysing", "istiod"],
        ["promoting", "flagger"],
    ]),
    new Map<Moment, Victim>([
        ["pushed", "helm-controller"],
        ["upgrading", "notification-controller"],
        ["applied", "flagger"],
        ["analysing", "prometheus"],
        ["promoting", "notification-controller"],
    ]),
];

/** The same where Pulumi applies: Flux installs charts, and nothing else. */
const CHOSEN_WITH_PULUMI: readonly Kills[] = [
    new Map<Moment, Victim>([
        ["pushed", "source-controller"],
        ["upgrading", "helm-controller"],
        ["applied", "flagger"],
        ["analysing", "istiod"],
        ["promoting", "flagger"],
    ]),
    new Map<Moment, Victim>([
        ["pushed", "helm-controller"],
        ["upgrading", "istiod"],
        ["applied", "prometheus"],
        ["analysing", "flagger"],
        ["promoting", "istiod"],
    ]),
];

/** Those that are chosen with reasons, by who delivers. */
export const CHOSEN_KILLS: Readonly<Record<Delivery, readonly Kills[]>> = {
    flux: CHOSEN_WITH_FLUX,
    pulumi: CHOSEN_WITH_PULUMI,
};

/** Others: a victim for each moment, as often as wanted. One that has no part in a delivery must be missed by nobody. */
export function drawnKills(random: () => number, rollouts: number): readonly Kills[] {
    const draw = (): Victim => VICTIMS[Math.floor(random() * VICTIMS.length)] ?? "flagger";
    return Array.from({ length: rollouts }, () => new Map(MOMENTS.map((moment) => [moment, draw()])));
}

/** `source-controller pushed, helm-controller upgrading` */
export function killWords(kills: Kills): string {
    return [...kills].map(([moment, victim]) => `${victim} ${moment}`).join(", ");
}

/** What has to be known of a mesh to kill a part of it. */
export interface KillableMesh extends Pick<RealMesh, "engines" | "istiods"> {
    readonly cluster: Pick<RealMesh["cluster"], "layout">;
}

/** Ends it with SIGKILL, and starts it again. */
export async function killAndRestart(
    { cluster: { layout }, engines, istiods }: KillableMesh,
    victim: Victim,
): Promise<void> {
    if (victim !== "istiod") {
        const engine = engines[victim];
        if (engine === undefined) throw new Error(`${victim} was not started`);
        await engine.kill();
        return engine.restart();
    }
    const istiodPids = () =>
        runningEngines(layout)
            .filter(({ instance }) => /^istiod(?:-|$)/.test(instance))
            .map(({ pid }) => pid);
    const killed = istiodPids();
    for (const pid of killed) process.kill(pid, "SIGKILL");
    // Started again by who follows the Deployments.
    const isBack = () => istiodPids().some((pid) => !killed.includes(pid)) && istiods.failure() === undefined;
    await eventually("istiod to be started again", isBack, PATIENCE);
}
