import type { CustomResourceDefinition } from "@pulumi/kubernetes/apiextensions/v1";
import * as pulumi from "@pulumi/pulumi";
import { kubeResource } from "../kube/kube-resource";
import { FLUX_VERSION_LABEL, type FoundCrd, neededCrds } from "./existing";

/** Reads the CRDs a stack's objects need. One that is not there fails the reading, by its name. */
export function readCrds(
    name: string,
    delivery: "pulumi" | "flux",
    opts: pulumi.CustomResourceOptions,
): CustomResourceDefinition[] {
    return neededCrds(delivery).map((crd) => readCrd(`${name}-${crd}`, crd, opts));
}

/** What is read of CRDs, to be checked. */
export function foundCrds(crds: readonly CustomResourceDefinition[]): pulumi.Output<FoundCrd[]> {
    return pulumi.all(crds.map(foundCrd));
}

/**
 * Not by `CustomResourceDefinition.get`, which hands the provider an id alone: the provider then takes the whole object
 * for what we had asked for, and the next refresh reports the correction as a change.
 */
function readCrd(name: string, crd: string, opts: pulumi.CustomResourceOptions): CustomResourceDefinition {
    const identity = {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: crd },
        spec: undefined, // An output must be named to be filled in.
    };
    return kubeResource(name, identity, { ...opts, id: crd }) as CustomResourceDefinition;
}

function foundCrd(crd: CustomResourceDefinition): pulumi.Output<FoundCrd> {
    return pulumi.all([crd.id, crd.spec, crd.metadata]).apply(([name, spec, metadata]) => ({
        name,
        // Typed as always there, but a render asks no API server and gets nothing.
        flux: (metadata as typeof metadata | undefined)?.labels?.[FLUX_VERSION_LABEL],
        served: (spec as typeof spec | undefined)?.versions
            .filter((version) => version.served)
            .map((version) => version.name),
    }));
}
