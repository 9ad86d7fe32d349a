import type { Context } from "mocha";

import { FluxDeliverer } from "./flux-deliverer";
import type { MeshChanges } from "./mesh-changes";
import { CANARY_APPS } from "./mesh-observed";
import { MeshSteps } from "./mesh-steps";
import { PATIENCE } from "./patience";
import { type RealMesh, type StartRealMeshArgs, startRealMesh } from "./real-mesh";

/** Who brings what is committed to the cluster. */
export const DELIVERIES = ["flux", "pulumi"] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** A mesh, and who brings it what is committed. */
export interface DeliveredMesh {
    readonly mesh: RealMesh;
    readonly steps: MeshSteps;
    /** Waits until everything is whole at a commit: Flux says so of its layers, `up` has ended. */
    readonly untilWhole: (commit: string) => Promise<void>;
}

export interface StartDeliveredMeshArgs extends Omit<StartRealMeshArgs, "apps"> {
    readonly delivery: Delivery;
}

/** Starts one with nothing in it yet; skips the suite, and says why, where a part is not to be had. Call it in `before`. */
export async function startDeliveredMesh(
    context: Context,
    { delivery, ...args }: StartDeliveredMeshArgs,
): Promise<DeliveredMesh> {
    const mesh = await startRealMesh(context, { ...args, apps: CANARY_APPS });
    const up = async (): Promise<void> => void (await (await mesh.project.stack()).up());
    if (delivery === "pulumi") {
        return { mesh, steps: new MeshSteps(mesh, up), untilWhole: () => Promise.resolve() };
    }
    const flux = new FluxDeliverer(mesh.cluster.api);
    const steps = new MeshSteps(mesh, flux.deliver);
    steps.changes.deliverByFlux();
    return { mesh, steps, untilWhole: (commit) => flux.untilReady(commit, "workloads") };
}

/** How a mesh begins. */
export interface BringUpArgs {
    /** Changes files before the first commit. @default nothing */
    readonly prepare?: (changes: MeshChanges) => Promise<void> | void;
    /** Checks of a canary that may fail. */
    readonly threshold?: number;
}

/** The first commit and `up`, until every canary is initialized. Call it in `before`. */
export async function bringUp(
    context: Context,
    { mesh, steps, untilWhole }: DeliveredMesh,
    { prepare, threshold }: BringUpArgs = {},
): Promise<void> {
    context.timeout(PATIENCE * 2);
    steps.changes.shortenAnalyses(threshold);
    await prepare?.(steps.changes);
    await steps.changes.render();
    const commit = mesh.repository.commit("bootstrap");
    await (await mesh.project.stack()).up();
    await untilWhole(commit);
    await steps.untilPhases("Initialized");
}
