import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { objectOf, whenKnown } from "../../../components/kube/inputs";
import { kubeResource } from "../../../components/kube/kube-resource";
import { record } from "../../support/record";

describe("whenKnown", () => {
    it("builds at once what is plain all the way down", () => {
        assert.equal(
            whenKnown({ a: { b: [1, 2] } }, ({ a }) => a.b.length),
            2,
        );
    });

    it("waits for an output or a promise, however deep", async () => {
        const found: Promise<number>[] = [];
        await record(() => {
            for (const later of [pulumi.output(2), Promise.resolve(3)]) {
                const made = whenKnown({ a: { b: [later] } }, ({ a }) => a.b[0] ?? 0);
                assert.ok(pulumi.Output.isInstance(made));
                found.push(new Promise((resolve) => made.apply(resolve)));
            }
        });
        assert.deepEqual(await Promise.all(found), [2, 3]);
    });
});

describe("objectOf", () => {
    const type = { apiVersion: "v1", kind: "ConfigMap", fields: ["data"] };
    const build = ({ name }: { readonly name: string }) => ({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name },
        data: { name },
    });

    it("registers the same object now and later", async () => {
        const inputs = async (name: pulumi.Input<string>) => {
            const object = () => objectOf(type, { name }, build);
            const recording = await record(() =>
                kubeResource("x", object(), { waitFor: ["condition=Ready"] }),
            );
            return recording.get("x").inputs;
        };

        assert.deepEqual(await inputs(pulumi.output("a")), await inputs("a"));
    });

    it("refuses an object of another type than announced", () => {
        assert.throws(() => objectOf({ ...type, kind: "Secret" }, { name: "a" }, build), {
            message: "v1 ConfigMap is announced as v1 Secret",
        });
    });
});
