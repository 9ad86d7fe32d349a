import * as pulumi from "@pulumi/pulumi";
import { refusal } from "./components/kube/refusal";
import { type StackOutputs, declareStack } from "./components/mesh/stack";
import { WindlassError } from "./lifecycle/kit/errors";
import { requireContext } from "./adapters/kubernetes/kubeconfig-source";
import { settingsFromConfig } from "./lifecycle/settings/settings-parse";
import { readStack } from "./adapters/files/stack-source";

/** The program `pulumi preview` and `pulumi up` run: configuration, lock and manifests in, resources out. */
function program(): StackOutputs {
    try {
        const settings = settingsFromConfig(pulumi.getStack(), pulumi.runtime.allConfig());
        const stack = readStack(process.cwd(), settings);
        requireContext({ settings, env: process.env, needed: !pulumi.runtime.isDryRun() });
        return declareStack(stack);
    } catch (error) {
        throw error instanceof WindlassError ? refusal(error) : error;
    }
}

export = program;
