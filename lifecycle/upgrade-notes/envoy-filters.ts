import { getIn } from "../kit/json-path";
import { groupOf } from "../workloads/api-group";
import { type SourcedManifest, objectId } from "../workloads/manifest";
import type { NoteFinding } from "./note-finding";

/** Where Istio says what it does not promise. */
const PAGE = "https://istio.io/latest/docs/reference/config/networking/envoy-filter/";
/** Longest pattern that is tried: a version is a few characters, and a longer pattern is none of one. */
const LONGEST = 200;

/**
 * What a new minor means for the EnvoyFilters of a stack. They reach into the configuration Istio makes, which it may make
 * otherwise in any minor: nobody can call one safe. A patch whose `proxyVersion` fits the old proxies and not the new ones
 * would stop being applied without a word, and is refused.
 */
export function envoyFilterFindings(
    manifests: readonly SourcedManifest[],
    { from, to }: { readonly from: string; readonly to: string },
): readonly NoteFinding[] {
    const filters = manifests
        .map(({ manifest }) => manifest)
        .filter(
            ({ apiVersion, kind }) => kind === "EnvoyFilter" && groupOf(apiVersion) === "networking.istio.io",
        );
    if (filters.length === 0) return [];
    const left = filters.filter((filter) =>
        patternsOf(filter).some((pattern) => fits(pattern, from) === true && fits(pattern, to) !== true),
    );
    const others = filters.filter((filter) => !left.includes(filter));
    const findings: NoteFinding[] = [];
    if (left.length > 0)
        findings.push({
            note: "envoy-filter-version",
            verdict: "refuse",
            summary: `its proxyVersion fits ${from} and not ${to}: the patch would stop being applied`,
            touched: left.map(objectId),
            remedy: "Try it on the new version, then let proxyVersion fit both until the old proxies are gone",
            url: PAGE,
        });
    if (others.length > 0)
        findings.push({
            note: "envoy-filter",
            verdict: "look",
            summary: "an EnvoyFilter patches what Istio makes, which another minor may make otherwise",
            touched: others.map(objectId),
            remedy: "Compare istioctl proxy-config of a canary with that of its primary, or use a TrafficExtension or Telemetry instead",
            url: PAGE,
        });
    return findings;
}

function patternsOf(filter: unknown): readonly string[] {
    const patches = getIn(filter, ["spec", "configPatches"]);
    if (!Array.isArray(patches)) return [];
    return patches
        .map((patch) => getIn(patch, ["match", "proxy", "proxyVersion"]))
        .filter((pattern): pattern is string => typeof pattern === "string" && pattern !== "");
}

/** Whether a pattern fits a version, unanchored as Go matches it (pilot/pkg/model/envoyfilter.go); undefined where none can say. */
function fits(pattern: string, version: string): boolean | undefined {
    if (pattern.length > LONGEST) return undefined;
    try {
        return new RegExp(pattern).test(version);
    } catch {
        return undefined;
    }
}
