import { type FileFormat, schemaOf } from "../kit/file-format";
import { HOLDS_FORMAT } from "../holds/holds-definition";
import { parseHolds } from "../holds/holds-parse";
import { readFile } from "../kit/read-file";
import { MESH_PIN_FORMAT, parseMeshPin } from "../settings/mesh-pin";
import {
    HELM_FORMAT,
    SOURCE_FORMAT,
    TOOLS_FORMAT,
    helmFields,
    sourceFields,
    toolsFields,
} from "../workloads/build-definition";
import { LOCK_FORMAT } from "../settings/lock-definition";
import { parseLock } from "../settings/lock-parse";
import { NAMESPACE, STACK_FORMAT } from "../settings/settings-definition";
import { parseSettings } from "../settings/settings-parse";
import { parseSidecars } from "../sidecars/parse-sidecars";
import { SIDECARS_FORMAT } from "../sidecars/sidecars-definition";
import { WINDOWS_FORMAT } from "../windows/windows-definition";
import { parseWindows } from "../windows/windows-parse";
import { CATALOG_FORMAT } from "../versions/catalog-definition";

/** A file of a project that a migration may be about. */
export interface ProjectFile {
    readonly kind: FileKind;
    /** Relative to the project's root. */
    readonly file: string;
    /** The stack it belongs to. @default it is the whole project's */
    readonly stack?: string;
    readonly text: string;
}

/** What is known of a kind of file, as far as its versions go. */
export interface KindOfFile {
    readonly format: FileFormat;
    /** Where a file names its version. */
    readonly schemaPath: readonly string[];
    /** What a file is that names none. @default it is damaged */
    readonly unnamed?: string;
    /** Reads a file as the present version. @throws WindlassError where it is none @default nobody reads it alone */
    readonly read?: (file: ProjectFile) => void;
}

const CORRECT = "Correct it by hand";

/** Every kind of file that Windlass keeps in a user's repository. */
export const FILE_KINDS = {
    stack: {
        format: STACK_FORMAT,
        schemaPath: ["config", `${NAMESPACE}:schema`],
        // The first version had no such key.
        unnamed: schemaOf({ kind: "stack", version: 1 }),
        read: ({ stack = "", text }) => void parseSettings(stack, text),
    },
    lock: {
        format: LOCK_FORMAT,
        schemaPath: ["schema"],
        read: ({ stack = "", text }) => void parseLock(stack, text),
    },
    sidecars: {
        format: SIDECARS_FORMAT,
        schemaPath: ["schema"],
        read: ({ file, text }) => void parseSidecars(text, file),
    },
    holds: {
        format: HOLDS_FORMAT,
        schemaPath: ["schema"],
        read: ({ file, text }) => void parseHolds(text, file),
    },
    windows: {
        format: WINDOWS_FORMAT,
        schemaPath: ["schema"],
        read: ({ file, text }) => void parseWindows(text, file),
    },
    catalog: { format: CATALOG_FORMAT, schemaPath: ["schema"] },
    helm: {
        format: HELM_FORMAT,
        schemaPath: ["schema"],
        read: ({ file, text }) =>
            void readFile(helmFields, { format: HELM_FORMAT, file, text, remedy: CORRECT }),
    },
    source: {
        format: SOURCE_FORMAT,
        schemaPath: ["schema"],
        read: ({ file, text }) =>
            void readFile(sourceFields, { format: SOURCE_FORMAT, file, text, remedy: CORRECT }),
    },
    tools: {
        format: TOOLS_FORMAT,
        schemaPath: ["schema"],
        read: ({ file, text }) =>
            void readFile(toolsFields, { format: TOOLS_FORMAT, file, text, remedy: CORRECT }),
    },
    // It lies in repositories of others, so that only who names one brings it up to date.
    pin: {
        format: MESH_PIN_FORMAT,
        schemaPath: ["schema"],
        read: ({ file, text }) => void parseMeshPin(file, text),
    },
} as const satisfies Readonly<Record<string, KindOfFile>>;

/** One of {@link FILE_KINDS}. */
export type FileKind =
    "stack" | "lock" | "sidecars" | "holds" | "windows" | "catalog" | "helm" | "source" | "tools" | "pin";
