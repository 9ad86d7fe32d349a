import * as pulumi from "@pulumi/pulumi";
import { type StackOutputs, declareStack } from "./components/stack";
import { WindlassError } from "./lifecycle/errors";
import { settingsFromConfig } from "./lifecycle/stack/settings-parse";
import { readStack } from "./lifecycle/stack/stack-source";

/** The program `pulumi preview` and `pulumi up` run: configuration, lock and manifests in, resources out. */
function program(): StackOutputs {
    try {
        const settings = settingsFromConfig(pulumi.getStack(), pulumi.runtime.allConfig());
        return declareStack(readStack(process.cwd(), settings));
    } catch (error) {
        // Pulumi prints a RunError as its message alone, and any other error with its stack.
        if (error instanceof WindlassError) throw new pulumi.RunError(error.message);
        throw error;
    }
}

export = program;
