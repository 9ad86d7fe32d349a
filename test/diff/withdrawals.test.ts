import assert from "node:assert/strict";
import { plain } from "../../diff/phrase";
import { type StackVersion, type VersionedObject, objectKey } from "../../diff/version";
import { withdrawalDetails } from "../../diff/withdrawals";

const metadata = { name: "backend", namespace: "prod" };
const canary = {
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata,
    spec: { targetRef: { kind: "Deployment", name: "backend" } },
};
const target = { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: {} };
const caller = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "frontend", namespace: "prod" },
    spec: { url: "http://backend:80/" },
};

function version(...objects: VersionedObject["object"][]): StackVersion {
    const versioned = objects.map((object): [string, VersionedObject] => [
        objectKey(object),
        { layer: "workloads", object },
    ]);
    return {
        stack: "dev",
        objects: new Map(versioned),
        modes: new Map(),
        gated: new Set(),
        systemRead: true,
        appsRead: true,
        unreadApps: new Set(),
        complaints: [],
    };
}

describe("withdrawalDetails", () => {
    it("says what goes with a Canary, who calls it, and that the target stays at zero", () => {
        const details = withdrawalDetails({
            stack: "dev",
            from: version(canary, target, caller),
            to: version(target, caller),
        });

        assert.deepEqual(details.get("prod/Canary/backend")?.map(plain), [
            "Service backend, which Flagger made for it, is deleted with it, and so is what routes to it",
            "backend is called by prod/Deployment/frontend",
            "its target stays at 0 replicas, for revertOnDeletion is not set",
        ]);
    });

    it("has nothing to say of a stack that is new or gone", () => {
        assert.equal(withdrawalDetails({ stack: "dev", from: undefined, to: version(canary) }).size, 0);
    });
});
