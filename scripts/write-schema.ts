import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Document, parseDocument } from "yaml";
import { writeFileAtomic } from "../adapters/files/atomic-write-store";
import { windowsSchemaText } from "../lifecycle/windows/windows-schema";
import { holdsSchemaText } from "../lifecycle/holds/holds-schema";
import { componentSchemaText } from "./component-schema";
import { projectConfig, stackFileSchemaText } from "../lifecycle/settings/settings-schema";

/**
 * Writes what is generated from the settings' definition: the schemas of stack, holds and windows files, and Pulumi.yaml's `config`
 * block, of the living example and of the mesh that tests read. And from the components' sources their schema.
 */
const root = join(__dirname, "..");
for (const mesh of [root, join(root, "test", "fixtures", "mesh")]) {
    writeFileAtomic(join(mesh, "stacks", "stack.schema.json"), stackFileSchemaText());
    writeFileAtomic(join(mesh, "stacks", "holds.schema.json"), holdsSchemaText());
    writeFileAtomic(join(mesh, "stacks", "windows.schema.json"), windowsSchemaText());
    writeConfigBlock(join(mesh, "Pulumi.yaml"));
}

void componentSchemaText().then((text) => writeFileAtomic(join(root, "provider", "schema.json"), text));

function writeConfigBlock(project: string): void {
    const text = readFileSync(project, "utf8");
    const config = parseDocument(text).get("config", true) as { range?: [number, number, number] };
    if (!config?.range) throw new Error(`${project} has no config block`);
    const block = new Document(projectConfig()).toString({ lineWidth: 0 }).trimEnd().replace(/^/gm, "  ");
    writeFileAtomic(project, `${text.slice(0, config.range[0]).trimEnd()}\n${block}\n`);
}
