import { getIn, isRecord } from "../../kit/json-path";
import type { SchemaFault } from "../validate";
import { isEmpty, listed } from "./fields";
import { type ObjectRule, fault } from "./object-rule";

/** Where each type of metric says what it is about. */
const SOURCES: Readonly<Record<string, string>> = {
    Resource: "resource",
    ContainerResource: "containerResource",
    Pods: "pods",
    Object: "object",
    External: "external",
};

/** ValidateHorizontalPodAutoscaler in pkg/apis/autoscaling/validation. */
export const autoscaler: ObjectRule = (object) => {
    const [least, most] = ["minReplicas", "maxReplicas"].map((key) => getIn(object, ["spec", key]));
    return [
        ...(typeof most === "number" && most < 1
            ? fault(["spec", "maxReplicas"], most, "must be at least 1")
            : []),
        ...(typeof least === "number" && least < 0
            ? fault(["spec", "minReplicas"], least, "must not be negative")
            : []),
        ...(typeof least === "number" && typeof most === "number" && least > most
            ? fault(["spec", "maxReplicas"], most, `must not be less than minReplicas, which is ${least}`)
            : []),
        ...listed(object["spec"], ["spec"], "metrics").flatMap(([metric, path]) =>
            metricFaults(metric, path),
        ),
        ...["scaleUp", "scaleDown"].flatMap((key) =>
            behaviorFaults(getIn(object, ["spec", "behavior", key]), ["spec", "behavior", key]),
        ),
    ];
};

function metricFaults(
    metric: Readonly<Record<string, unknown>>,
    path: readonly (string | number)[],
): readonly SchemaFault[] {
    const { type } = metric;
    if (typeof type !== "string") return [];
    const source = Object.hasOwn(SOURCES, type) ? SOURCES[type] : undefined;
    if (source === undefined)
        return fault([...path, "type"], type, `must be one of ${Object.keys(SOURCES).join(", ")}`);
    if (!isRecord(metric[source]))
        return fault([...path, source], undefined, `is required for a metric of type ${type}`);
    const target = getIn(metric, [source, "target"]);
    if (!isRecord(target)) return [];
    const given = ["value", "averageValue", "averageUtilization"].some(
        (key) => (target[key] ?? null) !== null,
    );
    return given
        ? []
        : fault(
              [...path, source, "target"],
              undefined,
              "must say a value, an averageValue or an averageUtilization",
          );
}

/** Longest window, in seconds. */
const HOUR = 3600;

function behaviorFaults(rules: unknown, path: readonly (string | number)[]): readonly SchemaFault[] {
    if (!isRecord(rules)) return [];
    const window = rules["stabilizationWindowSeconds"];
    const wrong = typeof window === "number" && (window < 0 || window > HOUR);
    return [
        ...(wrong ? fault([...path, "stabilizationWindowSeconds"], window, `must be from 0 to ${HOUR}`) : []),
        ...(Array.isArray(rules["policies"]) && isEmpty(rules["policies"])
            ? fault([...path, "policies"], undefined, "must have at least one policy, where it is given")
            : []),
        ...listed(rules, path, "policies").flatMap(([policy, where]) =>
            ["value", "periodSeconds"].flatMap((key) => {
                const value = policy[key];
                return typeof value === "number" && value < 1
                    ? fault([...where, key], value, "must be at least 1")
                    : [];
            }),
        ),
    ];
}
