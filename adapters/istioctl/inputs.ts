import { readFileSync } from "node:fs";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { writeCache } from "../files/atomic-write-store";
import { isRecord } from "../../lifecycle/kit/json-path";
import { parseYamlDocument } from "../../lifecycle/kit/strict-yaml";
import type { JsonObject, JsonValue } from "../../lifecycle/kit/json";
import { digestOfText, fileNameOf } from "../../lifecycle/kit/canonical-json";
import { generateManifest, refusedValues } from "./generate";
import type { InjectorDigests } from "../../lifecycle/sidecars/sidecars";

/** What `istioctl kube-inject` is run with: what istiod's webhook would use in the cluster. */
export interface InjectorInputs {
    /** Key `config` of ConfigMap `istio-sidecar-injector`: policy and templates. */
    readonly template: string;
    /** Key `values` of the same: Helm values, as JSON. */
    readonly values: string;
    /** Key `mesh` of ConfigMap `istio`. */
    readonly mesh: string;
}

export interface InjectorInputsArgs {
    readonly istioctl: string;
    /** Version of that istioctl. */
    readonly version: string;
    /** `default` or `1-31-1`. */
    readonly revision: string;
    /** An IstioOperator object with the stack's Helm values. */
    readonly operator: JsonObject;
    /** The project's root; the answer is kept in `.cache/injector` below it. */
    readonly root: string;
    readonly signal?: AbortSignal;
}

const NAMESPACE = "istio-system";

/**
 * The injector's configuration of a stack, from `istioctl manifest generate`. The answer depends on nothing but the
 * version and the values, so it is asked once and then read from the cache.
 *
 * @throws WindlassError when istioctl refuses the values, or the configuration says what offline injection cannot do.
 */
export async function injectorInputs(args: InjectorInputsArgs): Promise<InjectorInputs> {
    const { operator, version, revision, root } = args;
    const key = fileNameOf(JSON.stringify([version, revision, operator]));
    const memory = join(root, ".cache", "injector", `${key}.json`);
    const remembered = readMemory(memory);
    const inputs = remembered ?? (await generate(args));
    refuseUnsupported(inputs);
    if (!remembered) {
        writeCache(memory, JSON.stringify({ ...inputs, digest: digestOfText(JSON.stringify(inputs)) }));
    }
    return inputs;
}

/** Digests of the injector's configuration, for the sidecars file. */
export function injectorDigests({ template, values, mesh }: InjectorInputs): InjectorDigests {
    return { template: digestOfText(template), values: digestOfText(values), mesh: digestOfText(mesh) };
}

async function generate({
    istioctl,
    revision,
    operator,
    signal,
}: InjectorInputsArgs): Promise<InjectorInputs> {
    const suffix = revision === "default" ? "" : `-${revision}`;
    const maps = configMaps(await generateManifest({ istioctl, operator, signal }));
    const injector = maps.get(`istio-sidecar-injector${suffix}`);
    const mesh = maps.get(`istio${suffix}`)?.["mesh"];
    const { config: template, values } = injector ?? {};
    if (template === undefined || values === undefined || mesh === undefined) {
        throw refusedValues(`its manifest has no injector configuration for revision ${revision}`);
    }
    return { template, values, mesh };
}

/** Data of the control plane's ConfigMaps by name. The rest of the manifest is large and not even parsed. */
function configMaps(manifest: string): ReadonlyMap<string, Readonly<Record<string, string | undefined>>> {
    const maps = new Map<string, Readonly<Record<string, string | undefined>>>();
    for (const text of manifest.split(/^---$/m)) {
        if (!/^kind: ConfigMap$/m.test(text)) continue;
        const object = readYaml(text, "istioctl manifest generate");
        if (!isRecord(object) || !isRecord(object["metadata"]) || !isRecord(object["data"])) continue;
        const { name, namespace } = object["metadata"];
        if (typeof name === "string" && namespace === NAMESPACE) {
            maps.set(name, object["data"] as Readonly<Record<string, string>>);
        }
    }
    return maps;
}

function readYaml(text: string, file: string): JsonValue {
    return parseYamlDocument(text, { file, dialect: "kubernetes" }).value;
}

/** Settings of the injector that `istioctl kube-inject` does not look at, though the webhook does. */
const IGNORED_OFFLINE = [
    "aliases",
    "injectedAnnotations",
    "neverInjectSelector",
    "alwaysInjectSelector",
] as const;

function refuseUnsupported({ template }: InjectorInputs): void {
    const config = readYaml(template, "istio-sidecar-injector");
    if (!isRecord(config)) throw refusedValues("its injector configuration is not a map");
    const defaults: unknown = config["defaultTemplates"];
    const others = Array.isArray(defaults) && (defaults.length !== 1 || defaults[0] !== "sidecar");
    const key = others
        ? "defaultTemplates"
        : IGNORED_OFFLINE.find((name) => Object.keys(config[name] ?? {}).length > 0);
    if (key === undefined) return;
    throw new WindlassError({
        key: `istio.values.sidecarInjectorWebhook.${key}`,
        rule: "is heeded by the webhook but not by istioctl kube-inject, so sidecars in Git would differ from it",
        remedy: "Remove it, or choose workloads.mode webhook",
    });
}

function readMemory(file: string): InjectorInputs | undefined {
    try {
        const value: unknown = JSON.parse(readFileSync(file, "utf8"));
        if (!isRecord(value)) return undefined;
        const { template, values, mesh, digest } = value as unknown as InjectorInputs & {
            readonly digest: string;
        };
        const inputs = { template, values, mesh };
        return digest === digestOfText(JSON.stringify(inputs)) ? inputs : undefined;
    } catch {
        return undefined;
    }
}
