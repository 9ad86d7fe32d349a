import semver from "semver";

import type { JsonObject, JsonValue } from "../kit/json";
import { writeYaml } from "../kit/write-yaml";
import { isJsonObject, valueAt } from "../mesh/deep-merge";
import { UNNAMED_CLUSTER } from "../mesh/helm-values";
import { ISTIO_NAMESPACE } from "../settings/system-namespaces";
import type { ChosenPins } from "./choose-pins";
import type { FoundMesh, FoundRelease } from "./found-mesh";
import { valuesLeft } from "./take-settings";

/** What a stack file is made of. */
export interface PlanSettingsArgs {
    /** Context of the kubeconfig that reaches the cluster. */
    readonly context: string;
    readonly found: FoundMesh;
    readonly pins: ChosenPins;
}

/** Names the charts' releases have where Windlass installs them. */
const OWN_NAMES = { base: "istio-base", cni: "istio-cni" } as const;

/**
 * The `config` of a stack file that says what runs: nothing of it is stricter than what was found, and what Istio's charts
 * say by themselves is left to them.
 */
export function planSettings({ context, found, pins }: PlanSettingsArgs): JsonObject {
    const { istiod } = pins;
    const values = istiod.values ?? {};
    const text = (path: string): string | undefined => {
        const value = valueAt(values, path.split("."));
        return typeof value === "string" && value !== "" ? value : undefined;
    };
    const minor = (version: string): string => `~${semver.major(version)}.${semver.minor(version)}`;
    const cni = releaseOf(found, "cni");
    return compact({
        "windlass:delivery": "pulumi",
        "windlass:handover": "adoption",
        "windlass:cluster": {
            name: text("global.multiCluster.clusterName") ?? UNNAMED_CLUSTER,
            kubernetes: found.kubernetes,
            context,
            network: text("global.network"),
            meshId: text("global.meshID"),
            trustDomain: text("meshConfig.trustDomain"),
            domain: text("global.proxy.clusterDomain"),
        },
        "windlass:istio": {
            range: minor(pins.controlPlane),
            strategy: pins.strategy,
            hub: istiod.hub,
            variant: text("global.variant") ?? "",
            cni:
                cni !== undefined || valueAt(values, ["pilot", "cni", "enabled"]) === true ? true : undefined,
            mtls: meshMode(found) === "STRICT" ? "STRICT" : "PERMISSIVE",
            outboundTraffic:
                text("meshConfig.outboundTrafficPolicy.mode") === "REGISTRY_ONLY"
                    ? "REGISTRY_ONLY"
                    : "ALLOW_ANY",
            accessLog: text("meshConfig.accessLogFile") ?? "",
            defaults: "chart",
            values: nonEmpty(valuesLeft("istiod", values)),
            releases: nonEmpty(
                compact({
                    base: named(releaseOf(found, "base"), "base"),
                    istiod: istiodReleases(found, pins),
                    cni: named(cni, "cni"),
                }),
            ),
        },
        "windlass:gateway": { enabled: false },
        "windlass:flux":
            found.flux === undefined
                ? undefined
                : { range: found.flux.version && minor(found.flux.version), bootstrap: "none" },
        "windlass:flagger":
            found.flagger === undefined
                ? undefined
                : {
                      range: found.flagger.version && minor(found.flagger.version),
                      bootstrap: "none",
                      prometheus: found.flagger.prometheus,
                  },
        "windlass:workloads": { mode: "webhook", apps: [] },
    });
}

/** The stack file with these settings. */
export function formatSettings(config: JsonObject): string {
    const header = [
        "yaml-language-server: $schema=stack.schema.json",
        "What runs, as windlass adopt found it. docs/adopt.md has the steps that follow.",
    ];
    return writeYaml({ config }, { header, sortKeys: false });
}

/** Mode of mutual TLS for the whole mesh: that of the oldest policy which holds for the root namespace. */
export function meshMode({ peerAuthentications }: FoundMesh): string | undefined {
    const whole = peerAuthentications.filter(
        ({ namespace, isWhole }) => isWhole && namespace === ISTIO_NAMESPACE,
    );
    return (whole.find(({ name }) => name === "default") ?? whole[0])?.mode;
}

/** The Helm release of a chart of the control plane; undefined where Helm has none. */
export function releaseOf({ releases }: FoundMesh, chart: string): FoundRelease | undefined {
    return releases.find((release) => release.chart === chart);
}

/** The Helm release of an istiod; undefined where Helm has none. */
export function istiodRelease({ releases }: FoundMesh, name: string | undefined): FoundRelease | undefined {
    return releases.find((release) => release.chart === "istiod" && release.name === name);
}

/** Names of istiods' releases, by revision, where they are not those Windlass would give. */
function istiodReleases(found: FoundMesh, { strategy }: ChosenPins): JsonObject | undefined {
    const entries = found.istiods.flatMap(({ revision, release }) => {
        const own = strategy === "in-place" ? "istiod" : `istiod-${revision}`;
        const storage = istiodRelease(found, release)?.storage ?? ISTIO_NAMESPACE;
        const said = compact({
            name: release === own ? undefined : release,
            storage: storage === ISTIO_NAMESPACE ? undefined : storage,
        });
        return Object.keys(said).length === 0 ? [] : [[revision, said] as const];
    });
    return nonEmpty(Object.fromEntries(entries));
}

/** A release that was there, where it is called otherwise, or has values of its own. */
function named(release: FoundRelease | undefined, chart: keyof typeof OWN_NAMES): JsonObject | undefined {
    if (!release) return undefined;
    return nonEmpty(
        compact({
            name: release.name === OWN_NAMES[chart] ? undefined : release.name,
            storage: release.storage === ISTIO_NAMESPACE ? undefined : release.storage,
            values: nonEmpty(valuesLeft(chart, release.values)),
        }),
    );
}

function nonEmpty(value: JsonObject): JsonObject | undefined {
    return Object.keys(value).length === 0 ? undefined : value;
}

/** The same without what is undefined, at every depth. */
function compact(value: { readonly [key: string]: JsonValue | Compacted | undefined }): JsonObject {
    return Object.fromEntries(
        Object.entries(value).flatMap(([key, each]): (readonly [string, JsonValue])[] => {
            if (each === undefined) return [];
            return [[key, isMap(each) ? compact(each) : each]];
        }),
    );
}

interface Compacted {
    readonly [key: string]: JsonValue | Compacted | undefined;
}

function isMap(value: JsonValue | Compacted): value is Compacted {
    return isJsonObject(value as JsonValue);
}
