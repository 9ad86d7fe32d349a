import { digestOf } from "../kit/canonical-json";
import type { Manifest } from "../workloads/manifest";
import { podTemplateOf } from "../workloads/pod-template";

/** What Flagger and `kubectl rollout restart` write into a template, which says nothing of what it is made from. */
const NOT_COPIED: readonly string[] = [
    "flagger-id",
    "flagger.app/scale-to-zero",
    "kubectl.kubernetes.io/restartedAt",
];
/** Flagger copies no annotation of Flux's (`toolkitMarker` in pkg/canary/util.go). */
const FLUX = "toolkit.fluxcd.io";
/** How Flagger names what it makes for a primary: labels, ConfigMaps and Secrets. */
const PRIMARY = /-primary$/;

/**
 * Digest of a workload's pod template that is the same for a target and for the primary that was made from it: Flagger
 * renames labels, ConfigMaps and Secrets for the primary (`getPrimaryDeploymentTemplateSpec` in
 * pkg/canary/deployment_controller.go). Undefined for what has no template.
 */
export function templateDigest(workload: Manifest): string | undefined {
    const template = podTemplateOf(workload);
    return template && digestOf(plain({ metadata: template.metadata, spec: template.spec }));
}

function plain(value: unknown): unknown {
    if (typeof value === "string") return value.replace(PRIMARY, "");
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
        if (NOT_COPIED.includes(key) || key.includes(FLUX)) return [];
        const inner = plain(item);
        // An empty map is what is left of one that only had such keys.
        return isEmptyMap(inner) ? [] : [[key, inner]];
    });
    return Object.fromEntries(kept);
}

function isEmptyMap(value: unknown): boolean {
    return (
        typeof value === "object" &&
        value !== null &&
        !Array.isArray(value) &&
        Object.keys(value).length === 0
    );
}
