import * as pulumi from "@pulumi/pulumi";
import { type StackOutputs, declareStack } from "./components/stack";
import { settingsFromConfig } from "./lifecycle/stack/settings-parse";
import { readStack } from "./lifecycle/stack/stack-source";

/** The program `pulumi preview` and `pulumi up` run: configuration, lock and manifests in, resources out. */
function program(): StackOutputs {
    const settings = settingsFromConfig(pulumi.getStack(), pulumi.runtime.allConfig());
    return declareStack(readStack(process.cwd(), settings));
}

export = program;
