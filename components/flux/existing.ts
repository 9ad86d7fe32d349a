import { satisfies } from "semver";
import { ExitStatus, WindlassError, throwCollected } from "../../lifecycle/kit/errors";
import { FLUX_API } from "./api";

/** What is read of one of Flux's CRDs in a cluster. */
export interface FoundCrd {
    /** `helmreleases.helm.toolkit.fluxcd.io` */
    readonly name: string;
    /** Version of Flux, from the label Flux's manifests carry: `v2.9.4`. Undefined where it is missing. */
    readonly flux: string | undefined;
    /** Names of the API versions that are served. Undefined where no API server was asked, as in a render. */
    readonly served: readonly string[] | undefined;
}

/** Label of every object of a Flux distribution, with its version. */
export const FLUX_VERSION_LABEL = "app.kubernetes.io/version";

const SOURCES = [
    { name: "helmrepositories.source.toolkit.fluxcd.io", api: FLUX_API.source },
    { name: "helmreleases.helm.toolkit.fluxcd.io", api: FLUX_API.helm },
];
const GIT_SOURCES = [
    { name: "gitrepositories.source.toolkit.fluxcd.io", api: FLUX_API.source },
    { name: "kustomizations.kustomize.toolkit.fluxcd.io", api: FLUX_API.kustomize },
];

/** Names of the CRDs a stack's objects need: Helm's alone, or with Git's when Flux delivers. */
export function neededCrds(delivery: "pulumi" | "flux"): readonly string[] {
    return needed(delivery).map(({ name }) => name);
}

/**
 * Checks the Flux a cluster already runs: each CRD serves the version Windlass writes, and the distribution is in the
 * stack's range. Prereleases count as their release would.
 *
 * @param range Semver range of the Flux distribution: `~2.9`.
 * @throws WindlassError naming what was found and the remedy; all complaints at once
 */
export function checkFluxApis(
    crds: readonly FoundCrd[],
    range: string,
    delivery: "pulumi" | "flux" = "pulumi",
): void {
    const errors: WindlassError[] = [];
    for (const { name, api } of needed(delivery)) {
        const found = crds.find((crd) => crd.name === name);
        const version = api.split("/")[1] ?? "";
        if (!found) errors.push(refusal(`the cluster has no ${name}`, range));
        else if (found.served && !found.served.includes(version)) {
            const served = found.served.join(", ") || "no version";
            errors.push(
                refusal(`${name} is served as ${served} by the cluster and written as ${version}`, range),
            );
        }
    }
    for (const flux of new Set(crds.map((crd) => crd.flux))) {
        if (flux === undefined || satisfies(flux, range, { includePrerelease: true })) continue;
        errors.push(refusal(`the cluster runs Flux ${flux}, outside ${range}`, range));
    }
    throwCollected(errors);
}

function needed(delivery: "pulumi" | "flux") {
    return delivery === "flux" ? [...SOURCES, ...GIT_SOURCES] : SOURCES;
}

function refusal(rule: string, range: string): WindlassError {
    return new WindlassError({
        key: "flux.bootstrap",
        value: "none",
        rule,
        remedy: `Bring the cluster's Flux to ${range}, or let Windlass install it with flux.bootstrap: operator`,
        exitStatus: ExitStatus.refused,
    });
}
