import { LAYERS, type LayerName } from "../components/kube/layer";
import { PULUMI_ANNOTATION_PREFIX } from "../components/kube/kube-resource";
import type { Manifest } from "../lifecycle/workloads/manifest";
import type { Registration } from "./evaluate";

/** Kubernetes objects by layer, each list in the order they were registered. */
export type LayeredObjects = Readonly<Record<LayerName, readonly Manifest[]>>;

/** A Helm release that Pulumi installs itself: no manifest stands for it. */
export interface HelmInstall {
    readonly layer: LayerName;
    readonly name: string;
    readonly inputs: Readonly<Record<string, unknown>>;
}

/** What a stack's program comes to. */
export interface RenderedObjects {
    readonly layers: LayeredObjects;
    readonly helm: readonly HelmInstall[];
    /** What Flux is told of the workloads from Git: Kustomizations, and tenants' namespaces with the rights in them. @default none */
    readonly namespaces?: readonly Manifest[];
    /**
     * Texts of objects that must stay as they were written, by their logical name.
     *
     * @default none
     */
    readonly written?: ReadonlyMap<string, string>;
}

const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";
const LAYER_TYPE = "windlass:kube:Layer";

/** Sorts a program's registrations into layers and strips what only Pulumi reads. */
export function renderedObjects(registrations: readonly Registration[]): RenderedObjects {
    const layerOf = layerFinder(registrations);
    const layers: Record<LayerName, Manifest[]> = { flux: [], system: [], gateways: [], workloads: [] };
    const helm: HelmInstall[] = [];
    for (const registration of registrations) {
        if (!registration.custom || registration.read) continue;
        if (!registration.type.startsWith("kubernetes:")) continue;
        const layer = layerOf(registration);
        if (registration.type === HELM_RELEASE) {
            helm.push({ layer, name: registration.name, inputs: registration.inputs });
        } else {
            layers[layer].push(withoutPulumiAnnotations(registration.inputs as Manifest));
        }
    }
    return { layers, helm };
}

/** Walks up the parents to the layer, remembering each step: a layer may hold thousands of objects. */
function layerFinder(registrations: readonly Registration[]): (registration: Registration) => LayerName {
    const byUrn = new Map(registrations.map((registration) => [registration.urn, registration]));
    const found = new Map<string, LayerName | undefined>();
    const find = (registration: Registration): LayerName | undefined => {
        const { urn, type, name, parent } = registration;
        if (found.has(urn)) return found.get(urn);
        const above = byUrn.get(parent ?? "");
        const layer = type === LAYER_TYPE ? asLayer(name) : above && find(above);
        found.set(urn, layer);
        return layer;
    };
    return (registration) => {
        const layer = find(registration);
        if (!layer) throw new Error(`${registration.name} stands in no layer`);
        return layer;
    };
}

function asLayer(name: string): LayerName {
    const layer = LAYERS.find((candidate) => candidate === name);
    if (!layer) throw new Error(`${name} is no layer`);
    return layer;
}

function withoutPulumiAnnotations(object: Manifest): Manifest {
    const { annotations, ...metadata } = object.metadata;
    if (!annotations) return object;
    const kept = Object.entries(annotations).filter(([key]) => !key.startsWith(PULUMI_ANNOTATION_PREFIX));
    if (kept.length === 0) return { ...object, metadata };
    return { ...object, metadata: { ...metadata, annotations: Object.fromEntries(kept) } };
}
