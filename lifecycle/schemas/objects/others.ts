import { getIn, isRecord } from "../../files/json-path";
import { groupOf } from "../../workloads/api-group";
import type { SchemaFault } from "../validate";
import { labelFaults } from "./metadata";
import { configKey, dnsLabel } from "./names";
import { type ObjectRule, fault } from "./object-rule";
import { portNumber } from "./pods";

/** What an API server refuses of kinds that make no pods. */
export const otherFaults: ObjectRule = (object, context) =>
    RULES[`${groupOf(object.apiVersion)}/${object.kind}`]?.(object, context) ?? [];

const service: ObjectRule = (object) => {
    const spec = object["spec"] ?? {};
    if (!isRecord(spec)) return [];
    const { type, clusterIP, ports, selector } = spec;
    const list = (Array.isArray(ports) ? ports : []) as readonly unknown[];
    const needless = type === "ExternalName" || clusterIP === "None";
    return [
        ...(list.length === 0 && !needless
            ? fault(
                  ["spec", "ports"],
                  undefined,
                  "must have at least one port",
                  "Add one, or set clusterIP to None",
              )
            : []),
        ...(type === "ExternalName" && typeof spec["externalName"] !== "string"
            ? fault(["spec", "externalName"], undefined, "is required for a Service of type ExternalName")
            : []),
        ...labelFaults(selector, ["spec", "selector"]),
        ...servicePorts(list),
        ...((type ?? "ClusterIP") === "ClusterIP" || type === "ExternalName" ? nodePorts(list) : []),
    ];
};

function servicePorts(list: readonly unknown[]): readonly SchemaFault[] {
    const names = new Set<string>();
    return list.flatMap((port, index) => {
        if (!isRecord(port)) return [];
        const path = ["spec", "ports", index];
        const { name } = port;
        if (typeof name !== "string" || name === "") {
            return [
                ...portNumber(port["port"], [...path, "port"]),
                ...(list.length > 1
                    ? fault(
                          [...path, "name"],
                          name,
                          "is required where a Service has several ports",
                          "Name every port",
                      )
                    : []),
            ];
        }
        const twice = names.has(name);
        names.add(name);
        return [
            ...portNumber(port["port"], [...path, "port"]),
            ...fault([...path, "name"], name, dnsLabel(name)),
            ...(twice ? fault([...path, "name"], name, "is the name of another port of the Service") : []),
        ];
    });
}

function nodePorts(list: readonly unknown[]): readonly SchemaFault[] {
    return list.flatMap((port, index) => {
        const value = getIn(port, ["nodePort"]);
        if (typeof value !== "number" || value === 0) return [];
        const rule = "may only be set for a Service of type NodePort or LoadBalancer";
        return fault(["spec", "ports", index, "nodePort"], value, rule, "Remove it, or set spec.type");
    });
}

const autoscaler: ObjectRule = (object) => {
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
    ];
};

const disruptionBudget: ObjectRule = (object) => {
    const both = ["minAvailable", "maxUnavailable"].every(
        (key) => (getIn(object, ["spec", key]) ?? null) !== null,
    );
    return both
        ? fault(
              ["spec", "maxUnavailable"],
              undefined,
              "may not stand beside minAvailable",
              "Keep one of the two",
          )
        : [];
};

const keys: ObjectRule = (object) => {
    const seen = new Set<string>();
    return ["data", "stringData", "binaryData"].flatMap((section) => {
        const map = object[section];
        if (!isRecord(map)) return [];
        return Object.keys(map).flatMap((key) => {
            // A Secret's stringData is written over its data.
            const twice = section === "binaryData" && seen.has(key);
            seen.add(key);
            return [
                ...fault([section, key], key, configKey(key)),
                ...(twice ? fault([section, key], key, "is a key of data too") : []),
            ];
        });
    });
};

const secret: ObjectRule = (object, context) => [
    ...keys(object, context),
    ...(object["type"] === "kubernetes.io/tls" ? ["tls.crt", "tls.key"] : []).flatMap((key) => {
        const given = ["data", "stringData"].some(
            (section) => isRecord(object[section]) && key in object[section],
        );
        return given
            ? []
            : fault(["data", key], undefined, "is required in a Secret of type kubernetes.io/tls");
    }),
];

const definition: ObjectRule = (object) => {
    const [plural, group] = [getIn(object, ["spec", "names", "plural"]), getIn(object, ["spec", "group"])];
    if (typeof plural !== "string" || typeof group !== "string") return [];
    const name = `${plural}.${group}`;
    const rule = `must be ${name}: the plural of its kind and its group`;
    return fault(
        ["metadata", "name"],
        object.metadata.name,
        object.metadata.name === name ? undefined : rule,
    );
};

/** By group and kind; all in pkg/apis/…/validation, definitions in k8s.io/apiextensions-apiserver. */
const RULES: Readonly<Record<string, ObjectRule>> = {
    "/Service": service,
    "/ConfigMap": keys,
    "/Secret": secret,
    "autoscaling/HorizontalPodAutoscaler": autoscaler,
    "policy/PodDisruptionBudget": disruptionBudget,
    "apiextensions.k8s.io/CustomResourceDefinition": definition,
};
