import type { DecryptionSettings, GitSettings, Handover } from "../../lifecycle/settings/settings";
import type { KubeObject } from "../kube/types";
import { FLUX_NAMESPACE } from "./api";
import { CANARY_HEALTH, kustomization } from "./kustomization";
import { gitRepository } from "./sources";

/** Time limits of the layers Flux delivers. */
export interface LayerTimeouts {
    /** Charts of Istio and Flagger, one after the other. @default 20m */
    readonly system?: string;
    /** Gateways, until their pods are ready. @default 10m */
    readonly gateways?: string;
    /** Workloads, until their canaries are promoted: longer than the longest analysis. @default 60m */
    readonly workloads?: string;
}

/** Options of {@link layerKustomizations}. */
export interface LayerOptions {
    readonly timeouts?: LayerTimeouts;
    /** While it is under way Flux deletes nothing. @default none */
    readonly handover?: Handover;
    /** How encrypted manifests are decrypted. @default not at all */
    readonly decryption?: DecryptionSettings;
}

/** Name of the GitRepository the layers are read from. */
export const GIT_SOURCE = "windlass";

/** The repository Flux reads a stack from. */
export function stackRepository(git: GitSettings): KubeObject {
    return gitRepository({ name: GIT_SOURCE, namespace: FLUX_NAMESPACE, ...git, url: git.url ?? "" });
}

/**
 * The layers above Flux's own, each a Kustomization that waits for the one below. The flux layer itself stays
 * Pulumi's: what applies the others cannot apply itself, and an object has one owner.
 */
export function layerKustomizations(
    git: GitSettings,
    { timeouts = {}, handover = "none", decryption }: LayerOptions = {},
): readonly KubeObject[] {
    // Whatever goes meanwhile, a Kustomization included, leaves its objects to the other deliverer.
    const letsGo = { prune: false, deletionPolicy: "Orphan" } as const;
    const layer = (name: string, timeout: string, below: readonly string[]) => ({
        name,
        namespace: FLUX_NAMESPACE,
        source: GIT_SOURCE,
        path: `${git.path.replace(/\/+$/, "")}/${name}`,
        timeout,
        dependsOn: below,
        ...(handover === "underway" ? letsGo : {}),
    });
    return [
        kustomization(layer("system", timeouts.system ?? "20m", [])),
        kustomization(layer("gateways", timeouts.gateways ?? "10m", ["system"])),
        kustomization({
            ...layer("workloads", timeouts.workloads ?? "60m", ["gateways"]),
            healthCheckExprs: [CANARY_HEALTH],
            // The layers below are Windlass's own, and hold no Secret.
            decryption,
        }),
    ];
}
