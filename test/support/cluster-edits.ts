import assert from "node:assert/strict";

import type { Manifest } from "../../lifecycle/workloads/manifest";
import { getIn } from "../../lifecycle/kit/json-path";
import { type KubeClient, messageOf } from "./kube-api";

/** A Deployment of the fixture's namespace. */
export function deployment(name: string, namespace = "prod"): Manifest {
    return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace } };
}

export function isGone(api: KubeClient, object: Manifest): Promise<boolean> {
    return api.get(object).then(
        () => false,
        () => true,
    );
}

/** Changes fields of a Deployment, as a person does by hand. */
export async function patchDeployment(api: KubeClient, { metadata }: Manifest, body: object): Promise<void> {
    const answer = await api.request({
        method: "PATCH",
        path: `/apis/apps/v1/namespaces/${metadata.namespace}/deployments/${metadata.name}`,
        contentType: "application/merge-patch+json",
        body,
    });
    assert.ok(answer.status < 300, messageOf(answer));
}

/** Gives a Deployment another version of the proxy, past Git. */
export async function editProxy(api: KubeClient, name: string, to: string): Promise<void> {
    const object = await api.get(deployment(name));
    const text = JSON.stringify(getIn(object, ["spec", "template", "spec", "initContainers"]));
    const initContainers = JSON.parse(text.replaceAll(/(\/proxyv2:)\d+\.\d+\.\d+/g, `$1${to}`)) as object[];
    await patchDeployment(api, deployment(name), { spec: { template: { spec: { initContainers } } } });
}
