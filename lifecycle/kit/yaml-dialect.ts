import type { ScalarTag, Tags } from "yaml";

/**
 * How a plain scalar is read.
 *
 * - `core`: YAML 1.2, for the files Windlass defines itself: only `true` and `false` are booleans.
 * - `kubernetes`: what the API server's reader makes of it, so that what is checked here is what the cluster gets.
 */
export type YamlDialect = "core" | "kubernetes";

const BOOL = "tag:yaml.org,2002:bool";
const INT = "tag:yaml.org,2002:int";
const FLOAT = "tag:yaml.org,2002:float";

/**
 * Scalars as kubectl, the API server and Flux read them: sigs.k8s.io/yaml, which uses go-yaml v2 (resolve.go).
 *
 * That is YAML 1.1 with exceptions, so `yaml`'s own 1.1 tags do not fit: go-yaml reads `12:30` and dates as strings,
 * `0o17` as a number, and leaves `e5` and `.` alone where `yaml` makes NaN of them.
 */
const kubernetesScalars: readonly ScalarTag[] = [
    {
        tag: BOOL,
        default: true,
        test: /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/,
        resolve: (text) => /^(?:[yYtT]|on|On|ON)/.test(text),
    },
    {
        tag: INT,
        default: true,
        test: /^[-+]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|[0-9][0-9_]*)$/,
        resolve: goInteger,
    },
    {
        tag: FLOAT,
        default: true,
        // An underscore ends a plain go-yaml float's digits nowhere: it is removed before the test.
        test: /^[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/,
        resolve: (text) => Number.parseFloat(text.replaceAll("_", "")),
    },
    {
        tag: FLOAT,
        default: true,
        test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
        // Refused later, as JSON has no such number; read as one so that the message can say so.
        resolve: (text) => (/nan/i.test(text) ? Number.NaN : Number.POSITIVE_INFINITY),
    },
];

/** Tags of a dialect, out of those `yaml` would use by itself. */
export function dialectTags(dialect: YamlDialect): Tags {
    if (dialect === "core")
        return ["map", "seq", "null", "bool", "int", "intOct", "intHex", "float", "floatExp", "floatNaN"];
    return ["map", "seq", "null", ...kubernetesScalars, "merge"];
}

function goInteger(text: string): number {
    const sign = text.startsWith("-") ? -1 : 1;
    const digits = text.replace(/^[-+]/, "").replaceAll("_", "");
    // Go's base 0: a leading zero alone means octal, and `08` falls through to a decimal float.
    const octal = /^0[oO]?([0-7]+)$/.exec(digits);
    return sign * (octal?.[1] ? Number.parseInt(octal[1], 8) : Number(digits));
}
