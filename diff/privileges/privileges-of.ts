import type { Manifest } from "../../lifecycle/workloads/manifest";
import { podTemplateOf } from "../../lifecycle/workloads/pod-template";
import { kindOf } from "../removals";
import {
    fluxPrivileges,
    namespacePrivileges,
    networkPolicyPrivileges,
    servicePrivileges,
    webhookPrivileges,
} from "./cluster";
import {
    authorizationPrivileges,
    destinationPrivileges,
    gatewayPrivileges,
    listenerPrivileges,
    peerAuthenticationPrivileges,
    proxyCodePrivileges,
    serviceEntryPrivileges,
    sidecarPrivileges,
} from "./mesh";
import { podPrivileges } from "./pods";
import type { Privilege } from "./privilege";
import { bindingPrivileges, rolePrivileges } from "./rbac";

type Rule = (object: Manifest) => readonly Privilege[];

/** What to look for, by `group/Kind`. */
const RULES: Readonly<Record<string, Rule>> = {
    "rbac.authorization.k8s.io/Role": rolePrivileges,
    "rbac.authorization.k8s.io/ClusterRole": rolePrivileges,
    "rbac.authorization.k8s.io/RoleBinding": bindingPrivileges,
    "rbac.authorization.k8s.io/ClusterRoleBinding": bindingPrivileges,
    "admissionregistration.k8s.io/MutatingWebhookConfiguration": webhookPrivileges,
    "admissionregistration.k8s.io/ValidatingWebhookConfiguration": webhookPrivileges,
    "/Service": servicePrivileges,
    "/Namespace": namespacePrivileges,
    "networking.k8s.io/NetworkPolicy": networkPolicyPrivileges,
    "security.istio.io/PeerAuthentication": peerAuthenticationPrivileges,
    "security.istio.io/AuthorizationPolicy": authorizationPrivileges,
    "networking.istio.io/Gateway": gatewayPrivileges,
    "networking.istio.io/DestinationRule": destinationPrivileges,
    "networking.istio.io/EnvoyFilter": proxyCodePrivileges,
    "networking.istio.io/ServiceEntry": serviceEntryPrivileges,
    "networking.istio.io/Sidecar": sidecarPrivileges,
    "extensions.istio.io/WasmPlugin": proxyCodePrivileges,
    "gateway.networking.k8s.io/Gateway": listenerPrivileges,
    "source.toolkit.fluxcd.io/GitRepository": fluxPrivileges,
    "source.toolkit.fluxcd.io/HelmRepository": fluxPrivileges,
    "source.toolkit.fluxcd.io/OCIRepository": fluxPrivileges,
    "source.toolkit.fluxcd.io/Bucket": fluxPrivileges,
    "helm.toolkit.fluxcd.io/HelmRelease": fluxPrivileges,
    "kustomize.toolkit.fluxcd.io/Kustomization": fluxPrivileges,
};

/**
 * Everything an object may do. What it may do now and could not do before is a new privilege; an object that says nothing
 * about a restriction does without it, as in Kubernetes.
 *
 * @param tokenByDefault Whether a service account, by `namespace/name`, mounts its token where pods do not say.
 */
export function privilegesOf(
    object: Manifest,
    tokenByDefault: (namespace: string, account: string) => boolean,
): readonly Privilege[] {
    const template = podTemplateOf(object);
    if (template) {
        const account = template.spec?.["serviceAccountName"];
        const name = typeof account === "string" ? account : "default";
        return podPrivileges(template, tokenByDefault(object.metadata.namespace ?? "", name));
    }
    const kind = kindOf(object);
    return (Object.hasOwn(RULES, kind) ? RULES[kind] : undefined)?.(object) ?? [];
}
