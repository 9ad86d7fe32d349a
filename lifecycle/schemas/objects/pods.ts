import { isRecord } from "../../kit/json-path";
import { podTemplateOf, templatePathOf } from "../../workloads/pod-template";
import type { SchemaFault } from "../validate";
import { listed } from "./fields";
import { labelFaults } from "./metadata";
import { dnsLabel, portName, qualifiedName, variableName } from "./names";
import { type ObjectRule, fault } from "./object-rule";
import { quantityOf } from "./quantity";

type Fields = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** What an API server refuses of a pod or its template: ValidatePodTemplateSpec in pkg/apis/core/validation/validation.go. */
export const podFaults: ObjectRule = (object) => {
    const template = podTemplateOf(object);
    const path = templatePathOf(object);
    if (!template?.spec || !path) return [];
    const { spec } = template;
    const at = [...path, "spec"];
    const containers = [...listed(spec, at, "initContainers"), ...listed(spec, at, "containers")];
    const volumes = listed(spec, at, "volumes");
    // A StatefulSet's claims are volumes of their own.
    const claims =
        object.kind === "StatefulSet" ? listed(object["spec"], ["spec"], "volumeClaimTemplates") : [];
    const mountable = new Set([
        ...volumes.map(([volume]) => volume["name"]),
        ...claims.map(([claim]) => (isRecord(claim["metadata"]) ? claim["metadata"]["name"] : undefined)),
    ]);
    return [
        ...(path.length > 0 ? labelFaults(template.metadata?.labels, [...path, "metadata", "labels"]) : []),
        ...(path.length > 0
            ? annotationFaults(template.metadata?.annotations, [...path, "metadata", "annotations"])
            : []),
        ...emptyContainers(spec, at),
        ...nameFaults(containers, "container"),
        ...nameFaults(volumes, "volume"),
        ...containers.flatMap(([container, where]) => containerFaults(container, where, mountable)),
        ...volumes.flatMap(([volume, where]) => volumeFaults(volume, where)),
    ];
};

function annotationFaults(annotations: unknown, path: Path): readonly SchemaFault[] {
    if (!isRecord(annotations)) return [];
    return Object.keys(annotations).flatMap((key) =>
        fault([...path, key], key, qualifiedName(key.toLowerCase())),
    );
}

function emptyContainers(spec: Fields, path: Path): readonly SchemaFault[] {
    const { containers } = spec;
    if (!Array.isArray(containers) || containers.length > 0) return [];
    return fault([...path, "containers"], containers, "must have at least one container");
}

function nameFaults(items: readonly (readonly [Fields, Path])[], what: string): readonly SchemaFault[] {
    const seen = new Set<string>();
    return items.flatMap(([{ name }, path]) => {
        if (typeof name !== "string") return [];
        const syntax = fault([...path, "name"], name, dnsLabel(name));
        const twice = seen.has(name)
            ? fault([...path, "name"], name, `is the name of another ${what} of the pod`)
            : [];
        seen.add(name);
        return [...syntax, ...twice];
    });
}

function containerFaults(
    container: Fields,
    path: Path,
    volumes: ReadonlySet<unknown>,
): readonly SchemaFault[] {
    const { image } = container;
    return [
        ...(image === undefined || image === "" || image === null
            ? fault([...path, "image"], undefined, "is required", "Name the container's image")
            : typeof image === "string" && image.trim() !== image
              ? fault([...path, "image"], image, "must not begin or end with a space")
              : []),
        ...portFaults(container, path),
        ...listed(container, path, "env").flatMap(([{ name, value, valueFrom }, where]) => [
            ...(typeof name === "string" ? fault([...where, "name"], name, variableName(name)) : []),
            ...(typeof value === "string" && value !== "" && isRecord(valueFrom)
                ? fault([...where, "valueFrom"], undefined, "may not stand beside value")
                : []),
            ...(isRecord(valueFrom) && Object.keys(valueFrom).length !== 1
                ? fault([...where, "valueFrom"], undefined, "needs exactly one source of the value")
                : []),
        ]),
        ...mountFaults(container, path, volumes),
        ...resourceFaults(container, path),
        ...["livenessProbe", "readinessProbe", "startupProbe"].flatMap((key) =>
            probeFaults(container[key], [...path, key]),
        ),
    ];
}

function portFaults(container: Fields, path: Path): readonly SchemaFault[] {
    const names = new Set<unknown>();
    return listed(container, path, "ports").flatMap(([{ name, containerPort, hostPort }, where]) => {
        const twice = name !== undefined && names.has(name);
        names.add(name);
        return [
            ...(typeof name === "string" && name !== ""
                ? fault([...where, "name"], name, portName(name))
                : []),
            ...(twice ? fault([...where, "name"], name, "is the name of another port of the container") : []),
            ...portNumber(containerPort, [...where, "containerPort"]),
            ...(hostPort === 0 ? [] : portNumber(hostPort, [...where, "hostPort"])),
        ];
    });
}

/** A port as a number: IsValidPortNum. */
export function portNumber(value: unknown, path: Path): readonly SchemaFault[] {
    if (typeof value !== "number" || (value >= 1 && value <= 65535)) return [];
    return fault(path, value, "must be a port from 1 to 65535");
}

function mountFaults(container: Fields, path: Path, volumes: ReadonlySet<unknown>): readonly SchemaFault[] {
    const places = new Set<unknown>();
    return listed(container, path, "volumeMounts").flatMap(([{ name, mountPath }, where]) => {
        const twice = places.has(mountPath);
        places.add(mountPath);
        return [
            ...(typeof name === "string" && !volumes.has(name)
                ? fault(
                      [...where, "name"],
                      name,
                      "is no volume of the pod",
                      "Add the volume or correct the name",
                  )
                : []),
            ...(twice ? fault([...where, "mountPath"], mountPath, "is mounted twice in the container") : []),
        ];
    });
}

/** IsStandardContainerResourceName in pkg/apis/core/helper. */
function isResource(name: string): boolean {
    return ["cpu", "memory", "ephemeral-storage"].includes(name) || name.startsWith("hugepages-");
}

function resourceFaults(container: Fields, path: Path): readonly SchemaFault[] {
    const { resources } = container;
    const unknown = ["requests", "limits"].flatMap((section) => {
        const map = isRecord(resources) ? resources[section] : undefined;
        return (isRecord(map) ? Object.keys(map) : [])
            .filter((name) => !name.includes("/") && !isResource(name))
            .flatMap((name) =>
                fault(
                    [...path, "resources", section, name],
                    name,
                    "is no resource of Kubernetes' own, and has no domain before it",
                ),
            );
    });
    if (unknown.length > 0) return unknown;
    if (!isRecord(resources) || !isRecord(resources["requests"]) || !isRecord(resources["limits"])) return [];
    const { limits } = resources;
    return Object.entries(resources["requests"]).flatMap(([name, request]) => {
        const [asked, allowed] = [quantityOf(request), quantityOf(limits[name])];
        if (asked === undefined || allowed === undefined || asked <= allowed) return [];
        const rule = `must not be more than the limit, which is ${String(limits[name])}`;
        return fault([...path, "resources", "requests", name], request, rule);
    });
}

const HANDLERS = ["exec", "httpGet", "tcpSocket", "grpc"];

function probeFaults(probe: unknown, path: Path): readonly SchemaFault[] {
    if (!isRecord(probe)) return [];
    const given = HANDLERS.filter((key) => isRecord(probe[key]));
    if (given.length === 1) return [];
    const rule =
        given.length === 0
            ? `needs one of ${HANDLERS.join(", ")}`
            : `takes only one of ${given.join(" and ")}`;
    return fault(path, undefined, rule);
}

/** Members of a volume that are no source of it. */
const NO_SOURCE = ["name"];

function volumeFaults(volume: Fields, path: Path): readonly SchemaFault[] {
    const sources = Object.keys(volume).filter((key) => !NO_SOURCE.includes(key) && isRecord(volume[key]));
    if (sources.length <= 1) return [];
    return fault(path, undefined, `takes only one kind of volume, and has ${sources.join(" and ")}`);
}
