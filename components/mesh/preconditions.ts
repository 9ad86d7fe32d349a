import * as pulumi from "@pulumi/pulumi";
import type { StackSettings } from "../../lifecycle/settings/settings";
import { checkFluxApis } from "../flux/existing";
import { foundCrds, readCrds } from "../flux/found-crds";
import { checkHandedOver, readControlPlaneNamespace } from "../flux/handed-over";

/**
 * Looks at the cluster before anything of the stack is declared: whether a Flux that is met as it is fits, and whether a
 * cluster that is to be handed over has been prepared. A preview must work with the cluster away, and looks at nothing.
 *
 * `Bootstrap` asks the same again, for programs that use it alone. It can refuse only what waits for the answer, and an inline
 * program of the Automation API then never ends: Pulumi's runner waits for registrations that never come
 * (https://github.com/pulumi/pulumi/issues/14980). Were they let go, it would take the program for done and delete the
 * stack. A program that waits for this before it declares anything has nothing that waits, and ends with the error.
 *
 * @param provider Of the stack's cluster.
 * @throws WindlassError naming what was found and the remedy. What cannot be read fails the deployment itself.
 */
export async function requirePreconditions(
    { delivery, handover, flux }: Pick<StackSettings, "delivery" | "handover" | "flux">,
    provider: pulumi.ProviderResource,
): Promise<void> {
    if (pulumi.runtime.isDryRun()) return;
    const opts = { provider };
    if (flux.bootstrap === "none") {
        const crds = await known(foundCrds(readCrds("required", delivery, opts)));
        checkFluxApis(crds, flux.range, delivery);
    }
    if (delivery === "flux" && handover === "underway")
        checkHandedOver(await known(readControlPlaneNamespace("required-handover", opts).metadata));
}

/** What an output comes to. Where it comes to nothing, the engine has failed, and ends the program. */
function known<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T>> {
    return new Promise((resolve) => pulumi.output(output).apply(resolve));
}
