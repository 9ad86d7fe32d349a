import { ISTIO_NAMESPACE } from "../settings/system-namespaces";
import type { FoundFluxRelease, FoundMesh } from "./found-mesh";

/** How HelmReleases of another Flux repository come under Windlass without anything being deleted; none where there are none. */
export function flightOfFlux({ flux, istiods }: Pick<FoundMesh, "flux" | "istiods">): readonly string[] {
    const active = flux?.releases.filter(({ release }) => isOfMesh(release, istiods)) ?? [];
    if (active.length === 0) return [];
    const owners = [...new Set(active.flatMap(({ kustomization }) => kustomization ?? []))];
    const names = active.map(({ namespace, name }) => `${namespace}/${name}`).join(", ");
    const moved = active.filter((release) => !staysItself(release));
    const isApplied = owners.length > 0;
    return [
        ...(isApplied
            ? [
                  `In the repository of the Kustomization ${owners.join(", ")}: annotate the HelmReleases ${names} and their HelmRepositories with \`kustomize.toolkit.fluxcd.io/prune: disabled\`, commit, and wait until it is Ready at that commit`,
                  "Take them out of that repository: with the annotation Flux forgets them and leaves them in the cluster",
              ]
            : []),
        ...moved.map(
            ({ namespace, name }) =>
                `\`flux suspend helmrelease ${name} -n ${namespace}\`: it has another name than Windlass's, and two would reconcile one Helm release`,
        ),
        "Apply Windlass's own; a HelmRelease of the same name and namespace is taken over as it is, any other adopts its Helm release",
        ...moved.map(
            ({ namespace, name }) =>
                `Once that is Ready: \`kubectl delete helmrelease ${name} -n ${namespace}\`; a suspended one leaves its Helm release where it is (helm-controller, reconcileDelete)`,
        ),
        "Back: `windlass release`, put them into that repository again, and resume what was suspended",
    ];
}

/** Names Windlass gives the HelmReleases of a control plane. */
const OWN = /^(?:istio-base|istio-cni|istiod(?:-[0-9]+-[0-9]+-[0-9]+.*)?)$/;

function staysItself({ namespace, name }: FoundFluxRelease): boolean {
    return namespace === ISTIO_NAMESPACE && OWN.test(name);
}

/** Of the control plane: gateways stay where they are. */
function isOfMesh(release: string, istiods: FoundMesh["istiods"]): boolean {
    return istiods.length > 0 && !/gateway|ingress|egress/.test(release);
}
