import { WindlassError, throwCollected } from "../kit/errors";
import { lineOfField } from "../kit/field-lines";
import type { GatewaySettings } from "../settings/settings";
import { valueAt } from "./deep-merge";
import { optionValues } from "./gateway-values";

const SELECTED = "Remove it: the Service and the Gateway object select the pods by it";

/** Values of the gateway chart that something else decides. One knob for one decision. */
const OWNED: readonly (readonly [path: readonly string[], remedy: string])[] = [
    [["revision"], "Set istio.strategy"],
    [["name"], "Rename the gateway"],
    [["kind"], "Remove it: a gateway is a Deployment, whose rollout is watched"],
    [["labels", "app"], SELECTED],
    [["labels", "istio"], SELECTED],
    [["service", "selectorLabels"], SELECTED],
    [["podAnnotations", "sidecar.istio.io/proxyImage"], "Set istio.range and run windlass update"],
    [["networkGateway"], "Set the gateway's kind to east-west"],
    [["global", "networkPolicy"], "Remove it: the gateway has a NetworkPolicy that follows its ports"],
    [["service", "type"], "Set serviceType"],
    [["service", "annotations"], "Set serviceAnnotations"],
    ...["loadBalancerClass", "loadBalancerSourceRanges", "externalTrafficPolicy", "ports"].map(
        (key) => [["service", key], `Set ${key}`] as const,
    ),
    ...["minReplicas", "maxReplicas", "targetCPUUtilizationPercentage"].map(
        (key) => [["autoscaling", key], `Set ${key}`] as const,
    ),
    ...[
        "resources",
        "affinity",
        "topologySpreadConstraints",
        "tolerations",
        "nodeSelector",
        "podDisruptionBudget",
        "priorityClassName",
        "imagePullSecrets",
    ].map((key) => [[key], `Set ${key} of the gateway itself`] as const),
];

/**
 * Refuses values of a gateway that another key decides.
 *
 * @throws WindlassErrors all complaints at once.
 */
export function refuseOwnedGatewayValues(stack: string, gateway: GatewaySettings): void {
    const { name, values } = gateway;
    // A pod that drains for long needs longer to end, and only one of the two keys can say so.
    const drains = Object.keys(optionValues(gateway)).includes("terminationGracePeriodSeconds");
    const owned = [
        ...OWNED,
        ...(drains ? [[["terminationGracePeriodSeconds"], "Set drainSeconds"] as const] : []),
    ];
    throwCollected(
        owned
            .filter(([path]) => valueAt(values, path) !== undefined)
            .map(
                ([path, remedy]) =>
                    new WindlassError({
                        file: `stacks/Pulumi.${stack}.yaml`,
                        line: lineOfField(values, path),
                        key: `gateways.${name}.values.${path.join(".")}`,
                        value: valueAt(values, path),
                        rule: "is decided by another key",
                        remedy,
                    }),
            ),
    );
}
