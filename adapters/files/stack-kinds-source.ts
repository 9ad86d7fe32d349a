import type { StackSettings } from "../../lifecycle/settings/settings";
import { parseKubernetesVersion } from "../../lifecycle/kit/kubernetes-version";
import type { SourcedManifest } from "../../lifecycle/workloads/manifest";
import type { Scopes } from "../../lifecycle/workloads/scopes";
import { KnownKinds } from "../../lifecycle/schemas/known-kinds";
import { nearestMinor, packagedMinors, packagedSchemas } from "./packaged-source";

/** What {@link stackKinds} is made from. */
export interface StackKindsArgs {
    /** Kubernetes version of the cluster, as the settings have it. */
    readonly kubernetes: string;
    /** Exact version of Istio's control plane, which brings Istio's definitions. @default the newest there are */
    readonly istio?: string;
    readonly manifests: readonly Pick<SourcedManifest, "manifest">[];
    /** @see KnownKindsArgs.clusterScoped */
    readonly clusterScoped?: readonly string[];
}

/** The kinds a stack's cluster serves, and which schemas stand for versions that there are none of. */
export interface StackKinds {
    readonly kinds: KnownKinds;
    /** Minor of Kubernetes, as a number: 34 for 1.34. */
    readonly minor: number;
    /** Sentences about schemas of another version than the stack's, without their full stop. */
    readonly substitutes: readonly string[];
}

/** Reads what is packaged of the versions of a stack. */
export function stackKinds({ kubernetes, istio, manifests, clusterScoped }: StackKindsArgs): StackKinds {
    const { minor } = parseKubernetesVersion(kubernetes);
    const istioMinors = packagedMinors("istio");
    const istioMinor = istio?.split(".", 2).join(".") ?? istioMinors.at(-1) ?? "";
    const used = {
        Kubernetes: [minor, nearestMinor(packagedMinors("kubernetes"), minor)],
        Istio: [istioMinor, nearestMinor(istioMinors, istioMinor)],
    } as const;
    const kinds = new KnownKinds({
        kubernetes: packagedSchemas(`kubernetes-${used.Kubernetes[1]}`),
        installed: [packagedSchemas(`istio-${used.Istio[1]}`), packagedSchemas("tools")],
        objects: manifests.map(({ manifest }) => manifest),
        clusterScoped,
    });
    const substitutes = Object.entries(used).flatMap(([what, [wanted, found]]) =>
        wanted === found
            ? []
            : [`there are no schemas of ${what} ${wanted}; those of ${found} stand for them`],
    );
    return { kinds, minor: Number(minor.split(".")[1]), substitutes };
}

/** Where objects of each kind live, for a stack whose lock may not be readable. */
export function stackScopes(
    { cluster, workloads }: Pick<StackSettings, "cluster" | "workloads">,
    manifests: readonly Pick<SourcedManifest, "manifest">[],
): Scopes {
    const { clusterScoped } = workloads;
    return stackKinds({ kubernetes: cluster.kubernetes, manifests, clusterScoped }).kinds;
}
