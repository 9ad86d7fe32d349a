import * as v from "valibot";

import { map, oneOf } from "../kit/fields";
import { type FileFormat, schemaOf } from "../kit/file-format";
import { clusterFields, fleetFields, gatewayFields, istioFields } from "./settings-mesh";
import { toolFields, workloadsFields } from "./settings-systems";

/** Namespace of Windlass's keys in a Pulumi configuration: the project's name. */
export const NAMESPACE = "windlass";

/** The format of a stack file, which its key `windlass:schema` names. */
export const STACK_FORMAT: FileFormat = { kind: "stack", version: 1 };

/** What a stack file is that does not say: it is the first version, which had no such key. */
export const FIRST_STACK_SCHEMA = "windlass/stack/v1";

/** The key that says which version of the format a stack file is; Windlass writes it when it migrates a file. */
export const schemaField = v.optional(
    oneOf("Format of this file. Left out: windlass/stack/v1.", [schemaOf(STACK_FORMAT)]),
);

/**
 * Every key a person may write in `stacks/Pulumi.<stack>.yaml`, defined once. The types, the reader's checks and defaults,
 * the JSON Schema for editors and the `config` block of `Pulumi.yaml` are all made from it.
 */
export const settingsMembers = {
    delivery: v.optional(
        oneOf(
            "Who applies the objects above the flux layer: pulumi itself, or flux from the manifests rendered into Git.",
            ["pulumi", "flux"],
        ),
        "pulumi",
    ),
    handover: v.optional(
        oneOf(
            "underway while delivery changes, the commit before and the commit after: nothing is deleted then (docs/delivery.md).",
            ["none", "underway"],
        ),
        "none",
    ),
    cluster: clusterFields,
    istio: istioFields,
    gateway: gatewayFields,
    ...toolFields,
    workloads: workloadsFields,
    fleet: fleetFields,
};

/** The settings of one stack, but for its name. */
export const settingsFields = map(
    "Settings of one environment",
    { schema: schemaField, ...settingsMembers },
    ({ delivery, handover, flux, istio, workloads }) => {
        const untagged = Object.entries(workloads.namespaces).find(
            ([, { tag }]) => tag !== undefined && !istio.tags.includes(tag),
        );
        if (untagged)
            return {
                at: ["workloads", "namespaces", untagged[0], "tag"],
                rule: "must be one of istio.tags",
                remedy: "Add it there, or correct the name",
            };
        if (istio.strategy === "in-place" && istio.tags.includes("default"))
            return {
                at: ["istio", "tags"],
                rule: "must not have default in place, where the one istiod answers for istio-injection: enabled itself",
                remedy: "Delete default",
            };
        if (delivery !== "flux" && flux.decryption.provider !== undefined) {
            return {
                at: ["flux", "decryption", "provider"],
                rule: "is of no use, as delivery is pulumi: Pulumi applies what stands in Git as it is",
                remedy: "Delete it, or set windlass:delivery to flux",
            };
        }
        if ((delivery !== "flux" && handover === "none") || flux.git.url !== undefined) return undefined;
        return {
            at: ["flux", "git", "url"],
            rule: `is required, as ${delivery === "flux" ? "delivery is flux" : "a handover is under way"}`,
            remedy: "Give the repository Flux reads, or set windlass:delivery to pulumi",
        };
    },
);
