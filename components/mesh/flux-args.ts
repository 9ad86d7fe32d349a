import type { Lock } from "../../lifecycle/settings/lock";
import type { FluxSettings, StackSettings } from "../../lifecycle/settings/settings";
import type { WorkloadsPlan } from "../../lifecycle/workloads/plan-workloads";
import type { BootstrapArgs } from "../flux/bootstrap";
import { DELIVERED_LAYERS } from "../flux/layers";

/**
 * The Flux of a stack.
 *
 * @param workloads Those that Flux delivers, where it does.
 */
export function bootstrapArgs(
    settings: StackSettings,
    lock: Lock,
    { foundation }: Pick<WorkloadsPlan, "foundation">,
): BootstrapArgs {
    const { flux, delivery, handover, cluster } = settings;
    return {
        version: lock.flux.distribution.version,
        operatorVersion: lock.flux.operator.version,
        install: flux.bootstrap === "operator",
        range: flux.range,
        charts: flux.charts,
        operatorImage: flux.operatorImage,
        registry: flux.registry,
        artifact: flux.artifact,
        pullSecret: flux.pullSecret,
        artifactSecret: flux.artifactSecret,
        domain: cluster.domain,
        concurrent: delivery === "flux" ? concurrency(namespacesOf(foundation)) : undefined,
        git: delivery === "flux" ? gitArgs(settings) : undefined,
        decryption: flux.decryption.provider === undefined ? undefined : decryptionArgs(flux),
        handover: handover === "underway",
    };
}

/** Kustomizations that a stack has Flux work on: those of its layers, one for each namespace, and the two between. */
export function kustomizationCount({ foundation }: Pick<WorkloadsPlan, "foundation">): number {
    return DELIVERED_LAYERS.length + 2 + namespacesOf(foundation);
}

function namespacesOf(foundation: WorkloadsPlan["foundation"]): number {
    return foundation.filter(({ kind }) => kind === "Namespace").length;
}

/**
 * One worker for each Kustomization, for each may wait for an hour. In steps, so that a new namespace seldom changes Flux itself.
 */
function concurrency(namespaces: number): number {
    return Math.ceil((namespaces + OTHERS) / STEP) * STEP;
}

/** Kustomizations beside those of namespaces, and some of others. */
const OTHERS = 10;
const STEP = 50;

function gitArgs({ stack, flux }: StackSettings): BootstrapArgs["git"] {
    const { url, branch, path, secret, statusSecret } = flux.git;
    const statuses = statusSecret === undefined ? undefined : { secret: statusSecret, cluster: stack };
    // A stack file without it is refused where Flux delivers.
    return { url: url ?? "", branch, path, secret, namespaces: true, statuses };
}

function decryptionArgs({ decryption: { secret } }: FluxSettings): BootstrapArgs["decryption"] {
    return { secret };
}
