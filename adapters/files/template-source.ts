import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";

import { holdsSchemaText } from "../../lifecycle/holds/holds-schema";
import { windowsSchemaText } from "../../lifecycle/windows/windows-schema";
import { stackFileSchemaText } from "../../lifecycle/settings/settings-schema";
import { packageFacts } from "./package-source";

/** Workflows of a checkout that a mesh has too; `ci`, `e2e` and `release` are the product's own. */
export const MESH_WORKFLOWS = [
    "preview",
    "deploy",
    "inject-sidecars",
    "look",
    "update-flux",
    "update-istio",
] as const;

/** Scripts of a checkout that a mesh needs before anything is installed. */
const MESH_SCRIPTS = ["ensure-installed.mjs"] as const;

/**
 * Text of every file of a new mesh repository, by its path below `templates/mesh/`: what lies there, the workflows and
 * scripts that this project uses itself, and the schemas of what people write below `stacks/`.
 */
export function readMeshTemplate(): ReadonlyMap<string, string> {
    const { folder } = packageFacts();
    const own = join(folder, "templates", "mesh");
    const paths = readdirSync(own, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
    const text = (path: string) => readFileSync(path, "utf8");
    return new Map([
        ...paths.map(
            (path) =>
                [
                    path
                        .slice(own.length + 1)
                        .split(sep)
                        .join("/"),
                    text(path),
                ] as const,
        ),
        ...MESH_WORKFLOWS.map(
            (name) =>
                [`.github/workflows/${name}.yaml`, meshWorkflow(text(workflowFile(folder, name)))] as const,
        ),
        ...MESH_SCRIPTS.map((name) => [`scripts/${name}`, text(join(folder, "scripts", name))] as const),
        ["stacks/stack.schema.json", stackFileSchemaText()],
        ["stacks/holds.schema.json", holdsSchemaText()],
        ["stacks/windows.schema.json", windowsSchemaText()],
    ]);
}

/** A checkout has them where GitHub looks for them; the package, which GitHub is not to run, in a folder of its own. */
function workflowFile(folder: string, name: string): string {
    const packed = join(folder, "templates", "workflows", `${name}.yaml`);
    return existsSync(packed) ? packed : join(folder, ".github", "workflows", `${name}.yaml`);
}

/** Scripts that come with the package are called there. */
function meshWorkflow(text: string): string {
    return text
        .replaceAll("scripts/deploy-stack.sh", "node_modules/windlass/scripts/deploy-stack.sh")
        .replace(/^ {6}- lifecycle\/\*\*\n/m, "      - package.json\n");
}
