import type { Manifest, SourcedManifest } from "../../../lifecycle/workloads/manifest";

/** A Deployment in the namespace shop, with its pods labelled by its name and a service account of that name. */
export function deployment(name: string, annotations: Record<string, string> = {}): Manifest {
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name, namespace: "shop", annotations },
        spec: {
            selector: { matchLabels: { app: name } },
            template: {
                metadata: { labels: { app: name } },
                spec: { serviceAccountName: name, containers: [{ name, image: `${name}:1` }] },
            },
        },
    };
}

/** A manifest as it is read from an application's folder. */
export function sourced(app: string, manifest: Manifest): SourcedManifest {
    return { app, file: `apps/${app}/all.yaml`, line: 1, manifest };
}
