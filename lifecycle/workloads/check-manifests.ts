import type { WindlassError } from "../kit/errors";
import { closest } from "../kit/closest";
import { getIn } from "../kit/json-path";
import { groupOf } from "./api-group";
import { checkPodTemplate, checkTwins, complaint, objectKey } from "./check-objects";
import type { Manifest, SourcedManifest } from "./manifest";
import type { Scopes } from "./scopes";

/**
 * Checks the manifests of a stack against each other: what one file alone cannot show.
 *
 * @param scopes Where objects of each kind live.
 * @returns every complaint, in the order of the manifests; empty when all is well.
 */
export function checkManifests(
    manifests: readonly SourcedManifest[],
    scopes: Scopes,
): readonly WindlassError[] {
    const known = new Map(manifests.map((sourced) => [objectKey(sourced.manifest), sourced]));
    const errors: WindlassError[] = [...checkTwins(manifests)];
    const primaries = primaryKeys(manifests);
    const asked = new Set<string>();
    for (const sourced of manifests) {
        errors.push(
            ...checkScope(sourced, scopes, asked),
            ...checkPodTemplate(sourced),
            ...checkTargets(sourced, { known, primaries }),
        );
    }
    return errors;
}

/** What may be referred to. */
interface Referables {
    /** Declared objects, by {@link objectKey}. */
    readonly known: ReadonlyMap<string, SourcedManifest>;
    /** Keys of the workloads Flagger makes, which people may scale themselves. */
    readonly primaries: ReadonlySet<string>;
}

function primaryKeys(manifests: readonly SourcedManifest[]): ReadonlySet<string> {
    return new Set(
        manifests
            .filter(
                ({ manifest }) =>
                    groupOf(manifest.apiVersion) === "flagger.app" && manifest.kind === "Canary",
            )
            .map(({ manifest: { metadata, ...canary } }) => {
                const kind = String(getIn(canary, ["spec", "targetRef", "kind"]));
                const name = `${String(getIn(canary, ["spec", "targetRef", "name"]))}-primary`;
                return objectKey({ apiVersion: "apps/v1", kind, metadata: { ...metadata, name } });
            }),
    );
}

/** @param asked Kinds whose scope a person has been asked for: once is enough. */
function checkScope(sourced: SourcedManifest, scopes: Scopes, asked: Set<string>): WindlassError[] {
    const { manifest } = sourced;
    const scope = scopes.scopeOf(manifest);
    if (scope === "Cluster" && manifest.metadata.namespace) {
        return [
            complaint(sourced, {
                key: "metadata.namespace",
                value: manifest.metadata.namespace,
                rule: `${manifest.kind} is cluster-scoped and has no namespace`,
                remedy: "Remove the line",
            }),
        ];
    }
    if (scope === "Cluster" || manifest.metadata.namespace) return [];
    if (scope === undefined) return askForScope(sourced, asked);
    return [
        complaint(sourced, {
            key: "metadata.namespace",
            rule: `${manifest.kind} ${manifest.metadata.name} names no namespace, and Windlass has no default one`,
            remedy: "Add metadata.namespace: the sidecar's identity depends on it",
        }),
    ];
}

function askForScope(sourced: SourcedManifest, asked: Set<string>): WindlassError[] {
    const { apiVersion, kind } = sourced.manifest;
    const name = `${groupOf(apiVersion)}/${kind}`;
    if (asked.has(name)) return [];
    asked.add(name);
    return [
        complaint(sourced, {
            key: "metadata.namespace",
            rule: `no CustomResourceDefinition here says whether a ${kind} lives in a namespace, and this one names none`,
            remedy: `Add metadata.namespace, or, if the kind has none, list ${name} once in windlass:workloads.clusterScoped`,
        }),
    ];
}

/** Which field of which kind points at another object of the same namespace. */
const REFERENCES: Readonly<
    Record<string, { readonly path: readonly string[]; readonly canMiss: boolean }[]>
> = {
    "flagger.app/Canary": [
        { path: ["spec", "targetRef"], canMiss: false },
        { path: ["spec", "autoscalerRef"], canMiss: true },
    ],
    "autoscaling/HorizontalPodAutoscaler": [{ path: ["spec", "scaleTargetRef"], canMiss: false }],
};

function checkTargets(sourced: SourcedManifest, referables: Referables): WindlassError[] {
    const { manifest } = sourced;
    const references = REFERENCES[`${groupOf(manifest.apiVersion)}/${manifest.kind}`] ?? [];
    return references.flatMap(({ path, canMiss }) => checkReference(sourced, path, canMiss, referables));
}

function checkReference(
    sourced: SourcedManifest,
    path: readonly string[],
    canMiss: boolean,
    { known, primaries }: Referables,
): WindlassError[] {
    const { manifest } = sourced;
    const key = path.join(".");
    const reference = getIn(manifest, path);
    if (reference === undefined && canMiss) return [];
    const { apiVersion, kind, name } = (reference ?? {}) as Record<string, unknown>;
    if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof name !== "string") {
        const rule = `${manifest.kind} ${manifest.metadata.name} names no target`;
        return [
            complaint(sourced, {
                key,
                value: reference,
                rule,
                remedy: "Give apiVersion, kind and name of the target",
            }),
        ];
    }
    const { namespace } = manifest.metadata;
    const target = { apiVersion, kind, metadata: { name, namespace } };
    const found = known.get(objectKey(target));
    if (!found && primaries.has(objectKey(target))) return [];
    const exact = found?.manifest.apiVersion === apiVersion;
    if (found && exact) return [];
    const rule = found
        ? `${kind} ${name} is declared as ${found.manifest.apiVersion}, not as ${apiVersion}`
        : `${manifest.kind} ${manifest.metadata.name} points at ${kind} ${name}, which the stack does not declare`;
    const near = found ? undefined : closest(name, namesLike(target, known));
    const remedy = found
        ? `Write ${found.manifest.apiVersion}`
        : `Correct the name${near === undefined ? "" : ` to ${near}`} or add the target's manifest`;
    return [complaint(sourced, { key, value: { apiVersion, kind, name }, rule, remedy })];
}

/** Names of the declared objects of the same kind and namespace. */
function namesLike(
    target: Pick<Manifest, "apiVersion" | "kind" | "metadata">,
    known: ReadonlyMap<string, SourcedManifest>,
): readonly string[] {
    return [...known.values()]
        .map(({ manifest }) => manifest)
        .filter(
            ({ apiVersion, kind, metadata }) =>
                kind === target.kind &&
                metadata.namespace === target.metadata.namespace &&
                groupOf(apiVersion) === groupOf(target.apiVersion),
        )
        .map(({ metadata }) => metadata.name);
}
