import assert from "node:assert/strict";
import { readStacks } from "../../cli/read-stacks";
import { LAYERS } from "../../components/kube/layer";
import { declareStack } from "../../components/mesh/stack";
import { evaluate } from "../../render/evaluate";
import { renderedFiles } from "../../render/files";
import { renderedObjects } from "../../render/objects";
import { renderStack } from "../../render/render-stack";
import { MESH } from "../support/mesh";

describe("renderStack", () => {
    const stacks = readStacks(MESH);

    for (const stack of stacks) {
        const { stack: name } = stack.settings;

        it(`fills every layer of ${name}, which ${stack.settings.delivery} delivers`, async () => {
            const { layers } = await renderStack(stack);

            for (const layer of LAYERS) assert.ok(layers[layer].length > 0, layer);
        });

        it(`is the same for ${name} in one piece, in parts of a few objects and of one`, async () => {
            const registrations = await evaluate(() => declareStack(stack, { layers: LAYERS }), {
                stack: name,
            });
            const inPieces = await renderStack(stack, { size: 7 });
            const whole = { ...renderedObjects(registrations), namespaces: inPieces.namespaces };

            assert.ok(stack.workloads.objects.length > 7);
            assert.deepEqual(renderedFiles(inPieces), renderedFiles(whole));
            for (const size of [1, 1000])
                assert.deepEqual(renderedFiles(await renderStack(stack, { size })), renderedFiles(whole));
        });
    }

    it("keeps stacks apart, one after the other in one process", async () => {
        const [dev, production] = stacks;
        assert.ok(dev && production);
        const alone = await renderStack(dev);
        await renderStack(production);

        const again = await renderStack(dev);

        const names = (rendered: typeof alone) =>
            rendered.layers.gateways.map(({ metadata }) => metadata.name).sort();
        assert.deepEqual(names(again), names(alone));
    });
});
