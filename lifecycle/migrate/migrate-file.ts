import { WindlassError } from "../kit/errors";
import { requireVersion, schemaOf, versionIn } from "../kit/file-format";
import { getIn } from "../kit/json-path";
import { parseYamlDocument } from "../kit/strict-yaml";
import { editYaml } from "./edit-yaml";
import { FILE_KINDS, type FileKind, type KindOfFile, type ProjectFile } from "./file-kinds";
import { MIGRATIONS, type Migration } from "./migrations";
import { RESPELLINGS } from "./respellings";

/** A file of an older version, brought up to the present one. */
export interface MigratedFile {
    readonly file: string;
    readonly kind: FileKind;
    readonly from: number;
    readonly to: number;
    /** What was done, step by step: one sentence each, without its full stop. */
    readonly steps: readonly string[];
    readonly before: string;
    readonly text: string;
}

/** What files are migrated by. */
export interface MigrateOptions {
    /** @default those of this Windlass */
    readonly migrations?: readonly Migration[];
    /** @default those of this Windlass */
    readonly kinds?: Readonly<Record<FileKind, KindOfFile>>;
    /** Whether what reads as it is, is written the way it is written now. @default false */
    readonly respell?: boolean;
}

/**
 * The file as this Windlass writes it; undefined where it is of the present version already, and has nothing to write another
 * way where that is asked for: so to migrate twice is to migrate once.
 *
 * @throws WindlassError where the file is of a newer version, is damaged, or would not read afterwards
 */
export function migrateFile(project: ProjectFile, options: MigrateOptions = {}): MigratedFile | undefined {
    const { migrations = MIGRATIONS, kinds = FILE_KINDS } = options;
    const { kind, file, text: before } = project;
    const { format, schemaPath, unnamed, read }: KindOfFile = kinds[kind];
    const { value, lineOf } = parseYamlDocument(before, { file });
    const schema = getIn(value, schemaPath) ?? unnamed;
    const place = { file, schema, key: schemaPath.at(-1), line: () => lineOf(schemaPath) };
    const from = versionIn(format, schema);
    if (from === undefined) {
        throw new WindlassError({
            file,
            line: place.line(),
            key: place.key,
            value: schema,
            rule: `must be ${schemaOf(format)}`,
            remedy: "Restore the file from Git",
        });
    }
    if (from > format.version) requireVersion(format, place);

    let text = before;
    const steps: string[] = [];
    for (let version = from; version < format.version; version++) {
        const step = migrations.find((each) => each.kind === kind && each.from === version);
        if (!step) throw new Error(`${file}: no migration from ${schemaOf({ ...format, version })}`);
        text = withSchema(step.migrate(text), schemaPath, [
            schemaOf({ ...format, version }),
            schemaOf({ ...format, version: version + 1 }),
        ]);
        steps.push(step.what);
    }
    for (const { what, rewrite } of options.respell ? RESPELLINGS.filter((each) => each.kind === kind) : []) {
        const rewritten = rewrite(text);
        if (rewritten !== text) steps.push(what);
        text = rewritten;
    }
    if (text === before) return undefined;
    read?.({ ...project, text });
    return { file, kind, from, to: format.version, steps, before, text };
}

/** As few lines are written anew for it as can be: a reviewer looks for what the migration did. */
function withSchema(
    text: string,
    path: readonly string[],
    [before, after]: readonly [before: string, after: string],
): string {
    const [key = "", parent = ""] = [...path].reverse();
    const inPlace = new RegExp(`^(.*schema["']?\\s*:\\s*["']?)${before}(?![0-9])`, "m");
    const below = new RegExp(`^(${parent}:[ \\t]*(?:#.*)?\\n(?:[ \\t]*(?:#.*)?\\n)*)( +)`, "m");
    const written = [
        text.replace(inPlace, `$1${after}`),
        text.replace(below, `$1$2${key}: ${after}\n$2`),
    ].find((candidate) => getIn(parseYamlDocument(candidate, { file: "" }).value, path) === after);
    return written ?? editYaml(text, (document) => document.setIn(path, after));
}
