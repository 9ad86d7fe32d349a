import * as pulumi from "@pulumi/pulumi";

/**
 * What a program throws for an error the user can mend. Pulumi prints a RunError as its message alone, and any other error
 * with its stack. It paints that stack all the same, and Node's `util.inspect` does not end (before the memory of a string
 * does, half a minute later) on the frame `node_modules/@pulumi/resource.ts`, where it looks for a slash that source maps
 * have taken away: so there is none.
 */
export function refusal({ message }: Error): pulumi.RunError {
    const error = new pulumi.RunError(message);
    error.stack = "";
    return error;
}
