import type * as pulumi from "@pulumi/pulumi";
import { pinOf, tagsPinned } from "../../lifecycle/settings/pins";
import type { Stack } from "../../lifecycle/stack/stack";
import { isCanary } from "../../lifecycle/workloads/plan-workloads";
import { withAlerts } from "../flagger/alert-provider";
import { Flagger } from "../flagger/flagger";
import { MetricTemplates } from "../flagger/metric-templates";
import { Bootstrap } from "../flux/bootstrap";
import { ControlPlane } from "../istio/control-plane";
import { Gateway } from "../istio/gateway";
import { flaggerArgs, metricTemplatesArgs } from "./flagger-args";
import { bootstrapArgs } from "./flux-args";
import { controlPlaneArgs, gatewayArgs } from "./istio-args";
import { adopt, handOver } from "../kube/handover";
import { LAYERS, Layer, type LayerName } from "../kube/layer";
import { clusterProvider } from "../kube/provider";
import { MeshPolicy } from "../security/mesh-policy";
import { Workloads, type WorkloadsArgs } from "../workload/workloads";

/** What a stack tells the stacks that follow it, and whoever runs `pulumi stack output`. */
export interface StackOutputs {
    readonly istio: {
        readonly range: string;
        readonly controlPlane: string;
        readonly proxies: string;
        /** What all gateways have at least; undefined where there is none. */
        readonly gateway?: string;
        /** Of those that are ahead, by name; undefined where none is. */
        readonly gateways?: Readonly<Record<string, string>>;
        /** Undefined without revision tags, and in place. */
        readonly tags?: string;
    };
    readonly flux: string;
    readonly flagger: string;
    /** Workloads by how they get their proxy. */
    readonly workloads: Readonly<Record<string, number>>;
    /** Date of the facts the pins were judged by. */
    readonly catalog: string;
    readonly warnings: readonly string[];
}

/** What {@link declareStack} declares of a stack. */
export interface DeclareStackArgs {
    /** Of the stack's cluster. @default one that is made of its settings */
    readonly provider?: pulumi.ProviderResource;
    /**
     * Layers to declare.
     *
     * @default those Pulumi applies itself: with `delivery: flux` only the first, because Flux owns the others and an
     * object has one owner
     */
    readonly layers?: readonly LayerName[];
    /**
     * Called in each layer that is declared, after the layer's own resources: what it declares with these options belongs
     * to the layer, and nothing of the layers above is created before the layer's own gate.
     */
    readonly extend?: ((layer: LayerName, opts: pulumi.ComponentResourceOptions) => void) | undefined;
}

/**
 * Declares a stack, layer upon layer. Each layer depends on the gate of the one below: a single resource, for a
 * dependency on a component is one on each of its children.
 */
export function declareStack(
    stack: Stack,
    { provider = stackProvider(stack), layers = ownLayers(stack), extend }: DeclareStackArgs = {},
): StackOutputs {
    const isHandedOver = isGivenUp(stack);
    const isAdopted = stack.settings.handover === "adoption";
    const declarations = [declareFlux, declareSystem, declareGateways, declareWorkloads];
    let gate: Gate | undefined;
    for (const [index, declare] of declarations.entries()) {
        const name = LAYERS[index];
        if (!name || !layers.includes(name)) continue;
        // The flux layer is always Pulumi's own, and nobody takes it over.
        const handed = isHandedOver && name !== "flux" ? [handOver] : [];
        const transformations = isAdopted ? [adopt] : handed;
        const parent = new Layer(name, { provider, dependsOn: gate, transformations });
        gate = declare(stack, { parent });
        extend?.(name, { parent, dependsOn: gate });
    }
    return outputs(stack);
}

/** What comes after a layer depends on: one resource, or one for each gateway, for none of these waits for another. */
type Gate = pulumi.Resource | pulumi.Resource[];

/**
 * The one provider of a stack's cluster. On the way back from Flux every object is there already, and some are where others
 * have set up the mesh.
 */
export function stackProvider(stack: Stack): pulumi.ProviderResource {
    const { cluster, handover } = stack.settings;
    return clusterProvider("cluster", cluster, { upsert: isGivenUp(stack) || handover === "adoption" });
}

/** Whether Pulumi applies the stack on behalf of Flux: before it hands over, and when it has it back. */
function isGivenUp({ settings: { delivery, handover } }: Stack): boolean {
    return delivery === "pulumi" && handover === "underway";
}

function ownLayers({ settings }: Stack): readonly LayerName[] {
    return settings.delivery === "flux" ? ["flux"] : LAYERS;
}

function declareFlux(
    { settings, lock, workloads }: Stack,
    opts: pulumi.ComponentResourceOptions,
): pulumi.Resource {
    return new Bootstrap("flux-bootstrap", bootstrapArgs(settings, lock, workloads), opts).ready;
}

/** Brings the kinds that the layers above are written in. */
function declareSystem(
    { settings, lock, workloads }: Stack,
    opts: pulumi.ComponentResourceOptions,
): pulumi.Resource {
    const controlPlane = new ControlPlane("istio", controlPlaneArgs(settings, lock), opts);
    const after = { ...opts, dependsOn: controlPlane.ready };
    return new Flagger("flagger", flaggerArgs(settings, lock, workloads), after).ready;
}

/** What holds for the whole mesh before the first workload starts. */
function declareGateways({ settings, lock }: Stack, opts: pulumi.ComponentResourceOptions): Gate {
    const { mtls, allowedHosts } = settings.istio;
    const policy = new MeshPolicy("mesh", { mtls, allowedHosts: [...allowedHosts] }, opts);
    const afterPolicy = { ...opts, dependsOn: policy.ready };
    const metrics = new MetricTemplates("metrics", metricTemplatesArgs(settings), afterPolicy);
    if (settings.gateways.length === 0) return metrics.ready;
    const afterMetrics = { ...opts, dependsOn: metrics.ready };
    return settings.gateways.map(
        (gateway) => new Gateway(gateway.name, gatewayArgs(settings, lock, gateway), afterMetrics).ready,
    );
}

function declareWorkloads(
    { settings, workloads }: Stack,
    opts: pulumi.ComponentResourceOptions,
): pulumi.Resource {
    const hasAlerts = settings.flagger.alerts.secret !== undefined;
    const objects = workloads.objects.map((object) =>
        hasAlerts && isCanary(object) ? withAlerts(object) : object,
    );
    const args: WorkloadsArgs = {
        foundation: [...workloads.foundation],
        objects,
        trackedNamespaces: [...workloads.trackedNamespaces],
    };
    return new Workloads("workloads-apps", args, opts);
}

function aheadOf({ istio: { gateways } }: Stack["lock"]): Readonly<Record<string, string>> | undefined {
    return (
        gateways && Object.fromEntries(Object.entries(gateways).map(([name, { version }]) => [name, version]))
    );
}

function outputs({ settings, lock, workloads, warnings }: Stack): StackOutputs {
    const modes: Record<string, number> = {};
    for (const mode of workloads.modes.values()) modes[mode] = (modes[mode] ?? 0) + 1;
    return {
        istio: {
            range: settings.istio.range,
            controlPlane: lock.istio.controlPlane.version,
            proxies: lock.istio.proxies.version,
            gateway: settings.gateways.length > 0 ? pinOf(lock, "gateway").version : undefined,
            gateways: aheadOf(lock),
            tags: tagsPinned(settings) ? pinOf(lock, "tags").version : undefined,
        },
        flux: lock.flux.distribution.version,
        flagger: lock.flagger.release.version,
        workloads: modes,
        catalog: lock.catalog,
        warnings,
    };
}
