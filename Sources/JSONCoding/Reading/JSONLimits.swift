/// How large a JSON text may be in each direction.
package struct JSONLimits: Sendable {
    /// Bytes of one text: places are kept in 32 bits.
    package static let bytes = 1 << 30
    /// Arrays and objects within each other.
    package static let depth = 32
    /// Digits, sign, point and exponent of one number.
    package static let numberLength = 40

    /// The keys of one object.
    package var keys: Int
    /// Whether an object may hold one key twice; the first is then the one that is read.
    package var allowsDuplicateKeys: Bool

    /// What we have written ourselves.
    package static let trusted = JSONLimits(keys: .max, allowsDuplicateKeys: true)
    /// What comes from outside.
    package static let strict = JSONLimits(keys: 1000, allowsDuplicateKeys: false)
}
