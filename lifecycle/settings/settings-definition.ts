import * as v from "valibot";

import { map, oneOf } from "../kit/fields";
import { type FileFormat, schemaOf } from "../kit/file-format";
import { namespaceOf } from "./gateway-faults";
import { INGRESS_NAME, gatewayFields, gatewaysField } from "./settings-gateways";
import { clusterFields, fleetFields, istioFields } from "./settings-mesh";
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
            "underway while delivery changes, the commit before and the commit after (docs/delivery.md); adoption while a mesh that others have set up comes in or goes out (docs/adopt.md). Nothing is deleted then.",
            ["none", "underway", "adoption"],
        ),
        "none",
    ),
    cluster: clusterFields,
    istio: istioFields,
    gateway: gatewayFields,
    gateways: gatewaysField,
    ...toolFields,
    workloads: workloadsFields,
    fleet: fleetFields,
};

/** The settings of one stack, but for its name. */
export const settingsFields = map(
    "Settings of one environment",
    { schema: schemaField, ...settingsMembers },
    ({ delivery, handover, flux, gateway, gateways, cluster, istio, workloads }) => {
        const short = gateway.enabled ? gateways[INGRESS_NAME] : undefined;
        if (short !== undefined)
            return {
                at: ["gateway", "enabled"],
                rule: "must not stand beside gateways.ingress, which is the same gateway",
                remedy: "Delete one of the two",
            };
        const taken = Object.keys(gateways).find(
            (name) => gateway.enabled && namespaceOf(name, gateways) === gateway.namespace,
        );
        if (taken !== undefined)
            return {
                at: ["gateway", "namespace"],
                rule: `must be a namespace of the gateway's own, and ${taken} is in it`,
                remedy: "Name another namespace",
            };
        const joins = Object.keys(gateways).find((name) => gateways[name]?.kind === "east-west");
        if (joins !== undefined && cluster.network === undefined)
            return {
                at: ["gateways", joins, "kind"],
                rule: "must not be east-west, as cluster.network is not set: it joins the cluster's network to others",
                remedy: "Set cluster.network, or choose another kind",
            };
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
        if (delivery === "flux" && handover === "adoption") {
            return {
                at: ["handover"],
                rule: "must not be adoption, as delivery is flux: Pulumi takes over what is there",
                remedy: "Set windlass:delivery to pulumi, and change it once the mesh is adopted",
            };
        }
        if ((delivery !== "flux" && handover !== "underway") || flux.git.url !== undefined) return undefined;
        return {
            at: ["flux", "git", "url"],
            rule: `is required, as ${delivery === "flux" ? "delivery is flux" : "a handover is under way"}`,
            remedy: "Give the repository Flux reads, or set windlass:delivery to pulumi",
        };
    },
);
