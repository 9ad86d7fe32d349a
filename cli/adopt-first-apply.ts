import type { Cluster } from "../adapters/kubernetes/cluster-source";
import { type DryRunObject, dryRunObjects } from "../adapters/kubernetes/dry-run-source";
import { emptyStack } from "../adapters/files/stack-source";
import type { FirstApply } from "../lifecycle/adopt/adoption-report";
import { type TakenBy, asUpgraded } from "../lifecycle/adopt/as-upgraded";
import { type ValueDifference, differingValues } from "../lifecycle/adopt/compare-values";
import type { AdoptionFinding } from "../lifecycle/adopt/finding";
import type { FoundMesh } from "../lifecycle/adopt/found-mesh";
import type { AdoptedStack } from "../lifecycle/adopt/plan-adoption";
import type { JsonObject } from "../lifecycle/kit/json";
import { getIn, isRecord } from "../lifecycle/kit/json-path";
import { parseYamlDocuments } from "../lifecycle/kit/strict-yaml";
import type { Manifest } from "../lifecycle/workloads/manifest";
import type { MeshProgram } from "../program/define-mesh";
import { renderStack } from "../render/render-stack";

/** What {@link askFirstApply} asks about. */
export interface AskFirstApplyArgs {
    readonly cluster: Cluster;
    readonly found: FoundMesh;
    readonly adopted: AdoptedStack;
    readonly program: MeshProgram;
}

/** Asks the API server, by dry runs, what the first apply of an adopted stack would change. */
export async function askFirstApply(args: AskFirstApplyArgs): Promise<FirstApply> {
    const { cluster, found, adopted, program } = args;
    const stack = emptyStack(adopted.settings, adopted.lock);
    const { layers } = await renderStack(stack, { program });
    const own = Object.values(layers).flat();
    const releases = own.filter(isMeshRelease);
    const values = new Map<string, readonly ValueDifference[]>();
    const charts: DryRunObject[] = [];
    for (const release of releases) {
        const { name, namespace = "" } = release.metadata;
        const kept = keptRelease(found, release);
        values.set(name, differencesOf(found, release, kept));
        if (!kept) continue;
        const by: TakenBy = {
            release: kept.name,
            namespace: kept.namespace,
            helmRelease: name,
            helmReleaseNamespace: namespace,
        };
        for (const object of objectsOf(kept.manifest))
            charts.push({ object: asUpgraded(object, by), manager: HELM, namespace: kept.namespace });
    }
    return {
        values,
        charts: await dryRunObjects(cluster, charts),
        own: await dryRunObjects(
            cluster,
            own.map((object) => ({ object, manager: PULUMI })),
        ),
    };
}

/** Owner of the fields that helm-controller applies. */
const HELM = "helm-controller";
/** As Pulumi's provider calls itself, but for a suffix of its own. */
const PULUMI = "pulumi-kubernetes";

/** What makes an apply more than one that changes nothing: a pod would be made anew, or a value gets lost. */
export function disturbances({ values, charts, own }: FirstApply): readonly AdoptionFinding[] {
    const lost = [...values].flatMap(([release, differences]) =>
        differences.map(({ path }): AdoptionFinding => ({
            level: "decide",
            about: `HelmRelease ${release}`,
            text: `its value ${path} would change with the first apply`,
            remedy: "Say it in the stack file as it is now, or take the change as one",
        })),
    );
    const changed = [...charts, ...own].flatMap((change): AdoptionFinding[] => {
        if (change.state === "refused") {
            return [
                { level: "decide", about: change.id, text: `the API server would not say: ${change.why}` },
            ];
        }
        if (change.state !== "changed") return [];
        const restarts = change.places.some((place) => /^\/spec\/template(?:\/|$)/.test(place));
        return [
            {
                level: restarts ? "blocks" : "decide",
                about: change.id,
                text: `${restarts ? "its pods would be made anew" : "it would change"} at ${change.places.slice(0, 4).join(", ")}: somebody has changed it since it was installed`,
                remedy: "Say it by Helm values, so that it stays, or take it back before",
            },
        ];
    });
    return [...lost, ...changed];
}

/** HelmReleases of Istio's control plane. */
function isMeshRelease({ kind, spec }: Manifest): boolean {
    const chart = getIn(spec, ["chart", "spec", "chart"]);
    return kind === "HelmRelease" && (chart === "base" || chart === "istiod" || chart === "cni");
}

function keptRelease({ releases }: FoundMesh, { metadata, spec }: Manifest) {
    const name = getIn(spec, ["releaseName"]);
    const storage = getIn(spec, ["storageNamespace"]) ?? metadata.namespace;
    return releases.find((release) => release.name === name && release.storage === storage);
}

/** Of an istiod that no Helm release has, what it was rendered with stands in its ConfigMap. */
function differencesOf(
    found: FoundMesh,
    { spec }: Manifest,
    kept: FoundMesh["releases"][number] | undefined,
): readonly ValueDifference[] {
    const after = getIn(spec, ["values"]);
    const asked = (isRecord(after) ? after : {}) as JsonObject;
    if (kept) return differingValues({ defaults: kept.defaults, before: kept.values, after: asked });
    const revision = asked["revision"] === "" ? "default" : asked["revision"];
    const istiod = found.istiods.find((each) => each.revision === revision);
    const isIstiod = getIn(spec, ["chart", "spec", "chart"]) === "istiod";
    if (!isIstiod || !istiod?.merged) return [];
    return differingValues({ defaults: istiod.merged, before: {}, after: asked });
}

function objectsOf(manifest: string): readonly Manifest[] {
    return parseYamlDocuments(manifest, { file: "Helm release", dialect: "kubernetes" })
        .map(({ value }) => value)
        .filter((value) => isRecord(value)) as unknown as readonly Manifest[];
}
