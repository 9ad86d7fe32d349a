import { ISTIO_NAMESPACE } from "../../settings/system-namespaces";
import { getIn } from "../../kit/json-path";
import type { PolicyRule, Violation } from "../rule";
import { type Manifest, objectId } from "../../workloads/manifest";

/** A Helm value of istiod that undoes what a setting, or another layer of the stack, says. */
interface UndoingValue {
    readonly path: readonly string[];
    readonly undoes: (value: unknown) => boolean;
    /** What follows, after "it": one sentence without its full stop. */
    readonly effect: string;
    readonly remedy: string;
}

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== "";

/** Defaults and meaning: values.yaml of the istiod chart; istio.io, "Global Mesh Options"; tools/istio-iptables. */
const UNDOING: readonly UndoingValue[] = [
    {
        path: ["meshConfig", "rootNamespace"],
        undoes: (value) => isGiven(value) && value !== ISTIO_NAMESPACE,
        effect: "makes another namespace the root, so that the stack's mutual TLS holds for istio-system alone",
        remedy: `Remove it: the stack's policies are in ${ISTIO_NAMESPACE}`,
    },
    {
        path: ["meshConfig", "enableAutoMtls"],
        undoes: (value) => value === false,
        effect: "has clients speak plain text, which a STRICT mesh refuses",
        remedy: "Remove it, or set windlass:istio.mtls",
    },
    {
        path: ["global", "proxy", "includeIPRanges"],
        undoes: (value) => value !== undefined && value !== "*",
        effect: "leaves traffic to all other addresses unredirected, past outboundTraffic and past mutual TLS",
        remedy: "Remove it, and declare what is called outside the mesh by ServiceEntry; or set windlass:istio.outboundTraffic",
    },
    {
        path: ["global", "proxy", "excludeIPRanges"],
        undoes: isGiven,
        effect: "leaves traffic to these addresses unredirected, past outboundTraffic",
        remedy: "Remove it, and exclude them for the pods that need it, by traffic.sidecar.istio.io/excludeOutboundIPRanges",
    },
    {
        path: ["global", "proxy", "includeInboundPorts"],
        undoes: (value) => value !== undefined && value !== "*",
        effect: "leaves all other ports unredirected, so that they take plain text whatever mtls says",
        remedy: "Remove it, and open single ports by portLevelMtls of a PeerAuthentication",
    },
    {
        path: ["global", "proxy", "excludeInboundPorts"],
        undoes: isGiven,
        effect: "leaves these ports unredirected, so that they take plain text whatever mtls says",
        remedy: "Remove it, and open single ports by portLevelMtls of a PeerAuthentication",
    },
    {
        path: ["global", "proxy", "excludeOutboundPorts"],
        undoes: isGiven,
        effect: "leaves traffic to these ports unredirected, past outboundTraffic and past mutual TLS",
        remedy: "Remove it, and exclude them for the pods that need it, by traffic.sidecar.istio.io/excludeOutboundPorts",
    },
    {
        path: ["global", "proxy", "autoInject"],
        undoes: (value) => value === "disabled",
        effect: "has pods go without a proxy unless each asks for one, whatever the mode of their namespace",
        remedy: "Remove it, and set windlass:workloads.mode or the namespace's own",
    },
    {
        path: ["sidecarInjectorWebhook", "enableNamespacesByDefault"],
        undoes: (value) => value === true,
        effect: "has the webhook inject namespaces without a label, those of mode pin among them",
        remedy: "Remove it, and set the mode of namespaces in windlass:workloads.namespaces",
    },
];

/** One decision has one knob: a value of the chart must not take back what a setting promises. */
export const meshValues: PolicyRule = {
    id: "mesh-values",
    description: "No Helm value of istiod undoes what the stack's settings say.",
    remedy: "Remove the value from windlass:istio.values",
    judge: (objects) =>
        objects
            .filter((object) => getIn(object, ["spec", "chart", "spec", "chart"]) === "istiod")
            // Every revision of a stack has the same values of the user's.
            .slice(0, 1)
            .flatMap(undoingValues),
};

function undoingValues(release: Manifest): readonly Violation[] {
    const object = objectId(release);
    return UNDOING.flatMap(({ path, undoes, effect, remedy }) => {
        const value = getIn(release, ["spec", "values", ...path]);
        if (!undoes(value)) return [];
        const reason = `its value ${path.join(".")}: ${JSON.stringify(value)} ${effect}`;
        return [{ object, reason, remedy, setting: ["istio", "values", ...path] }];
    });
}
