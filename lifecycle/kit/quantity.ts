/** Exponent of ten or two that a suffix stands for (k8s.io/apimachinery/pkg/api/resource/suffix.go). */
const DECIMAL: Readonly<Record<string, number>> = {
    n: -9,
    u: -6,
    m: -3,
    "": 0,
    k: 3,
    M: 6,
    G: 9,
    T: 12,
    P: 15,
    E: 18,
};
const BINARY: Readonly<Record<string, bigint>> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n };

const QUANTITY = /^([+-]?)(\d{1,40})?(?:\.(\d{0,40}))?(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d{1,3}))?$/;

/**
 * A Kubernetes quantity in billionths, the finest step one can have: `100m` is 100 000 000. Undefined when it is no
 * quantity.
 */
export function parseQuantity(value: unknown): bigint | undefined {
    if (typeof value !== "string" && typeof value !== "number") return undefined;
    const match = QUANTITY.exec(String(value));
    if (!match) return undefined;
    const [, sign, whole = "", fraction = "", binary, decimal, exponent] = match;
    if (whole === "" && fraction === "") return undefined;
    const digits = BigInt(whole + fraction);
    const scale = 9 - fraction.length + (decimal ? (DECIMAL[decimal] ?? 0) : Number(exponent ?? 0));
    const factor = binary ? 1n << (BINARY[binary] ?? 0n) : 1n;
    // Kubernetes rounds up what is finer than a billionth.
    const scaled =
        scale >= 0
            ? digits * factor * 10n ** BigInt(scale)
            : divideUp(digits * factor, 10n ** BigInt(-scale));
    return sign === "-" ? -scaled : scaled;
}

/** Whether two values are the same quantity: `2000m` and `"2"`, `1024Mi` and `1Gi`. */
export function equalQuantity(left: unknown, right: unknown): boolean {
    const quantity = parseQuantity(left);
    return quantity !== undefined && quantity === parseQuantity(right);
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
    return (dividend + divisor - 1n) / divisor;
}
