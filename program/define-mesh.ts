import * as pulumi from "@pulumi/pulumi";

import { readStack } from "../adapters/files/stack-source";
import { requireContext } from "../adapters/kubernetes/kubeconfig-source";
import type { LayerName } from "../components/kube/layer";
import { refusal } from "../components/kube/refusal";
import { requirePreconditions } from "../components/mesh/preconditions";
import {
    type DeclareStackArgs,
    type StackOutputs,
    declareStack,
    stackProvider,
} from "../components/mesh/stack";
import { WindlassError } from "../lifecycle/kit/errors";
import type { Lock } from "../lifecycle/settings/lock";
import type { StackSettings } from "../lifecycle/settings/settings";
import { settingsFromConfig } from "../lifecycle/settings/settings-parse";
import type { Stack } from "../lifecycle/stack/stack";
import { meetsFlux, warnOfFlux } from "./warn-of-flux";

/** A layer of a stack, as a team adds to it. */
export interface MeshLayer {
    readonly settings: StackSettings;
    readonly lock: Lock;
    /**
     * Options for every resource of the team's: they put it into the layer, hand it the stack's cluster, and create it
     * after what the layer itself holds.
     */
    readonly opts: pulumi.ComponentResourceOptions;
}

/** Arguments of {@link defineMesh}. */
export interface MeshArgs {
    /**
     * A team's own resources, by layer. They are rendered, checked, compared and delivered like the layer's own; a layer
     * that Flux applies is not declared to Pulumi, and neither is what extends it.
     *
     * @default none
     */
    readonly extend?: Readonly<Partial<Record<LayerName, (layer: MeshLayer) => void>>> | undefined;
}

/** How {@link isMeshProgram} knows one, whichever copy of the package made it. */
const MARK = Symbol.for("windlass/mesh-program/v1");

/** The one program of a mesh: what `pulumi up` runs, and what `windlass` renders, checks and compares. */
export interface MeshProgram {
    /**
     * As Pulumi calls it: for the stack that is selected, from the configuration that Pulumi hands over. An `up` that meets a
     * Flux of somebody else's says what it lacks.
     *
     * Rejected before anything is declared where files, settings or the cluster do not fit: a program that fails deletes nothing.
     */
    (): Promise<StackOutputs>;
    /**
     * Declares a stack that has been read. Its layers are those asked for.
     *
     * @param extended Whether what extends the mesh is declared too. @default true
     */
    readonly declare: (stack: Stack, layers?: readonly LayerName[], extended?: boolean) => StackOutputs;
    readonly [MARK]: true;
}

/**
 * The program of a mesh: `export = defineMesh();` is a whole `index.ts`.
 *
 * Everything it declares comes from the stack's files below the folder it is run in. What a team declares beside it, in
 * `extend`, is part of the same program, so that no gate overlooks it.
 */
export function defineMesh({ extend = {} }: MeshArgs = {}): MeshProgram {
    const extended = ({ settings, lock }: Stack): DeclareStackArgs["extend"] => {
        return (layer, opts) => extend[layer]?.({ settings, lock, opts });
    };
    const declare: MeshProgram["declare"] = (stack, layers, isExtended = true) =>
        declareStack(stack, { layers, extend: isExtended ? extended(stack) : undefined });
    const run = async () => {
        try {
            const settings = settingsFromConfig(pulumi.getStack(), pulumi.runtime.allConfig());
            const stack = readStack(process.cwd(), settings);
            const isUp = !pulumi.runtime.isDryRun();
            requireContext({ settings, env: process.env, needed: isUp });
            const provider = stackProvider(stack);
            await requirePreconditions(settings, provider);
            const outputs = declareStack(stack, { provider, extend: extended(stack) });
            // A preview must work with the cluster away, and so reads nothing.
            if (isUp && meetsFlux(settings)) await warnOfFlux(stack, process.env);
            return outputs;
        } catch (error) {
            throw error instanceof WindlassError ? refusal(error) : error;
        }
    };
    return Object.assign(run, { declare, [MARK]: true as const });
}

/** Whether a value is what {@link defineMesh} returned. */
export function isMeshProgram(value: unknown): value is MeshProgram {
    return typeof value === "function" && MARK in value;
}
