import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import { afterChecks, checked } from "../../../components/kube/check";
import { kubeResource } from "../../../components/kube/kube-resource";
import { Layer } from "../../../components/kube/layer";
import { WindlassError } from "../../../lifecycle/kit/errors";
import { record } from "../../support/record";

const OBJECT = { apiVersion: "v1", kind: "Namespace", metadata: { name: "a" } };

describe("checked", () => {
    it("passes what is found, and is rejected with the message alone of what is refused", async () => {
        await checked(pulumi.output(1), (found) => assert.equal(found, 1));
        const refused = checked(pulumi.output(1), () => {
            throw new WindlassError({ key: "delivery", rule: "has no cluster" });
        });

        await assert.rejects(refused, (error) => {
            assert.ok(pulumi.RunError.isInstance(error));
            assert.match(error.message, /delivery: has no cluster/);
            return true;
        });
    });
});

describe("afterChecks", () => {
    it("is nothing where nothing is checked", () => assert.deepEqual(afterChecks([]), []));

    it("has everything below a resource wait for them, and depend on what it did", async () => {
        let passed = false;
        const check = new Promise<void>((resolve) =>
            setTimeout(() => {
                passed = true;
                resolve();
            }, 50),
        );
        const seen: boolean[] = [];
        const recording = await record(() => {
            const first = kubeResource("first", OBJECT, {});
            const parent = new Layer("system", { transformations: afterChecks([check]) });
            const second = kubeResource("second", OBJECT, { parent, dependsOn: first });
            second.urn.apply(() => void seen.push(passed));
        });

        assert.deepEqual(seen, [true]);
        assert.deepEqual(recording.dependenciesOf("second"), ["first"]);
    });

    it("gives each the error itself: none waits for one that is never registered", async () => {
        const refused = Promise.reject(new pulumi.RunError("refused"));
        const [transformation] = afterChecks([refused]);
        assert.ok(transformation);
        const { opts } = transformation({ props: {}, opts: {} } as pulumi.ResourceTransformationArgs) ?? {};

        await assert.rejects(opts?.dependsOn as Promise<unknown>, /refused/);
    });
});
