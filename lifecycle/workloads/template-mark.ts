import { digestOf } from "../kit/canonical-json";
import { isRecord } from "../kit/json-path";
import type { Manifest } from "./manifest";
import { podTemplateOf, withPodTemplate } from "./pod-template";

/** What the volume that marks a template is called, before its digest; and its ConfigMaps, before their digit. */
export const TEMPLATE_MARK = "windlass-template-";

const DIGITS = [..."0123456789abcdef"];
/** Of a digest: names of volumes have 63 letters at most, and templates of one workload alone are told apart by it. */
const LENGTH = 16;

/**
 * A workload whose pod template says by a volume which template it is. No container mounts the volume, so that no kubelet
 * does (`pkg/kubelet/volumemanager`, "Skipping unused volume"), and its ConfigMaps need not be there. It makes two things seen
 * that Flagger 1.44 would not:
 *
 * - A change that is taken back while it is analysed. The hash of the template is then the one promoted last, for which
 *   Flagger begins nothing (`hasSpecChanged`): it goes on, and calls promoted what is no more. But it tracks the ConfigMaps
 *   that a template names, and where these are others it takes the traffic back to the primary at once and begins anew
 *   (`hasCanaryRevisionChanged` in pkg/controller/scheduler.go). Its record is that of Git then, however the analysis ends.
 *   Names, and not contents, so that no look between two writes of the deliverer can see one of them only.
 * - Which template a primary has: its volume has the very name.
 *
 * Two of sixteen ConfigMaps: one pair in 120 is the same for two templates. Flagger copies each that is named for its
 * primaries, so that names of their own for every template would pile up.
 */
export function markTemplate(workload: Manifest): Manifest {
    const template = podTemplateOf(workload);
    if (!template) return workload;
    const digest = digestOf({ metadata: template.metadata, spec: template.spec });
    const name = digest.slice(digest.indexOf(":") + 1).slice(0, LENGTH);
    const [first = "", ...others] = name;
    const digits = [first, others.find((digit) => digit !== first) ?? first];
    const volume = {
        name: `${TEMPLATE_MARK}${name}`,
        projected: {
            sources: digits.map((digit) => ({
                configMap: { name: `${TEMPLATE_MARK}${digit}`, optional: true },
            })),
        },
    };
    const spec = { ...template.spec, volumes: [...volumesOf(workload), volume] };
    return withPodTemplate(workload, { ...template, spec });
}

/** The name of the volume that marks a workload's template; undefined where none does. */
export function templateMarkOf(workload: Manifest): string | undefined {
    const names = volumesOf(workload).map((volume) => (isRecord(volume) ? volume["name"] : undefined));
    return names.find((name): name is string => typeof name === "string" && name.startsWith(TEMPLATE_MARK));
}

function volumesOf(workload: Manifest): readonly unknown[] {
    const volumes = podTemplateOf(workload)?.spec?.["volumes"];
    return Array.isArray(volumes) ? volumes : [];
}

/** The ConfigMaps that marks in a namespace name. */
export function templateMarks(namespace: string): readonly Manifest[] {
    return DIGITS.map((digit) => ({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: `${TEMPLATE_MARK}${digit}`, namespace },
        data: {
            about: "Named by pod templates, so that Flagger notices one that is taken back while it is analysed.",
        },
    }));
}
