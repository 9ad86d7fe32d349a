import type { JsonObject } from "../kit/json";
import { type Manifest, objectId } from "../workloads/manifest";
import { type PodTemplate, podTemplateOf, templatePathOf } from "../workloads/pod-template";
import { getIn, setIn } from "../kit/json-path";
import { digestOfText, kubernetesJson } from "../kit/canonical-json";
import { withApiDefaults } from "./api-defaults";

/**
 * What `istioctl kube-inject` reads of a workload (IntoObject in pkg/kube/inject/inject.go), and no more: kind, name,
 * namespace and pod template, with the defaults of the API server that it hands on. It is also what counts for staleness: a changed replica count, comment or order of keys
 * makes no sidecar stale.
 *
 * Where a template stands in another one, a CronJob's in its job's, kube-inject puts labels and annotations on the outer
 * one, and reads them there. They are handed over where it looks for them; {@link injectedTemplateOf} puts them back where
 * the pods carry them.
 */
export function injectionDocument(manifest: Manifest): JsonObject {
    const template = withApiDefaults(requireTemplate(manifest));
    const metadata = labelsAndAnnotations(template);
    const pod = { metadata, spec: template.spec ?? {} };
    const { apiVersion, kind } = manifest;
    const [, outer, ...inner] = templatePathOf(manifest) ?? [];
    const { name, namespace } = manifest.metadata;
    const named = (spec: object, more = {}): JsonObject =>
        ({ apiVersion, kind, metadata: { name, namespace, ...more }, spec }) as unknown as JsonObject;
    if (outer === undefined) {
        // The name of what made a pod is read from these (GetDeployMetaFromPod in pkg/kube/util.go).
        const { generateName, ownerReferences } = manifest.metadata;
        return named(pod.spec, { ...metadata, generateName, ownerReferences });
    }
    return named({ [outer]: inner.length === 0 ? pod : setIn({ metadata }, inner, pod) });
}

/** The pod template of a document that kube-inject answered with. */
export function injectedTemplateOf(injected: Manifest): PodTemplate {
    const template = requireTemplate(injected);
    const path = templatePathOf(injected) ?? [];
    // Of a Pod, only what a template has: the rest is the object's own.
    if (path.length === 0) return { metadata: template.metadata ?? {}, spec: template.spec ?? {} };
    const outer = getIn(injected, path.slice(0, 2)) as PodTemplate;
    return { ...template, metadata: outer.metadata ?? {} };
}

/**
 * Digest of everything in a workload that its sidecar depends on.
 *
 * @param nameLabel Label the workload's name comes from, where a canary gates it.
 */
export function pristineHash(manifest: Manifest, nameLabel: string | undefined): string {
    return digestOfText(pristineText(manifest, nameLabel));
}

/** What {@link pristineHash} is the digest of. */
export function pristineText(manifest: Manifest, nameLabel: string | undefined): string {
    return kubernetesJson([injectionDocument(manifest), nameLabel ?? ""]);
}

function requireTemplate(manifest: Manifest): PodTemplate {
    const template = podTemplateOf(manifest);
    if (!template) throw new Error(`${objectId(manifest)} has no pod template`);
    return template;
}

/** A name or namespace in a pod template means nothing to Kubernetes, but kube-inject would believe it. */
function labelsAndAnnotations({ metadata }: PodTemplate): JsonObject {
    return { labels: metadata?.labels ?? {}, annotations: metadata?.annotations ?? {} };
}
