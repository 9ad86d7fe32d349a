import { isRecord } from "../lifecycle/kit/json-path";
import type { PodTemplate } from "../lifecycle/workloads/pod-template";

/** Where a pod template names a ConfigMap or a Secret: the last two keys of a path, and whose name stands there. */
const PLACES: Readonly<Record<string, "ConfigMap" | "Secret">> = {
    "configMap/name": "ConfigMap",
    "configMapRef/name": "ConfigMap",
    "configMapKeyRef/name": "ConfigMap",
    "secret/name": "Secret",
    "secret/secretName": "Secret",
    "secretRef/name": "Secret",
    "secretKeyRef/name": "Secret",
};
/** The parts of a pod's spec that bring configuration into containers; Flagger tracks the same (docs.flagger.app, "ConfigMaps and Secrets"). */
const PARTS = ["volumes", "initContainers", "containers"] as const;

/** ConfigMaps and Secrets the pods of a template read, as `Kind/name`, each once. */
export function configReferences({ spec }: PodTemplate): readonly string[] {
    const found = new Set<string>();
    for (const part of PARTS) collect(spec?.[part], "", found);
    return [...found];
}

function collect(value: unknown, parent: string, found: Set<string>): void {
    if (Array.isArray(value)) {
        for (const item of value) collect(item, "", found);
        return;
    }
    if (!isRecord(value)) return;
    for (const [key, below] of Object.entries(value)) {
        const place = `${parent}/${key}`;
        const kind = Object.hasOwn(PLACES, place) ? PLACES[place] : undefined;
        if (kind && typeof below === "string") found.add(`${kind}/${below}`);
        else collect(below, key, found);
    }
}
