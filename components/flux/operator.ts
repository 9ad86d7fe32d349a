import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { whenKnown } from "../kube/inputs";
import { FLUX_NAMESPACE } from "./api";

/** Where flux-operator comes from. */
export interface OperatorArgs {
    /** Exact version of the chart: `0.55.0`. */
    readonly version: pulumi.Input<string>;
    /** `oci://…`, or `https://…` with an index, without the chart's name. */
    readonly charts: pulumi.Input<string>;
    /** The operator's image without its tag, where it is mirrored. @default the chart's own */
    readonly image?: pulumi.Input<string>;
}

/** Seconds Helm waits for the operator to be ready. */
const TIMEOUT = 300;

/**
 * flux-operator, the one chart Pulumi installs itself: everything else is Flux's to install.
 *
 * Its CRDs are templates behind the value `installCRDs`, which defaults to true, so `skipCrds` has no say. The
 * namespace is Helm's to create and is left behind: people keep the Git credentials in it, and make it for them.
 *
 * @see https://fluxoperator.dev/docs/charts/flux-operator/
 */
export function operatorRelease(
    name: string,
    { version, charts, image }: OperatorArgs,
    opts: pulumi.CustomResourceOptions,
): kubernetes.helm.v3.Release {
    return new kubernetes.helm.v3.Release(
        name,
        {
            name: "flux-operator",
            namespace: FLUX_NAMESPACE,
            createNamespace: true,
            chart: whenKnown(charts, (url) =>
                isRegistry(url) ? `${url.replace(/\/+$/, "")}/flux-operator` : "flux-operator",
            ),
            version,
            repositoryOpts: whenKnown(charts, (url) => (isRegistry(url) ? undefined : { repo: url })),
            timeout: TIMEOUT,
            values: {
                // No ResourceSet acts with the operator's rights, which are all of them.
                multitenancy: { enabled: true },
                // A web page nobody asked for is one more way in.
                web: { enabled: false },
                image: image === undefined ? undefined : { repository: image },
            },
        },
        opts,
    );
}

function isRegistry(charts: string): boolean {
    return charts.startsWith("oci://");
}
