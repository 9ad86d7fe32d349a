import { getIn, isRecord } from "../../kit/json-path";
import type { SchemaFault } from "../validate";
import { isEmpty, listed } from "./fields";
import { labelFaults } from "./metadata";
import { dnsLabel, portName } from "./names";
import { type ObjectRule, fault } from "./object-rule";
import { portNumber } from "./pods";

type Path = readonly (string | number)[];

/** ValidateService in pkg/apis/core/validation. */
export const service: ObjectRule = (object) => {
    const spec = object["spec"] ?? {};
    if (!isRecord(spec)) return [];
    const { type, clusterIP, ports, selector } = spec;
    const needless = type === "ExternalName" || clusterIP === "None";
    const nodePorts = (type ?? "ClusterIP") === "ClusterIP" || type === "ExternalName";
    return [
        ...(isEmpty(ports) && !needless
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
        ...portFaults(spec),
        ...(nodePorts ? nodePortFaults(spec) : []),
    ];
};

function portFaults(spec: Readonly<Record<string, unknown>>): readonly SchemaFault[] {
    const names = new Set<string>();
    const ports = listed(spec, ["spec"], "ports");
    return ports.flatMap(([{ name, port, targetPort }, path]) => {
        const always = [
            ...portNumber(port, [...path, "port"]),
            ...(typeof targetPort === "string"
                ? fault([...path, "targetPort"], targetPort, portName(targetPort))
                : []),
            // Zero is how Go writes that none is given.
            ...(targetPort === 0 ? [] : portNumber(targetPort, [...path, "targetPort"])),
        ];
        if (typeof name !== "string" || name === "") {
            if (ports.length === 1) return always;
            const rule = "is required where a Service has several ports";
            return [...always, ...fault([...path, "name"], name, rule, "Name every port")];
        }
        const twice = names.has(name);
        names.add(name);
        return [
            ...always,
            ...fault([...path, "name"], name, dnsLabel(name)),
            ...(twice ? fault([...path, "name"], name, "is the name of another port of the Service") : []),
        ];
    });
}

function nodePortFaults(spec: Readonly<Record<string, unknown>>): readonly SchemaFault[] {
    return listed(spec, ["spec"], "ports").flatMap(([{ nodePort }, path]) => {
        if (typeof nodePort !== "number" || nodePort === 0) return [];
        const rule = "may only be set for a Service of type NodePort or LoadBalancer";
        return fault([...path, "nodePort"], nodePort, rule, "Remove it, or set spec.type");
    });
}

/** ValidateIngress in pkg/apis/networking/validation. */
export const ingress: ObjectRule = (object) => {
    const spec = object["spec"] ?? {};
    if (!isRecord(spec)) return [];
    const { rules, defaultBackend } = spec;
    if (isEmpty(rules) && !isRecord(defaultBackend))
        return fault(["spec"], undefined, "needs rules or a defaultBackend");
    return [
        ...(isRecord(defaultBackend) ? backendFaults(defaultBackend, ["spec", "defaultBackend"]) : []),
        ...listed(spec, ["spec"], "rules").flatMap(([rule, path]) =>
            listed(rule["http"], [...path, "http"], "paths").flatMap(([entry, where]) => [
                ...pathFaults(entry, where),
                ...(isRecord(entry["backend"]) ? backendFaults(entry["backend"], [...where, "backend"]) : []),
            ]),
        ),
    ];
};

function pathFaults(
    { path, pathType }: Readonly<Record<string, unknown>>,
    where: Path,
): readonly SchemaFault[] {
    if (pathType !== "Exact" && pathType !== "Prefix") return [];
    if (typeof path === "string" && path.startsWith("/")) return [];
    return fault([...where, "path"], path, `must begin with / where pathType is ${pathType}`);
}

function backendFaults(backend: Readonly<Record<string, unknown>>, path: Path): readonly SchemaFault[] {
    const { service: target, resource } = backend;
    if (!isRecord(target))
        return isRecord(resource) ? [] : fault(path, undefined, "needs a service or a resource");
    const [number, name] = ["number", "name"].map((key) => getIn(target, ["port", key]));
    if ((typeof number === "number" && number !== 0) || (typeof name === "string" && name !== ""))
        return portNumber(number, [...path, "service", "port", "number"]);
    return fault([...path, "service", "port"], undefined, "needs the number or the name of a port");
}

/** ValidateNetworkPolicy in pkg/apis/networking/validation. */
export const networkPolicy: ObjectRule = (object) => {
    const rules = [
        ...listed(object["spec"], ["spec"], "ingress").map(([rule, path]) => [rule, path, "from"] as const),
        ...listed(object["spec"], ["spec"], "egress").map(([rule, path]) => [rule, path, "to"] as const),
    ];
    return rules.flatMap(([rule, path, key]) =>
        listed(rule, path, key).flatMap(([peer, where]) => {
            const given = ["podSelector", "namespaceSelector", "ipBlock"].filter((one) =>
                isRecord(peer[one]),
            );
            if (given.length === 0)
                return fault(where, undefined, "must select pods, namespaces or a block of addresses");
            const mixed = given.includes("ipBlock") && given.length > 1;
            return mixed ? fault([...where, "ipBlock"], undefined, "may not stand beside a selector") : [];
        }),
    );
};
