import type { DataPlaneMode, StackSettings, UpgradeStrategy } from "../settings/settings";
import { modeOf } from "../workloads/data-plane-mode";
import { type SourcedManifest, objectId } from "../workloads/manifest";
import { isWorkload } from "../workloads/pod-template";

/**
 * Modes whose pods no pin moves: they have the proxy that the webhook gave them when they were started.
 *
 * By revision mode `pin` changes the pod template's label, which rolls the pods out; mode `webhook` changes a label of the
 * namespace, which moves none. In place both have nothing that changes, and the webhook injects the version of the one
 * istiod, whatever the proxies' pin.
 */
export function restartModes(
    strategy: UpgradeStrategy,
    modes: readonly DataPlaneMode[],
): readonly DataPlaneMode[] {
    const still: readonly DataPlaneMode[] = strategy === "in-place" ? ["pin", "webhook"] : ["webhook"];
    return still.filter((mode) => modes.includes(mode));
}

/** Modes a stack's settings name; annotations of single workloads are not looked at. */
export function modesOf({ workloads }: Pick<StackSettings, "workloads">): readonly DataPlaneMode[] {
    return [workloads.mode, ...Object.values(workloads.namespaces).map(({ mode }) => mode)];
}

/** Ids of the workloads whose pods only a restart moves, and the namespaces whose workloads are delivered elsewhere. */
export function restartOnly(
    settings: StackSettings,
    manifests: readonly Pick<SourcedManifest, "manifest">[],
): readonly string[] {
    const still = restartModes(settings.istio.strategy, ["pin", "webhook"]);
    const own = manifests
        .filter(({ manifest }) => isWorkload(manifest) && still.includes(modeOf(settings, manifest)))
        .map(({ manifest }) => objectId(manifest));
    // Whatever their mode: no pin of this repository is in the pod templates of another.
    const others = Object.entries(settings.workloads.namespaces)
        .filter(([, { elsewhere }]) => elsewhere)
        .map(([namespace]) => `namespace ${namespace}`);
    return [...own.sort(), ...others.sort()];
}
