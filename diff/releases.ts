import { TOOL_NAMES, factsOf } from "../lifecycle/settings/pinned-parts";
import { getIn } from "../lifecycle/kit/json-path";
import type { Change } from "./changes";
import type { Found } from "./finding";
import { say } from "./phrase";
import { kindOf } from "./removals";
import type { VersionedObject } from "./version";
import { objectId } from "../lifecycle/workloads/manifest";

const VERSION = "spec/chart/spec/version";
const CHART = ["spec", "chart", "spec", "chart"];
const PROXY_IMAGE = "sidecar.istio.io/proxyImage";
/** Charts whose version is a pin of the lock, which is told of with the pins. */
const PINNED = new Set([
    "base",
    "istiod",
    "cni",
    "ztunnel",
    ...TOOL_NAMES.map((tool) => factsOf(tool).chart),
]);

/** What a HelmRelease's change says that the pins do not, and the changes that are left to tell. */
export interface ReleaseChange {
    readonly findings: readonly Found[];
    readonly rest: readonly Change[];
}

/** Splits a HelmRelease's changes into a step of its version and the rest. */
export function releaseChange({ object }: VersionedObject, changes: readonly Change[]): ReleaseChange {
    const step =
        kindOf(object) === "helm.toolkit.fluxcd.io/HelmRelease" ? changes.find(isVersion) : undefined;
    if (!step) return { findings: [], rest: changes };
    const chart = getIn(object, CHART);
    const rest = changes.filter((change) => change !== step && !follows(change, String(step.to)));
    if (typeof chart !== "string") return { findings: [], rest };
    if (PINNED.has(chart)) return { findings: CRD_CHARTS.has(chart) ? [crdStep(object, step)] : [], rest };
    const istio = chart === "gateway";
    const finding: Found = {
        section: istio ? "istio" : "other",
        rule: istio ? "istio/gateway" : "object/chart",
        level: "info",
        words: say`${istio ? ["gateway"] : say`chart ${chart}`} ${String(step.from)} → ${String(step.to)}`,
        object: objectId(object),
    };
    return { findings: [finding], rest };
}

/** Charts of the pins that bring the definitions of a kind's objects, which every revision shares. */
const CRD_CHARTS = new Set(["base"]);

function crdStep(object: VersionedObject["object"], { from, to }: Change): Found {
    return {
        section: "istio",
        rule: "istio/crds",
        level: "caution",
        words: say`CRDs of Istio ${String(from)} → ${String(to)}, for all revisions at once (chart base)`,
        object: objectId(object),
    };
}

function isVersion({ path }: Change): boolean {
    return path.join("/") === VERSION;
}

/** The proxy's image of a gateway moves with its chart. */
function follows({ path, to }: Change, version: string): boolean {
    return path.at(-1) === PROXY_IMAGE && typeof to === "string" && to.includes(`/proxyv2:${version}`);
}
