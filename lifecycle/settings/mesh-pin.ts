import * as v from "valibot";

import { type FileFormat, schemaOf } from "../kit/file-format";
import { map, mapOnly, oneOf } from "../kit/fields";
import type { JsonObject } from "../kit/json";
import { isRecord } from "../kit/json-path";
import { readFile } from "../kit/read-file";
import { writeYaml } from "../kit/write-yaml";
import { label } from "./formats";
import type { Lock } from "./lock";
import { LOCK_FORMAT, lockFields } from "./lock-definition";
import type { StackSettings } from "./settings";
import { NAMESPACE } from "./settings-definition";
import { SCHEMA_KEY, settingsFromConfig } from "./settings-parse";

/** The format of a mesh's pin, which its first line names. */
export const MESH_PIN_FORMAT: FileFormat = { kind: "pin", version: 1 };

/**
 * What another repository needs to give its workloads the very sidecars that the mesh's would: which proxy, of which
 * control plane, with which values. It holds no secret, and neither applications nor where they are delivered to.
 */
export interface MeshPin {
    readonly settings: StackSettings;
    readonly lock: Lock;
}

/** Settings a sidecar depends on, and of those of workloads, the parts that say who gets one. */
const CLUSTER_AND_ISTIO = ["cluster", "istio"] as const;
const WHO_GETS_ONE = ["mode", "namespaces"] as const;

const pinFields = map("Pin of a mesh", {
    schema: oneOf("Schema of the file", [schemaOf(MESH_PIN_FORMAT)]),
    stack: label({ description: "The stack it is of" }),
    config: v.pipe(mapOnly, v.metadata({ description: "Its settings, as its stack file has them" })),
    lock: lockFields,
});

/** A stack's files, read but for their defaults. */
export interface FormatMeshPinArgs {
    readonly stack: string;
    /** `config` of the stack file. */
    readonly config: JsonObject;
    readonly lock: Lock;
}

/** The pin of a stack as a text: the same bytes for the same stack. */
export function formatMeshPin({ stack, config, lock }: FormatMeshPinArgs): string {
    const { [`${NAMESPACE}:workloads`]: workloads } = config;
    const kept = [SCHEMA_KEY, ...CLUSTER_AND_ISTIO.map((name) => `${NAMESPACE}:${name}`)];
    const settings = Object.fromEntries(kept.filter((key) => key in config).map((key) => [key, config[key]]));
    const who = isRecord(workloads)
        ? Object.fromEntries(
              WHO_GETS_ONE.filter((key) => key in workloads).map((key) => [key, workloads[key]]),
          )
        : {};
    const pin = {
        schema: schemaOf(MESH_PIN_FORMAT),
        stack,
        config: { ...settings, [`${NAMESPACE}:workloads`]: { ...who, apps: [] } },
        lock: { schema: schemaOf(LOCK_FORMAT), ...lock },
    };
    const header = [
        `What gives workloads in other repositories the sidecars of the mesh ${stack}. Written by windlass pin.`,
        "To use it: windlass inject -f MANIFESTS --pin THIS_FILE",
    ];
    return writeYaml(pin, { header, sortKeys: false });
}

/**
 * A pin from its text.
 *
 * @throws WindlassErrors with every problem of the file
 */
export function parseMeshPin(file: string, text: string): MeshPin {
    const remedy = "Take it anew from the mesh's repository: windlass pin --stack STACK";
    const { value } = readFile(pinFields, { format: MESH_PIN_FORMAT, file, text, remedy });
    const { stack, config, lock } = value;
    const { schema: _, ...pins } = lock;
    return { settings: settingsFromConfig(stack, asPulumiHandsIt(config)), lock: pins };
}

/** Pulumi hands a program maps and lists as JSON text. */
function asPulumiHandsIt(config: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
    const texts = Object.entries(config).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return Object.fromEntries(texts) as Readonly<Record<string, string>>;
}
