import type { JsonObject, JsonValue } from "../kit/json";
import { isJsonObject, valueAt } from "../mesh/deep-merge";

/** A Helm value that a key of the stack file says instead, and what it is where nobody says anything. */
interface Taken {
    readonly path: string;
    /** What leaves it out says. A value that says the same stays, so that the text of what is rendered does not change. */
    readonly neutral?: JsonValue;
}

/**
 * Values of the istiod chart that the settings, the lock or the revision decide. A tag may be said in three places; all name
 * the version that the lock pins from now on.
 */
const TAKEN: readonly Taken[] = [
    ...["tag", "global.tag", "pilot.tag"].map((path) => ({ path })),
    ...["hub", "global.hub", "pilot.hub"].map((path) => ({ path })),
    { path: "global.variant", neutral: "" },
    { path: "global.istioNamespace" },
    { path: "revision", neutral: undefined },
    { path: "defaultRevision" },
    { path: "global.multiCluster.clusterName", neutral: "" },
    { path: "global.network", neutral: "" },
    { path: "global.meshID", neutral: "" },
    { path: "global.proxy.clusterDomain", neutral: "cluster.local" },
    { path: "meshConfig.trustDomain", neutral: "cluster.local" },
    { path: "meshConfig.accessLogFile", neutral: "" },
    { path: "meshConfig.outboundTrafficPolicy.mode", neutral: "ALLOW_ANY" },
    { path: "pilot.cni.enabled", neutral: false },
];

/** Values of the charts base and cni that are decided elsewhere. */
const TAKEN_OF = {
    istiod: TAKEN,
    base: [{ path: "global.istioNamespace" }, { path: "defaultRevision", neutral: "" }],
    cni: ["global.hub", "global.tag", "global.variant", "hub", "tag", "variant"].map((path) => ({ path })),
} as const satisfies Readonly<Record<string, readonly Taken[]>>;

/** What is left of the values a chart was installed with: those a stack file has to say itself. */
export function valuesLeft(chart: keyof typeof TAKEN_OF, values: JsonObject): JsonObject {
    const taken: readonly Taken[] = TAKEN_OF[chart];
    return taken.reduce((left, { path, neutral }) => {
        const keys = path.split(".");
        const value = valueAt(left, keys);
        return value === undefined || (neutral !== undefined && value === neutral)
            ? left
            : without(left, keys);
    }, values);
}

/** The same values without one, and without the objects that are empty then. */
function without(values: JsonObject, [key = "", ...rest]: readonly string[]): JsonObject {
    const { [key]: value, ...others } = values;
    if (rest.length === 0 || !isJsonObject(value)) return others;
    const left = without(value, rest);
    return Object.keys(left).length === 0 ? others : { ...values, [key]: left };
}
