import type { Context } from "mocha";
import { type LocatedTool, locateTool } from "../../adapters/build/locate-tool";
import { WindlassError } from "../../lifecycle/kit/errors";
import type { BuildTool } from "../../lifecycle/workloads/build-definition";

/** The real tool: `HELM`, `KUSTOMIZE`, or on PATH. Skips the suite, and says so, where there is none. Call it in `before`. */
export async function buildToolOrSkip(context: Context, tool: BuildTool): Promise<LocatedTool> {
    try {
        return await locateTool(tool, { env: process.env });
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        process.stdout.write(
            `    skipped: set ${tool.toUpperCase()} to the path of a real ${tool} to run these\n`,
        );
        return context.skip();
    }
}
