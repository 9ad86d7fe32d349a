import assert from "node:assert/strict";
import { join } from "node:path";
import { readStacks } from "../../cli/read-stacks";
import { LAYERS } from "../../components/kube/layer";
import { renderStack } from "../../render/render-stack";

describe("renderStack", () => {
    const stacks = readStacks(join(__dirname, "..", ".."));

    for (const stack of stacks) {
        const { stack: name } = stack.settings;

        it(`fills every layer of ${name}, which ${stack.settings.delivery} delivers`, async () => {
            const { layers } = await renderStack(stack);

            for (const layer of LAYERS) assert.ok(layers[layer].length > 0, layer);
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
