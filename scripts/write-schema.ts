import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Document, parseDocument } from "yaml";
import { writeFileAtomic } from "../adapters/files/atomic-write-store";
import { holdsSchemaText } from "../lifecycle/holds/holds-schema";
import { projectConfig, stackFileSchemaText } from "../lifecycle/settings/settings-schema";

/** Writes what is generated from the settings' definition: the schema of stack files, and Pulumi.yaml's `config` block. */
const root = join(__dirname, "..");
const project = join(root, "Pulumi.yaml");

writeFileAtomic(join(root, "stacks", "stack.schema.json"), stackFileSchemaText());
writeFileAtomic(join(root, "stacks", "holds.schema.json"), holdsSchemaText());

const text = readFileSync(project, "utf8");
const config = parseDocument(text).get("config", true) as { range?: [number, number, number] } | undefined;
if (!config?.range) throw new Error("Pulumi.yaml has no config block");
const block = new Document(projectConfig()).toString({ lineWidth: 0 }).trimEnd().replace(/^/gm, "  ");
writeFileAtomic(project, `${text.slice(0, config.range[0]).trimEnd()}\n${block}\n`);
