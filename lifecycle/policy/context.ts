import semver from "semver";
import { getIn } from "../kit/json-path";
import { containersOf } from "../workloads/containers";
import type { PolicyContext } from "./rule";
import type { Manifest } from "../workloads/manifest";

/**
 * What rules have to know, read off the objects themselves: for those who have the objects and nothing else. The control
 * plane is the newest istiod release, upgraded by revision where a release names one; a namespace is Git-injected when a
 * workload in it carries a proxy.
 */
export function contextOf(objects: readonly Manifest[]): PolicyContext {
    const releases = objects.filter((object) => chartOf(object) === "istiod");
    const proxied = objects.filter((object) =>
        containersOf(object).some(({ name }) => name === "istio-proxy"),
    );
    const revised = releases.some((object) => Boolean(getIn(object, ["spec", "values", "revision"])));
    return {
        controlPlane: chartVersions(objects, "istiod")[0],
        strategy: revised ? "revisions" : "in-place",
        gitNamespaces: new Set(proxied.map(({ metadata }) => metadata.namespace ?? "")),
        flagger: chartVersions(objects, "flagger")[0],
    };
}

/** Exact versions of a chart's releases, newest first. */
function chartVersions(objects: readonly Manifest[], chart: string): readonly string[] {
    const versions = objects
        .filter((object) => chartOf(object) === chart)
        .map((object) => semver.valid(String(getIn(object, ["spec", "chart", "spec", "version"]))))
        .filter((version) => version !== null);
    return semver.rsort(versions);
}

function chartOf(object: Manifest): unknown {
    return getIn(object, ["spec", "chart", "spec", "chart"]);
}
