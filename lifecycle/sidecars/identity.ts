import { WindlassError } from "../kit/errors";
import { getIn, isRecord } from "../kit/json-path";
import { type Manifest, type SourcedManifest, objectId } from "../workloads/manifest";
import type { PodTemplate } from "../workloads/pod-template";
import { podTemplateOf } from "../workloads/pod-template";
import { type KeyedItem, itemsByName } from "./keyed-lists";

/**
 * Labels of which Flagger rewrites the first that the selector has, from `<name>` to `<name>-primary`, in this order
 * (its flag `-selector-labels`, getSelectorLabel in pkg/canary/deployment_controller.go).
 */
export const SELECTOR_LABELS = ["app", "name", "app.kubernetes.io/name"] as const;

const NAME = "ISTIO_META_WORKLOAD_NAME";
const OWNER = "ISTIO_META_OWNER";
const PROXY = "istio-proxy";

/**
 * The label that tells the pods of a workload from those of the primary Flagger makes of it.
 *
 * Its value has to be the workload's name: Flagger's analysis asks for `destination_workload=~"<name>"`, and the proxy
 * reports what the label says.
 *
 * @throws WindlassError where the workload has no such label.
 */
export function workloadNameLabel({ manifest, file, line }: SourcedManifest): string {
    const selector = getIn(manifest, ["spec", "selector", "matchLabels"]);
    const labels = isRecord(selector) ? selector : {};
    const complaint = { file, line, key: "spec.selector.matchLabels" };
    const label = SELECTOR_LABELS.find((candidate) => candidate in labels);
    if (label === undefined) {
        throw new WindlassError({
            ...complaint,
            value: Object.keys(labels),
            rule: `${objectId(manifest)} has a canary, so its selector must have one of the labels Flagger rewrites: ${SELECTOR_LABELS.join(", ")}`,
            remedy: `Add app: ${manifest.metadata.name} to the selector and to the pods' labels`,
        });
    }
    const pods = podTemplateOf(manifest)?.metadata?.labels?.[label];
    if (labels[label] === manifest.metadata.name && pods === manifest.metadata.name) return label;
    throw new WindlassError({
        ...complaint,
        key: `spec.selector.matchLabels.${label}`,
        value: pods ?? labels[label],
        rule: `${objectId(manifest)} has a canary, so its pods are told apart by the label ${label}, which must be the workload's name`,
        remedy: `Set it to ${manifest.metadata.name} in the selector and in the pods' labels`,
    });
}

/**
 * An injected pod template whose proxy takes the workload's name from its own pod.
 *
 * The injector writes the name into the template. Flagger copies the template to `<name>-primary` and changes the
 * selector label alone, so primary and canary would report as one workload and the primary's traffic would hide a
 * broken canary. The variables are set apart by `fieldRef`; Kubernetes expands `$(…)` only from variables that come
 * before.
 *
 * The label `service.istio.io/canonical-name` stays as it is, for canary and primary alike: it names the service that
 * both belong to, whatever workload serves it
 * (https://istio.io/latest/docs/reference/config/labels/#ServiceCanonicalName).
 */
export function takeNameFromPod(template: PodTemplate, label: string): PodTemplate {
    const spec = { ...template.spec };
    for (const list of ["containers", "initContainers"] as const) {
        const containers = spec[list];
        if (!Array.isArray(containers)) continue;
        spec[list] = containers.map((container: KeyedItem) =>
            container.name === PROXY ? { ...container, env: renamed(container["env"], label) } : container,
        );
    }
    return { ...template, spec };
}

function renamed(env: unknown, label: string): readonly KeyedItem[] {
    const variables = [...(itemsByName(env) ?? new Map<string, KeyedItem>()).values()];
    const owner = variables.find(({ name }) => name === OWNER);
    const result: KeyedItem[] = [];
    for (const variable of variables) {
        if (variable.name === OWNER) continue;
        if (variable.name !== NAME) {
            result.push(variable);
            continue;
        }
        result.push({ name: NAME, valueFrom: { fieldRef: { fieldPath: `metadata.labels['${label}']` } } });
        if (owner) result.push({ name: OWNER, value: ownerFromName(String(owner["value"])) });
    }
    return result;
}

/** `kubernetes://apis/apps/v1/namespaces/prod/deployments/backend` with the last part as a reference. */
function ownerFromName(owner: string): string {
    return `${owner.slice(0, owner.lastIndexOf("/") + 1)}$(${NAME})`;
}

/** Whether a manifest's pods already carry a proxy, injected by somebody before. */
export function isInjected(manifest: Manifest): boolean {
    const template = podTemplateOf(manifest);
    if (template?.metadata?.annotations?.["sidecar.istio.io/status"] !== undefined) return true;
    return [template?.spec?.["containers"], template?.spec?.["initContainers"]].some(
        (list) => Array.isArray(list) && list.some((item) => isRecord(item) && item["name"] === PROXY),
    );
}
