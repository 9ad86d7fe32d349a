import { join } from "node:path";
import { writeFileAtomic } from "../../adapters/files/atomic-write-store";
import type { SchemaSet } from "../../lifecycle/schemas/schema";

const FOLDER = join(__dirname, "..", "..", "schemas");

/** Writes `schemas/<name>.json`, a kind and a definition a line, so that a diff of two versions can be read. */
export function writeSchemas(name: string, { source, kinds, definitions }: SchemaSet): void {
    const lines = (map: Readonly<Record<string, unknown>>): string =>
        Object.entries(map)
            .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
            .join(",\n");
    const text = [
        "{",
        `  "source": ${JSON.stringify(source)},`,
        `  "kinds": {\n${lines(kinds)}\n  },`,
        `  "definitions": {\n${lines(definitions)}\n  }`,
        "}\n",
    ].join("\n");
    writeFileAtomic(join(FOLDER, `${name}.json`), text);
}
