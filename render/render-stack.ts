import { declareStack } from "../components/stack";
import { LAYERS } from "../components/kube/layer";
import type { Stack } from "../lifecycle/stack/stack";
import { evaluate } from "./evaluate";
import { type RenderedObjects, renderedObjects } from "./objects";

/**
 * Everything a stack consists of, by evaluating its program in this process. All layers are declared, whoever applies
 * them: with `delivery: flux` the layers above the first are what is committed to Git.
 */
export async function renderStack(stack: Stack): Promise<RenderedObjects> {
    const program = () => declareStack(stack, LAYERS);
    return renderedObjects(await evaluate(program, { stack: stack.settings.stack }));
}
