/// One value, or one key, of a scanned text: where it stands, and which node is behind it.
///
/// A document is a flat list of these in the order of the text. Behind an object's node come its
/// keys, each before its value; behind an array's, its elements.
package struct JSONNode {
    package enum Kind: UInt8, Sendable {
        case null, no, yes, number, string, array, object
    }

    package var kind: Kind
    /// A number without fraction and exponent; a string without escapes.
    var isPlain: Bool
    /// The first byte; of a string, the one behind the quote.
    var start: UInt32
    /// Bytes of a number or a string; elements of an array; members of an object.
    var count: UInt32
    /// The place of the node behind this one and all that is in it.
    var end: UInt32
}
