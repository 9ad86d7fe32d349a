import { compareText } from "../lifecycle/kit/compare-text";
import { LAYERS } from "../components/kube/layer";
import { HEALTH_FOLDER, NAMESPACES_FOLDER } from "../components/flux/layers";
import { workloadFolder } from "../components/flux/namespaces";
import { logicalName } from "../components/kube/names";
import type { Manifest } from "../lifecycle/workloads/manifest";
import { writeYaml } from "../lifecycle/kit/write-yaml";
import { isEncrypted } from "../lifecycle/workloads/encrypted";
import type { HelmInstall, RenderedObjects } from "./objects";

/**
 * The files of a render: their path below the stack's folder to their text, sorted by path.
 *
 * One object a file, in the text it was written in where SOPS encrypted it, `<layer>/<namespace>-<kind>-<name>.yaml`, so that
 * a diff names what changed. Workloads stand in a folder for each namespace, `workloads/<namespace>/<kind>-<name>.yaml`, for
 * each has a Kustomization of its own. A Helm release that Pulumi installs has no manifest; it is written as the command that would do
 * the same, in a file no `kubectl apply` reads.
 */
export function renderedFiles(rendered: RenderedObjects): ReadonlyMap<string, string> {
    const files: [string, string][] = [];
    const { namespaces = [] } = rendered;
    const elsewhere = new Set(namespaces.map(logicalName));
    for (const layer of LAYERS) {
        for (const object of rendered.layers[layer]) {
            if (layer === "workloads" && elsewhere.has(logicalName(object))) continue;
            const text = rendered.written?.get(logicalName(object)) ?? writeObject(object);
            files.push([
                `${layer}/${layer === "workloads" ? workloadFileName(object) : objectFileName(object)}.yaml`,
                text,
            ]);
        }
    }
    for (const object of namespaces) {
        const isKustomization = object.kind === "Kustomization";
        const name = isKustomization ? object.metadata.name : objectFileName(object);
        files.push([`${NAMESPACES_FOLDER}/${name}.yaml`, writeObject(object)]);
    }
    // Git keeps no empty folder.
    if (namespaces.length > 0) files.push([`${HEALTH_FOLDER}/README.md`, NOTHING]);
    for (const install of rendered.helm) {
        files.push([`${install.layer}/${install.name}.helm.txt`, helmCommand(install)]);
    }
    files.sort(([a], [b]) => compareText(a, b));
    const byPath = new Map(files);
    if (byPath.size < files.length)
        throw new Error(`Two objects would be written to one file: ${firstTwin(files)}`);
    return byPath;
}

/** The check sum of SOPS is over values in their order, so what is encrypted keeps it even where it has no text of its own. */
function writeObject(object: Manifest): string {
    return writeYaml(object, { sortKeys: !isEncrypted(object) });
}

const NOTHING =
    "No manifests, on purpose: the Kustomizations `workloads` and `workload-health` read this folder, apply nothing and wait.\n";

/** In its namespace's folder the namespace need not be said again. */
function workloadFileName(object: Manifest): string {
    const { namespace: _, ...metadata } = object.metadata;
    return `${sanitize(workloadFolder(object))}/${objectFileName({ ...object, metadata })}`;
}

function objectFileName({ apiVersion, kind, metadata }: Manifest): string {
    const parts = [metadata.namespace, kind.toLowerCase(), metadata.name];
    const name = parts.filter((part) => part !== undefined).join("-");
    // Two groups may have a kind of one name: Istio's Gateway and the Gateway API's.
    const group = apiVersion.includes(".") ? `.${apiVersion.slice(0, apiVersion.indexOf("."))}` : "";
    return sanitize(`${name}${group}`);
}

/** RBAC names may hold `:` and `/`; a path may not hold them. */
function sanitize(name: string): string {
    return name.replace(/[^a-zA-Z0-9._-]/g, "_");
}

function helmCommand({ inputs }: HelmInstall): string {
    const {
        name: release,
        chart,
        version,
        namespace,
        values,
    } = inputs as Record<string, string | undefined> & { values?: object };
    const flags = `--namespace ${namespace} --version ${version} --values -`;
    return `# Pulumi installs this release. The same by hand:\nhelm upgrade --install ${release} ${chart} ${flags} <<'VALUES'\n${writeYaml(values ?? {})}VALUES\n`;
}

function firstTwin(files: readonly (readonly [string, string])[]): string {
    return files.find(([path], index) => files[index - 1]?.[0] === path)?.[0] ?? "";
}
