import type { Context } from "mocha";

import { ANALYSIS_ENGINES, type Analysis, startAnalysis } from "./analysis-cluster";
import { enginesOrSkip } from "./engines";
import { type RealDelivery, startRealDelivery } from "./real-delivery";
import { istioctlVersionOrSkip } from "./real-istioctl";

/** A cluster in which everything that Windlass relies on is real, but for pods and their traffic. */
export interface RealMesh extends RealDelivery, Omit<Analysis, "door" | "engines"> {}

/** What a real mesh consists of. */
export interface StartRealMeshArgs {
    /** Of the control plane. */
    readonly name: string;
    /** Versions of Istio whose charts are served: all are made of the files of one release. */
    readonly istio: readonly string[];
    /** Applications with a Canary, in namespace `prod`: calls of their canary Service are answered. */
    readonly apps: readonly string[];
}

/** Starts it; skips the suite, and says why, where a part is not to be had. Call it in `before`. */
export async function startRealMesh(
    context: Context,
    { apps, ...args }: StartRealMeshArgs,
): Promise<RealMesh> {
    const programs = enginesOrSkip(context, ANALYSIS_ENGINES);
    await istioctlVersionOrSkip(context);
    const delivery = await startRealDelivery(context, args);
    try {
        const { cluster, routes, proxy, keep } = delivery;
        const { layout } = cluster;
        const { door, ...analysis } = await startAnalysis({ layout, programs, routes, proxy: proxy.url });
        await keep(Promise.resolve(door));
        for (const app of apps) routes.set(`${app}-canary.prod:9898`, analysis.simulator);
        return { ...delivery, ...analysis, engines: { ...delivery.engines, ...analysis.engines } };
    } catch (error) {
        await delivery.stop();
        throw error;
    }
}
