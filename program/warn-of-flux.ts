import { log } from "@pulumi/pulumi";

import { readFluxFlags } from "../adapters/kubernetes/flux-flags-source";
import { kubeconfigWith } from "../adapters/kubernetes/kubeconfig-source";
import { kustomizationCount } from "../components/mesh/flux-args";
import { judgeFluxFlags } from "../lifecycle/observed/judge-flux-flags";
import type { Stack } from "../lifecycle/stack/stack";

/** As much of a stack as decides what its Flux needs. */
export interface WarnedStack extends Pick<Stack, "settings"> {
    readonly workloads: Pick<Stack["workloads"], "foundation">;
}

/** Whether a stack has a Flux deliver that Windlass has not installed, in a cluster that can be asked. */
export function meetsFlux({ delivery, flux, cluster }: Stack["settings"]): boolean {
    return delivery === "flux" && flux.bootstrap === "none" && cluster.context !== undefined;
}

/**
 * Warns where the Flux that is met lacks a flag without which a hotfix waits for analyses, or a namespace for others. No more
 * than a warning: everything is delivered all the same, the flags are not Windlass's to set, and what cannot be read is not
 * known. `windlass status` says the same.
 *
 * @param env Variables `KUBECONFIG` and `HOME`
 * @param warn Says it. @default in Pulumi's diagnostics
 */
export async function warnOfFlux(
    { settings, workloads }: WarnedStack,
    env: Readonly<Record<string, string | undefined>>,
    warn: (text: string) => Promise<void> = log.warn,
): Promise<void> {
    const { context } = settings.cluster;
    const kubeconfig = context === undefined ? undefined : kubeconfigWith(context, env);
    if (context === undefined || kubeconfig === undefined) return;
    const fluxFlags = await readFluxFlags({ context, kubeconfig });
    for (const finding of judgeFluxFlags({ fluxFlags, kustomizations: kustomizationCount(workloads) })) {
        const { about, reason, remedy } = finding;
        await warn(`${about}: ${reason}. ${remedy}`);
    }
}
