import type { Lock } from "../../lifecycle/settings/lock";
import type { FluxSettings, StackSettings } from "../../lifecycle/settings/settings";
import type { BootstrapArgs } from "../flux/bootstrap";

/** The Flux of a stack. */
export function bootstrapArgs(settings: StackSettings, lock: Lock): BootstrapArgs {
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
        domain: cluster.domain,
        git: delivery === "flux" ? gitArgs(settings) : undefined,
        decryption: flux.decryption.provider === undefined ? undefined : decryptionArgs(flux),
        handover: handover === "underway",
    };
}

function gitArgs({ stack, flux }: StackSettings): BootstrapArgs["git"] {
    const { url, branch, path, secret, statusSecret } = flux.git;
    const statuses = statusSecret === undefined ? undefined : { secret: statusSecret, cluster: stack };
    // A stack file without it is refused where Flux delivers.
    return { url: url ?? "", branch, path, secret, namespaces: true, statuses };
}

function decryptionArgs({ decryption: { secret } }: FluxSettings): BootstrapArgs["decryption"] {
    return { secret };
}
