import { FILE_KINDS, type FileKind, type KindOfFile } from "../../lifecycle/migrate/file-kinds";
import type { MigrateOptions } from "../../lifecycle/migrate/migrate-file";
import type { Migration } from "../../lifecycle/migrate/migrations";

const KINDS = Object.keys(FILE_KINDS) as readonly FileKind[];

/** Formats of a Windlass to come, two versions on, with a migration for each kind of file that adds a line. */
export function fixtureMigrations(): Required<Omit<MigrateOptions, "respell">> {
    const migrations = KINDS.flatMap((kind) =>
        [1, 2].map((from): Migration => ({
            kind,
            from,
            what: `step ${from} of ${kind}`,
            migrate: (text) => (kind === "catalog" ? text : `${text}# step ${from}\n`),
        })),
    );
    const kinds = KINDS.map((kind) => {
        const { format, schemaPath, unnamed }: KindOfFile = FILE_KINDS[kind];
        return [kind, { format: { ...format, version: 3 }, schemaPath, unnamed }] as const;
    });
    return { migrations, kinds: Object.fromEntries(kinds) as Record<FileKind, KindOfFile> };
}
