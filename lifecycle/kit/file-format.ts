import { WindlassError } from "./errors";

/** A kind of file that Windlass keeps in a repository, and the version of it that this Windlass reads and writes. */
export interface FileFormat {
    /** `lock` */
    readonly kind: string;
    /** Raised when what an earlier Windlass wrote cannot be read as it is: with a migration (lifecycle/migrate). */
    readonly version: number;
}

/** What a file of a format says in its key `schema`: `windlass/lock/v1`. */
export function schemaOf({ kind, version }: FileFormat): string {
    return `windlass/${kind}/v${version}`;
}

/** The version a file's `schema` names; undefined where it names none of the format's. */
export function versionIn({ kind }: Pick<FileFormat, "kind">, schema: unknown): number | undefined {
    const [, found, version] =
        typeof schema === "string" ? (/^windlass\/([a-z]+)\/v([1-9]\d{0,5})$/.exec(schema) ?? []) : [];
    return found === kind ? Number(version) : undefined;
}

/** Where a file names its schema. */
export interface SchemaPlace {
    readonly file: string;
    readonly schema: unknown;
    /** @default schema */
    readonly key?: string;
    /** Only asked where there is something to complain of: finding a line means reading the text once more. */
    readonly line?: () => number;
}

/**
 * Refuses a file of another version than this Windlass reads, before anything else of it is read. One that names none of the
 * format's versions passes: it is damaged, and whoever reads it says how.
 *
 * @throws WindlassError that says which version the file is, which is known, and what to do
 */
export function requireVersion(
    format: FileFormat,
    { file, schema, key = "schema", line }: SchemaPlace,
): void {
    const version = versionIn(format, schema);
    if (version === undefined || version === format.version) return;
    const isNewer = version > format.version;
    const known = `this Windlass knows ${schemaOf(format)}`;
    throw new WindlassError({
        file,
        line: line?.(),
        key,
        value: schema,
        rule: `is of ${isNewer ? "a newer" : "an older"} Windlass: ${known}`,
        remedy: isNewer
            ? "Take a newer Windlass: raise its version in package.json"
            : "Run npm run -s windlass -- migrate, and review what it changes",
    });
}
