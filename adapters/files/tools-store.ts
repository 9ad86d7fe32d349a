import { schemaOf } from "../../lifecycle/kit/file-format";
import { readFile } from "../../lifecycle/kit/read-file";
import { writeYaml } from "../../lifecycle/kit/write-yaml";
import { type BuildTool, TOOLS_FORMAT, toolsFields } from "../../lifecycle/workloads/build-definition";
import { APPS_FOLDER } from "./app-files";
import { writeText } from "./atomic-write-store";
import { isThere, readText } from "./text-source";

/** Where they stand, relative to the project's root. */
export const TOOLS_FILE = `${APPS_FOLDER}/tools.yaml`;

/** Exact versions by tool. */
export type ToolVersions = Readonly<Partial<Record<BuildTool, string>>>;

/**
 * The versions apps are built with; none where `apps/tools.yaml` is not there yet.
 *
 * @throws WindlassErrors with every problem of the file
 */
export function readTools(root: string): ToolVersions {
    if (!isThere(root, TOOLS_FILE)) return {};
    const remedy = "Correct it, or delete it and build anew";
    const { value } = readFile(toolsFields, {
        format: TOOLS_FORMAT,
        file: TOOLS_FILE,
        text: readText(root, TOOLS_FILE),
        remedy,
    });
    const { kustomize, helm } = value;
    return { kustomize, helm };
}

/** Writes them down; returns whether that changed the file. */
export function writeTools(root: string, { kustomize, helm }: ToolVersions): boolean {
    const header = [
        "Exact versions of the tools that apps are built with. Change one, run windlass build, review what that changes.",
    ];
    const written = Object.entries({ helm, kustomize }).filter(([, version]) => version !== undefined);
    return writeText(
        root,
        TOOLS_FILE,
        writeYaml(
            { schema: schemaOf(TOOLS_FORMAT), ...Object.fromEntries(written) },
            { header, sortKeys: false },
        ),
    );
}
