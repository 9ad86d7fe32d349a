import type { Manifest } from "../../lifecycle/workloads/manifest";
import { type StackVersion, type VersionedObject, objectKey } from "../../diff/version";
import { exampleLock, exampleSettings } from "../support/example-stack";

/** A Deployment with one container. */
export function deployment(name: string, image = "app:1", more: object = {}): Manifest {
    const template = {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: "app", image }], ...more },
    };
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name, namespace: "n" },
        spec: { selector: { matchLabels: { app: name } }, template },
    };
}

/** An object of the workloads layer as a person wrote it. */
export function versioned(object: Manifest): VersionedObject {
    return {
        layer: "workloads",
        object,
        app: "a",
        pristine: object,
    };
}

/** A version of a stack that has been read in full. */
export function exampleVersion(objects: readonly Manifest[], more: Partial<StackVersion> = {}): StackVersion {
    return {
        stack: "dev",
        settings: exampleSettings(),
        lock: exampleLock(),
        objects: new Map(objects.map((object) => [objectKey(object), versioned(object)])),
        modes: new Map(),
        gated: new Set(),
        systemRead: true,
        appsRead: true,
        unreadApps: new Set(),
        complaints: [],
        ...more,
    };
}
