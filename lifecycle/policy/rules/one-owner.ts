import { getIn } from "../../kit/json-path";
import {
    CNI_OBJECTS,
    FLAGGER_OBJECTS,
    FLAGGER_PROMETHEUS_OBJECTS,
    FLUX_OBJECTS,
    ISTIO_OBJECTS,
    type OwnedObjects,
    gatewayObjects,
} from "../chart-objects";
import type { PolicyRule, Violation } from "../rule";
import { type Manifest, objectId } from "../../workloads/manifest";

/**
 * What a chart installs is Helm's: a manifest of the same object is overwritten by the next upgrade of the release, or
 * overwrites it; either way the two take turns. The same holds of an object that two layers declare.
 */
export const oneOwner: PolicyRule = {
    id: "one-owner",
    description: "Every object has one owner: no manifest describes what a chart, or another layer, owns.",
    remedy: "Remove the manifest",
    judge: (objects) => {
        const owned = ownershipOf(objects);
        const known = new Set<string>();
        return objects.flatMap((object): readonly Violation[] => {
            const id = identityOf(object);
            const twin = known.has(id);
            known.add(id);
            if (twin)
                return [
                    { object: objectId(object), reason: "the stack itself declares this object as well" },
                ];
            const entry = givesSomething(object) ? owned(object) : undefined;
            if (!entry) return [];
            const { owner, remedy } = entry;
            return [
                {
                    object: objectId(object),
                    reason: `it belongs to ${owner}, which would fight for it`,
                    remedy,
                },
            ];
        });
    },
};

/** Looks an object up among what the releases at hand own. */
function ownershipOf(objects: readonly Manifest[]): (object: Manifest) => OwnedObjects | undefined {
    const releases = objects.filter(({ kind }) => kind === "HelmRelease");
    const byKind = new Map<string, { readonly entry: OwnedObjects; readonly name: RegExp }[]>();
    const revision = revisionPattern(releases);
    for (const entry of releases.length === 0
        ? FLUX_OBJECTS
        : releases.reduce(withRelease, [...FLUX_OBJECTS, ...ISTIO_OBJECTS])) {
        const names = entry.names.map((name) => name.replaceAll("(-REV)", revision)).join("|");
        const name = new RegExp(`^(?:${names})$`);
        for (const kind of entry.kinds) byKind.set(kind, [...(byKind.get(kind) ?? []), { entry, name }]);
    }
    return ({ kind, metadata }) =>
        byKind
            .get(kind)
            ?.find(
                ({ entry, name }) =>
                    (entry.namespace === "*" || entry.namespace === metadata.namespace) &&
                    name.test(metadata.name),
            )?.entry;
}

function withRelease(owned: readonly OwnedObjects[], release: Manifest): OwnedObjects[] {
    const { name, namespace = "" } = release.metadata;
    switch (getIn(release, ["spec", "chart", "spec", "chart"])) {
        case "cni":
            return [...owned, ...CNI_OBJECTS];
        case "gateway":
            return [...owned, ...gatewayObjects(name, namespace)];
        case "flagger": {
            const own = getIn(release, ["spec", "values", "prometheus", "install"]) === true;
            return [...owned, ...FLAGGER_OBJECTS, ...(own ? FLAGGER_PROMETHEUS_OBJECTS : [])];
        }
        default:
            return [...owned];
    }
}

/** A version with dashes is a revision wherever it stands; other names are, where a release has them. */
function revisionPattern(releases: readonly Manifest[]): string {
    const named = releases
        .map((release) => getIn(release, ["spec", "values", "revision"]))
        .filter((name): name is string => typeof name === "string" && /^[a-z0-9-]+$/.test(name));
    return `(?:-(?:${["default", "\\d+-\\d+(?:-[a-z0-9-]+)?", ...new Set(named)].join("|")}))?`;
}

/** An annotation alone may be put on what another owns: that is how istiod's ConfigMaps are kept from Flagger. */
function givesSomething({ apiVersion, kind, metadata, ...rest }: Manifest): boolean {
    return (
        kind !== "ConfigMap" || Object.keys(rest).length > 0 || !metadata.annotations || apiVersion !== "v1"
    );
}

/** Group, kind, namespace and name: the version is no part of it. */
function identityOf({ apiVersion, kind, metadata }: Manifest): string {
    const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
    return [group, kind, metadata.namespace ?? "", metadata.name].join(" ");
}
