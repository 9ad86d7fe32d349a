import { faultIds } from "../versions/minors";
import { indexCatalog } from "../versions/catalog-index";
import type { Catalog } from "../versions/catalog";
import { type Moment, gateContext } from "../versions/request";
import { supportGate } from "../versions/gates/support";
import { ISTIO_NAMESPACE } from "../settings/system-namespaces";
import { valueAt } from "../mesh/deep-merge";
import type { ChosenPins } from "./choose-pins";
import type { AdoptionFinding } from "./finding";
import type { FoundMesh } from "./found-mesh";
import { istiodRelease, meshMode, releaseOf } from "./plan-settings";

/** What {@link judgeMesh} looks at. */
export interface JudgeMeshArgs {
    readonly found: FoundMesh;
    readonly pins: ChosenPins;
    readonly catalog: Catalog;
    readonly at: Moment;
}

/** Everything about a mesh that stands in the way of its adoption, has to be decided or is worth knowing. */
export function judgeMesh(args: JudgeMeshArgs): readonly AdoptionFinding[] {
    return [
        ...judgeInstallers(args),
        ...judgeReleases(args),
        ...judgeVersion(args),
        ...judgeMtls(args),
        ...judgeOutbound(args),
        ...judgeTags(args),
        ...judgeNamespaces(args),
        ...judgeGateways(args),
        ...judgeFlux(args),
        ...judgeFlagger(args),
    ];
}

function judgeInstallers({ found }: JudgeMeshArgs): readonly AdoptionFinding[] {
    const operators = found.operators.map((operator): AdoptionFinding => ({
        level: "blocks",
        about: operator,
        text: "an operator installs Istio from this object, and would take back whatever another one changes",
        remedy: "Have the operator leave the control plane first, without deleting what it has installed (docs/adopt.md)",
    }));
    const unknown = found.istiods.filter(({ values }) => values === undefined);
    return [
        ...operators,
        ...unknown.map(({ name, namespace }): AdoptionFinding => ({
            level: "blocks",
            about: `${namespace}/Deployment/${name}`,
            text: "nothing in the cluster tells which values it was installed with: neither a Helm release nor the ConfigMap values",
            remedy: "Install the same version once more by Helm, with the values it has",
        })),
    ];
}

function judgeReleases({ found, pins }: JudgeMeshArgs): readonly AdoptionFinding[] {
    const findings: AdoptionFinding[] = [];
    for (const { chart, name, namespace, version } of found.releases) {
        const about = `Helm release ${namespace}/${name}`;
        const isOfMesh = ["base", "istiod", "cni"].includes(chart);
        if (isOfMesh && namespace !== ISTIO_NAMESPACE) {
            findings.push({
                level: "blocks",
                about,
                text: `its objects are in ${namespace}, and those of Windlass's release of ${chart} in ${ISTIO_NAMESPACE}`,
                remedy: `Install the chart ${chart} into ${ISTIO_NAMESPACE}`,
            });
        }
        const runs = chart === "cni" ? pins.proxies : pins.controlPlane;
        if ((chart === "base" || chart === "cni") && version !== runs) {
            findings.push({
                level: "blocks",
                about,
                text: `the chart ${chart} is at ${version}, and Windlass keeps it at ${runs}, the version of ${chart === "cni" ? "the oldest proxies" : "the newest istiod"}`,
                remedy:
                    chart === "cni"
                        ? "Restart the workloads whose proxies are older"
                        : `Upgrade it to ${runs}`,
            });
        }
        if (chart === "ztunnel") {
            findings.push({
                level: "decide",
                about,
                text: "the mesh has an ambient part, which Windlass leaves as it is and does not upgrade",
                remedy: "Keep it within one minor of the control plane by your own means",
            });
        }
    }
    if (!releaseOf(found, "base")) {
        findings.push({
            level: "note",
            about: "base",
            text: "no Helm release has Istio's kinds: Helm takes them over as they are, and notes its name on them",
        });
    }
    for (const { name, release } of found.istiods) {
        const helm = istiodRelease(found, release);
        if (!helm) {
            findings.push({
                level: "note",
                about: name,
                text: `no Helm release has it: Helm installs ${release ?? "istiod"} over it with the values it has, takes its objects over and notes its name on them (annotations meta.helm.sh/release-name and release-namespace)`,
            });
        } else if (valueAt(helm.values, ["revisionTags"]) !== undefined) {
            findings.push({
                level: "blocks",
                about: `Helm release ${helm.name}`,
                text: "its value revisionTags makes the webhooks of tags, which would be deleted with it",
                remedy: "Make the tags by istioctl tag set, which takes them over, and take the value out of the release",
            });
        }
    }
    return findings;
}

function judgeVersion({ pins, catalog, at }: JudgeMeshArgs): readonly AdoptionFinding[] {
    const context = gateContext({ range: ">=0.0.1" }, indexCatalog(catalog), at);
    return [...new Set([pins.controlPlane, pins.proxies])].flatMap((version): AdoptionFinding[] => {
        const candidate = context.index.byVersion.get(version);
        if (!candidate) {
            return [
                {
                    level: "blocks",
                    about: `Istio ${version}`,
                    text: `the catalog of ${catalog.date} knows no such release, so nothing can be said of it`,
                    remedy: "Run windlass catalog refresh, or move to a release of Istio's",
                },
            ];
        }
        const refused = supportGate.judge(candidate, context);
        const faults = faultIds(candidate, context);
        return [
            ...(refused === undefined
                ? []
                : [
                      {
                          level: "decide" as const,
                          about: `Istio ${version}`,
                          text: refused,
                          remedy: `See windlass way --from ${version}, and adopt first: the way is the same, with a plan`,
                      },
                  ]),
            ...(faults.length === 0
                ? []
                : [
                      {
                          level: "decide" as const,
                          about: `Istio ${version}`,
                          text: `it has published faults: ${faults.slice(0, 6).join(", ")}${faults.length > 6 ? ` and ${faults.length - 6} more` : ""}`,
                          remedy: "Take the next patch once the first apply has changed nothing",
                      },
                  ]),
        ];
    });
}

function judgeMtls({ found }: JudgeMeshArgs): readonly AdoptionFinding[] {
    const mode = meshMode(found);
    const others = found.peerAuthentications.filter(
        ({ namespace, name, isWhole }) => isWhole && namespace === ISTIO_NAMESPACE && name !== "default",
    );
    const findings: AdoptionFinding[] = others.map(({ name }) => ({
        level: "decide",
        about: `${ISTIO_NAMESPACE}/PeerAuthentication/${name}`,
        text: "it holds for the whole mesh beside the one Windlass writes, default, and Istio takes the older of the two",
        remedy: "Delete it once default says the same",
    }));
    if (mode === "DISABLE") {
        findings.push({
            level: "blocks",
            about: "mutual TLS",
            text: "it is switched off for the whole mesh, which a stack cannot say",
            remedy: "Set it to PERMISSIVE, which takes plain text as well",
        });
    } else if (mode !== "STRICT") {
        findings.push({
            level: "decide",
            about: "mutual TLS",
            text: `workloads take plain text (${mode ?? "no policy says otherwise"}); it stays so: mtls: PERMISSIVE`,
            remedy: "Set windlass:istio.mtls to STRICT once no caller is left without a proxy",
        });
    }
    return findings;
}

function judgeOutbound({ pins }: JudgeMeshArgs): readonly AdoptionFinding[] {
    const mode = valueAt(pins.istiod.values ?? {}, ["meshConfig", "outboundTrafficPolicy", "mode"]);
    if (mode === "REGISTRY_ONLY") return [];
    return [
        {
            level: "decide",
            about: "outbound traffic",
            text: "proxies let everything out to hosts that no registry knows; it stays so: outboundTraffic: ALLOW_ANY",
            remedy: "Set windlass:istio.outboundTraffic to REGISTRY_ONLY once every host outside has its ServiceEntry",
        },
    ];
}

function judgeTags({ found }: JudgeMeshArgs): readonly AdoptionFinding[] {
    return found.tags.map(({ tag, revision, webhook }) => ({
        level: tag === "default" ? "note" : "decide",
        about: `tag ${tag}`,
        text: `it leads to the revision ${revision} (MutatingWebhookConfiguration ${webhook}); Windlass leaves it as it is`,
        remedy:
            tag === "default"
                ? undefined
                : `Before ${revision} is left, move the tag, or label its namespaces with a revision: whoever asks for a tag that leads nowhere gets no proxy`,
    }));
}

function judgeNamespaces({ found }: JudgeMeshArgs): readonly AdoptionFinding[] {
    const ambient = found.namespaces.filter(({ dataplane }) => dataplane === "ambient");
    if (ambient.length === 0) return [];
    return [
        {
            level: "decide",
            about: "ambient",
            text: `${ambient.length} namespaces are ambient, ${listed(ambient.map(({ name }) => name))}: Windlass does not deliver their workloads`,
        },
    ];
}

function judgeGateways({ found }: JudgeMeshArgs): readonly AdoptionFinding[] {
    if (found.gateways.length === 0) return [];
    return [
        {
            level: "decide",
            about: "gateways",
            text: `${listed(found.gateways.map(({ namespace, name }) => `${namespace}/${name}`))}: Windlass leaves them, and their proxies move when they are restarted`,
            remedy: "Restart them after a step of the control plane, or bring up Windlass's own gateway beside them (windlass:gateway) and move the names",
        },
    ];
}

function judgeFlux({ found }: JudgeMeshArgs): readonly AdoptionFinding[] {
    const releases = found.flux?.releases.filter(({ isSuspended }) => !isSuspended) ?? [];
    return releases.map(({ namespace, name, kustomization }) => ({
        level: "decide",
        about: `${namespace}/HelmRelease/${name}`,
        text: `Flux reconciles it${kustomization === undefined ? "" : ` and the Kustomization ${kustomization} applies it`}: two owners would undo each other's changes`,
        remedy: "Take it out of there before the first apply, as the section Flux says",
    }));
}

function judgeFlagger({ found }: JudgeMeshArgs): readonly AdoptionFinding[] {
    const { flagger, observed } = found;
    if (!flagger) return [];
    return [
        {
            level: "note",
            about: `${flagger.namespace}/Deployment/${flagger.name}`,
            text: `Flagger ${flagger.version ?? "of an unknown version"} stays as it is with its ${observed.canaries.length} canaries: flagger.bootstrap: none`,
        },
    ];
}

/** As many names as a reader wants to see. */
function listed(names: readonly string[]): string {
    const shown = names.slice(0, 5).join(", ");
    return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
