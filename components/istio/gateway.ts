import * as pulumi from "@pulumi/pulumi";
import { deepMerge, valueAt } from "../../lifecycle/mesh/deep-merge";
import {
    CANARY_TRACK,
    TRACK_LABEL,
    canaryName,
    gatewayCanaryValues,
} from "../../lifecycle/mesh/gateway-canary";
import { gatewayIdentity } from "../../lifecycle/mesh/gateway-identity";
import { gatewayValues } from "../../lifecycle/mesh/gateway-values";
import { DEFAULT_REVISION } from "../../lifecycle/mesh/revision";
import {
    FLUX_API,
    helmRelease,
    helmRepository,
    namespaceReconciler,
    reconcilerAccount,
    releaseReady,
} from "../flux/objects";
import { gateOf, setGate } from "../kube/gate";
import { objectOf, whenKnown } from "../kube/inputs";
import { kubeResource } from "../kube/kube-resource";
import type { ObjectInput } from "../kube/types";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import type { GatewayArgs, GatewayCanaryArgs, GatewayServerArgs } from "./gateway-args";
import { gatewayCertificate, gatewayNamespace, gatewayNetworkPolicy, gatewayObject } from "./gateway-objects";
import { CHARTS, ISTIO_CHARTS, replicasIgnored } from "./releases";

/**
 * A gateway: its Helm release, autoscaled, and the Gateway object it serves, in a namespace of its own. Depend on the control
 * plane's gate, for the webhook gives its pods their image.
 */
export class Gateway extends pulumi.ComponentResource {
    /** Type token of the component, in the state and in its schema. */
    public static readonly __pulumiType = "windlass:istio:Gateway";

    /** Namespace of the gateway's pods and of the Secret with its certificate. */
    public readonly namespace: pulumi.Output<string>;
    /** Name of the Service, and of the Deployment, in the namespace. */
    public readonly service: pulumi.Output<string>;
    /** How VirtualServices and Canaries refer to the Gateway object: `istio-ingress/public`. */
    public readonly reference: pulumi.Output<string>;

    public constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
        super(Gateway.__pulumiType, name, {}, opts);
        const { namespace, version, kind = "ingress", charts = ISTIO_CHARTS } = args;
        const servers = serversOf(args);
        const identity = gatewayIdentity({ name: kind, kind });
        const shape = {
            namespace,
            name: args.gatewayName ?? identity.gateway,
            selector: args.selector ?? identity.selector,
            kind,
            domain: args.domain,
            servers: servers.map(({ hosts, tlsSecret }) => ({ hosts, tlsSecret })),
            ports: args.ports,
        };
        const child = (suffix: string, object: ObjectInput, after: pulumi.Resource[]) =>
            kubeResource(`${name}-${suffix}`, object, { parent: this, dependsOn: after });

        const placeObject = objectOf(
            { apiVersion: "v1", kind: "Namespace", fields: [] },
            { namespace },
            gatewayNamespace,
        );
        const place = kubeResource(`${name}-namespace`, placeObject, {
            parent: this,
            // A component's own dependencies order creation only: Istio's kinds must also outlive their objects.
            dependsOn: opts?.dependsOn,
        });
        const accountObject = objectOf(
            { apiVersion: "v1", kind: "ServiceAccount", fields: ["automountServiceAccountToken"] },
            namespace,
            reconcilerAccount,
        );
        const account = child("account", accountObject, [place]);
        const rightsObject = objectOf(
            {
                apiVersion: "rbac.authorization.k8s.io/v1",
                kind: "RoleBinding",
                fields: ["roleRef", "subjects"],
            },
            namespace,
            namespaceReconciler,
        );
        const rights = child("rights", rightsObject, [place]);
        const repository = objectOf(
            { apiVersion: FLUX_API.source, kind: "HelmRepository" },
            { name: CHARTS, namespace, url: charts, secret: args.chartsSecret, ca: args.chartsCa },
            helmRepository,
        );
        const source = child("charts", repository, [place]);
        const policyObject = objectOf(
            { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
            shape,
            gatewayNetworkPolicy,
        );
        const policy = child("network-policy", policyObject, [place]);
        const releaseObject = objectOf(
            { apiVersion: FLUX_API.helm, kind: "HelmRelease" },
            args,
            gatewayRelease,
        );
        const release = kubeResource(`${name}-release`, releaseObject, {
            parent: this,
            dependsOn: [account, rights, source, policy],
            waitFor: whenKnown(version, releaseReady),
        });
        if (args.canary) {
            const canary = objectOf(
                { apiVersion: FLUX_API.helm, kind: "HelmRelease" },
                { ...args, canary: args.canary },
                canaryRelease,
            );
            kubeResource(`${name}-canary`, canary, {
                parent: this,
                dependsOn: [release],
                waitFor: whenKnown(args.canary.version, releaseReady),
            });
        }
        for (const [index, { hosts, tlsSecret, issuer }] of servers.entries()) {
            if (issuer === undefined || tlsSecret === undefined) continue;
            const certificate = objectOf(
                { apiVersion: "cert-manager.io/v1", kind: "Certificate" },
                { namespace, hosts, tlsSecret, issuer },
                gatewayCertificate,
            );
            child(index === 0 ? "certificate" : `certificate-${index + 1}`, certificate, [place]);
        }
        const object = objectOf(
            { apiVersion: "networking.istio.io/v1", kind: "Gateway" },
            shape,
            gatewayObject,
        );
        const hasObject = servers.length > 0 || kind === "east-west";
        setGate(this, hasObject ? child("gateway", object, [release]) : release);
        this.namespace = pulumi.output(namespace);
        this.service = pulumi.output(args.releaseName ?? identity.release);
        this.reference = pulumi.interpolate`${namespace}/${shape.name}`;
        this.registerOutputs({
            namespace: this.namespace,
            service: this.service,
            reference: this.reference,
        });
    }

    /** The Gateway object, which comes after the pods that serve it; these, where there is none. */
    public get ready(): pulumi.Resource {
        return gateOf(this);
    }
}

/** Hosts by the certificate they share; the first have none, where `tlsSecret` is left out. */
function serversOf({ hosts, tlsSecret, issuer, servers = [] }: GatewayArgs): readonly ServerArgs[] {
    return hosts === undefined ? servers : [{ hosts, tlsSecret, issuer }, ...servers];
}

type ServerArgs = Omit<GatewayServerArgs, "tlsSecret"> & Pick<GatewayArgs, "tlsSecret">;

function gatewayRelease(args: pulumi.Unwrap<GatewayArgs>): Manifest {
    const { namespace, version, values = {}, revision = DEFAULT_REVISION } = args;
    const { releaseName, selector } = releaseOf(args);
    const made = gatewayValues(args, values, { revision, releaseName, selector });
    return helmRelease({
        name: releaseName,
        namespace,
        chart: "gateway",
        version,
        repository: CHARTS,
        values: made,
        driftIgnore: replicasIgnored(valueAt(made, ["autoscaling", "enabled"]), made["replicaCount"]),
        // Back to a proxy that is older than its istiod is always safe, and that istiod is there until no pod asks it.
        failure: "rollback-upgrade",
    });
}

function canaryRelease(args: pulumi.Unwrap<GatewayArgs & { canary: GatewayCanaryArgs }>): Manifest {
    const { namespace, values = {}, canary } = args;
    const { revision = args.revision ?? DEFAULT_REVISION, replicas = 1 } = canary;
    const gateway = releaseOf(args);
    const name = canaryName(gateway.releaseName);
    const own = deepMerge(values, canary.values ?? {});
    return helmRelease({
        name,
        namespace,
        chart: "gateway",
        version: canary.version,
        repository: CHARTS,
        values: gatewayCanaryValues(args, own, gateway, { revision, replicas }),
        // The gateway's account is in its release.
        dependsOn: [{ name: gateway.releaseName }],
        // Both have the labels that the Service selects; a Deployment's own selector must tell its pods from the other's.
        patches: [
            {
                target: { kind: "Deployment", name },
                operations: [
                    {
                        op: "add",
                        path: `/spec/selector/matchLabels/${TRACK_LABEL.replace("/", "~1")}`,
                        value: CANARY_TRACK,
                    },
                ],
            },
        ],
        // It has nothing that anybody else needs: one that does not come up goes.
        failure: "rollback",
    });
}

function releaseOf({
    kind = "ingress",
    releaseName,
    selector,
}: pulumi.Unwrap<Pick<GatewayArgs, "kind" | "releaseName" | "selector">>): {
    readonly releaseName: string;
    readonly selector: string;
} {
    const identity = gatewayIdentity({ name: kind, kind });
    return { releaseName: releaseName ?? identity.release, selector: selector ?? identity.selector };
}
