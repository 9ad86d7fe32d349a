import { WindlassError } from "../kit/errors";
import type { DataPlaneMode, StackSettings } from "../settings/settings";
import { type Manifest, type SourcedManifest, objectId } from "./manifest";
import { isWorkload, podTemplateOf } from "./pod-template";

/** Annotation on a workload's own metadata that chooses its mode, where it differs from its namespace's. */
export const MODE_ANNOTATION = "windlass.dev/data-plane-mode";

/** Every mode, the default first. */
export const DATA_PLANE_MODES: readonly DataPlaneMode[] = ["git", "pin", "webhook", "none"];

/** How the pods of a namespace get their proxy: its own mode, or the stack's. */
export function namespaceMode(settings: Pick<StackSettings, "workloads">, namespace: string): DataPlaneMode {
    const { mode, namespaces } = settings.workloads;
    return (Object.hasOwn(namespaces, namespace) ? namespaces[namespace]?.mode : undefined) ?? mode;
}

/** How the pods of a workload get their proxy: the workload's annotation, else its namespace's mode. */
export function modeOf(settings: Pick<StackSettings, "workloads">, manifest: Manifest): DataPlaneMode {
    const chosen = manifest.metadata.annotations?.[MODE_ANNOTATION];
    const known = DATA_PLANE_MODES.find((mode) => mode === chosen);
    return known ?? namespaceMode(settings, manifest.metadata.namespace ?? "");
}

/**
 * Why a workload of one mode cannot live in a namespace of another. Undefined where it can.
 *
 * The namespace's label decides first: `istio-injection: disabled` also blocks the pod's own `istio.io/rev`, and with an
 * enabling label the webhook strips a sidecar from Git and puts in its own (namespaceSelector and objectSelector in
 * istiod's `mutatingwebhook.yaml`; `injectPod` in pkg/kube/inject/webhook.go).
 */
export function modeConflict(namespace: DataPlaneMode, workload: DataPlaneMode): string | undefined {
    if (namespace === workload) return undefined;
    if (namespace === "webhook") {
        if (workload === "pin") return undefined;
        return workload === "git"
            ? "the webhook would replace its sidecar from Git"
            : "the webhook would give it a proxy all the same";
    }
    if (workload === "webhook") return "no webhook looks at the pods of that namespace";
    if (workload === "pin")
        return "the label istio-injection: disabled of that namespace blocks the pods' istio.io/rev";
    return undefined;
}

const REMEDIES: Readonly<Record<DataPlaneMode, string>> = {
    git: "Set the namespace's mode to pin or git first; docs/sidecars.md has the steps",
    pin: "Set the namespace's mode to pin; workloads of mode git may stay in it",
    webhook: "Set the namespace's mode to webhook",
    none: 'Label its pods sidecar.istio.io/inject: "false" instead',
};

/** Complaints about annotations that name no mode, or one that the namespace does not allow. */
export function checkModes(
    settings: Pick<StackSettings, "workloads">,
    manifests: readonly SourcedManifest[],
): readonly WindlassError[] {
    return manifests.flatMap(({ manifest, file, line }) => {
        const chosen = manifest.metadata.annotations?.[MODE_ANNOTATION];
        if (chosen === undefined) return pinConflict(settings, { manifest, file, line });
        const complaint = { file, line, key: `${objectId(manifest)}: ${MODE_ANNOTATION}`, value: chosen };
        if (!isWorkload(manifest)) {
            const rule = "chooses how pods get their proxy, and this object makes none";
            return [
                new WindlassError({ ...complaint, rule, remedy: "Put it on the workload's own metadata" }),
            ];
        }
        const mode = DATA_PLANE_MODES.find((known) => known === chosen);
        if (!mode) {
            const rule = `must be one of ${DATA_PLANE_MODES.join(", ")}`;
            return [new WindlassError({ ...complaint, rule, remedy: "Correct it or remove it" })];
        }
        const namespace = namespaceMode(settings, manifest.metadata.namespace ?? "");
        const conflict = modeConflict(namespace, mode);
        if (conflict === undefined) return pinConflict(settings, { manifest, file, line });
        const rule = `cannot be ${mode} in namespace ${manifest.metadata.namespace}, whose mode is ${namespace}: ${conflict}`;
        return [new WindlassError({ ...complaint, rule, remedy: REMEDIES[mode] })];
    });
}

/** The revision of a pinned workload is Windlass's to set. */
function pinConflict(
    settings: Pick<StackSettings, "workloads">,
    { manifest, file, line }: Pick<SourcedManifest, "manifest" | "file" | "line">,
): readonly WindlassError[] {
    const value = podTemplateOf(manifest)?.metadata?.labels?.["istio.io/rev"];
    if (value === undefined || modeOf(settings, manifest) !== "pin") return [];
    return [
        new WindlassError({
            file,
            line,
            key: `${objectId(manifest)}: istio.io/rev`,
            value,
            rule: "in mode pin Windlass sets the pods' revision to that of the pinned proxies",
            remedy: "Remove the label from the pod template",
        }),
    ];
}
