import { namespaceKustomizations } from "../components/flux/namespaces";
import { logicalName } from "../components/kube/names";
import type { Manifest } from "../lifecycle/workloads/manifest";
import { LAYERS, type LayerName } from "../components/kube/layer";
import type { Stack } from "../lifecycle/stack/stack";
import { isCanary } from "../lifecycle/workloads/plan-workloads";
import { tenantsByNamespace } from "../lifecycle/workloads/tenants";
import { type MeshProgram, defineMesh } from "../program/define-mesh";
import { type Registration, evaluate } from "./evaluate";
import { type RenderedObjects, renderedObjects } from "./objects";

/**
 * Objects of the workloads layer that are declared at a time. Pulumi's runtime has all it was given under way at once, and
 * holds about a megabyte an object: 10,000 workloads in one piece want more memory than Node has by default.
 */
const PART = 1000;

/** How {@link renderStack} evaluates a stack. */
export interface RenderStackArgs {
    /** The mesh's program. @default the plain one, which nothing extends */
    readonly program?: MeshProgram;
    /** Objects of a part, one or more. What is rendered does not depend on it. @default 1000 */
    readonly size?: number;
}

/** What a later part needs of the layers below: the first is always declared. */
const LATER_LAYERS: readonly LayerName[] = ["flux", "workloads"];

/**
 * Everything a stack consists of, by evaluating its program in this process, a part of its workloads at a time. All layers
 * are declared, whoever applies them: with `delivery: flux` the layers above the first are what is committed to Git.
 *
 */
export async function renderStack(
    stack: Stack,
    { program = defineMesh(), size = PART }: RenderStackArgs = {},
): Promise<RenderedObjects> {
    const registrations = new Map<string, Registration>();
    for (const [index, objects] of partsOf(stack, size).entries()) {
        const part = { ...stack, workloads: { ...stack.workloads, objects } };
        const declare = () => program.declare(part, index === 0 ? LAYERS : LATER_LAYERS, index === 0);
        for (const registration of await evaluate(declare, { stack: stack.settings.stack })) {
            if (!registrations.has(registration.urn)) registrations.set(registration.urn, registration);
        }
    }
    const rendered = renderedObjects([...registrations.values()]);
    return {
        ...rendered,
        namespaces: namespacesOf(stack, rendered.layers.workloads),
        written: writtenTexts(stack),
    };
}

/** Only where Flux delivers, or is about to. */
function namespacesOf({ settings }: Stack, objects: readonly Manifest[]): readonly Manifest[] {
    const { delivery, handover, flux } = settings;
    if (delivery !== "flux" && handover !== "underway") return [];
    const { provider, secret } = flux.decryption;
    return namespaceKustomizations({
        path: flux.git.path,
        objects,
        decryption: provider === undefined ? undefined : { secret },
        handover: handover === "underway",
        tenants: tenantsByNamespace(settings),
    });
}

function writtenTexts({ manifests }: Stack): ReadonlyMap<string, string> {
    const texts = manifests.flatMap(({ manifest, text }) =>
        text === undefined ? [] : [[logicalName(manifest), text] as const],
    );
    return new Map(texts);
}

/** At least one part. Canaries come last, as they do in one piece; what they wait for is nothing a render shows. */
function partsOf({ workloads: { objects } }: Stack, size: number): readonly Stack["workloads"]["objects"][] {
    const ordered = [...objects.filter((object) => !isCanary(object)), ...objects.filter(isCanary)];
    const count = Math.max(1, Math.ceil(ordered.length / size));
    return Array.from({ length: count }, (_, index) => ordered.slice(index * size, (index + 1) * size));
}
