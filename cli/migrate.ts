import { isAbsolute, resolve } from "node:path";

import { createTwoFilesPatch } from "diff";

import { writeText } from "../adapters/files/atomic-write-store";
import { readPinFile, readProjectFiles } from "../adapters/files/project-files-source";
import { ExitStatus, WindlassError, throwCollected } from "../lifecycle/kit/errors";
import type { ProjectFile } from "../lifecycle/migrate/file-kinds";
import { type MigrateOptions, type MigratedFile, migrateFile } from "../lifecycle/migrate/migrate-file";
import type { Invocation } from "./command";
import type { migrateCommand } from "./definitions/migrate";

/** Brings the files that an older Windlass wrote up to the formats of this one. */
export function run(invocation: Invocation<typeof migrateCommand>): ExitStatus {
    return migrate(invocation);
}

/** @param formats - what files are migrated by; a test brings its own */
export function migrate(
    { root, options, terminal }: Invocation<typeof migrateCommand>,
    formats: MigrateOptions = {},
): ExitStatus {
    const projects = options.pin === undefined ? readProjectFiles(root) : [readPinFile(resolve(options.pin))];
    const migrated = migrateAll(projects, { respell: options.respell, ...formats });
    const writes = !options.check && !options["dry-run"];
    // A killed run leaves some files old and some new, and the next one takes up what is left.
    if (writes) for (const { file, text } of migrated) writeText(isAbsolute(file) ? "" : root, file, text);
    if (options.json) {
        const files = migrated.map((one) => ({
            file: one.file,
            from: one.from,
            to: one.to,
            steps: one.steps,
            diff: diffOf(one),
        }));
        terminal.print(JSON.stringify({ written: writes && files.length > 0, files }));
    } else {
        for (const one of migrated) {
            const version = one.from === one.to ? "" : ` version ${one.from} → ${one.to}:`;
            terminal.print(`${one.file}:${version} ${one.steps.join("; ")}`);
            if (!options.check) terminal.print(diffOf(one));
        }
        terminal.note(summaryOf(migrated.length, writes));
    }
    return options.check && migrated.length > 0 ? ExitStatus.stale : ExitStatus.ok;
}

function migrateAll(projects: readonly ProjectFile[], formats: MigrateOptions): readonly MigratedFile[] {
    const errors: WindlassError[] = [];
    const migrated = projects.flatMap((project) => {
        try {
            return migrateFile(project, formats) ?? [];
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
            errors.push(error);
            return [];
        }
    });
    throwCollected(errors);
    return migrated;
}

function diffOf({ file, before, text }: MigratedFile): string {
    return createTwoFilesPatch(`a/${file}`, `b/${file}`, before, text).replace(/^=+\n/, "").trimEnd();
}

function summaryOf(count: number, written: boolean): string {
    if (count === 0) return "Nothing to migrate: every file is of the version this Windlass writes.";
    const files = count === 1 ? "1 file" : `${count} files`;
    return written
        ? `${files} written: review and commit them.`
        : `${files} to migrate; nothing was written.`;
}
