import assert from "node:assert/strict";
import { LAYERS } from "../../components/kube/layer";
import { readStacks } from "../../cli/read-stacks";
import { manifestReader } from "../../adapters/files/manifest-source";
import { readStackVersion } from "../../diff/read-stack-version";
import { objectKey } from "../../diff/version";
import { renderStack } from "../../render/render-stack";
import { projects } from "../support/project";
import { MESH } from "../support/mesh";

describe("readStackVersion", () => {
    const make = projects();
    for (const stack of readStacks(MESH)) {
        const { stack: name } = stack.settings;
        it(`holds exactly the objects that ${name} is rendered to`, async () => {
            const reader = manifestReader(MESH);
            const version = await readStackVersion(MESH, name, (app, stack) => reader.read([app], stack));
            const { layers, helm } = await renderStack(stack);
            const rendered = new Map(
                LAYERS.flatMap((layer) => layers[layer]).map((object) => [objectKey(object), object]),
            );
            const found = [...version.objects].filter(([, { object }]) => object.apiVersion !== "helm.sh/v3");
            assert.deepEqual(new Map(found.map(([key, { object }]) => [key, object])), rendered);
            assert.equal(version.objects.size, rendered.size + helm.length);
            assert.deepEqual(version.complaints, []);
        });
    }

    it("reads on after what is wrong", async () => {
        const { root, ...project } = make();
        Object.setPrototypeOf(project, null);
        const reader = manifestReader(root);
        const version = await readStackVersion(root, "nowhere", (app, stack) => reader.read([app], stack));
        assert.equal(version.objects.size, 0);
        assert.equal(version.complaints.length, 3);
    });
});
