import EventSourcing
import JSONCoding
import NIOCore

/// An answer in the making, whose parts may be text already: the data of events go out as the log
/// has them, instead of being read and written again.
enum JSONFragment {
    case value(JSONValue)
    /// One whole value, as `CanonicalJSON` writes it.
    case text([UInt8])
    case list([JSONFragment])
    /// Members in the order of their names; those without a value are left out.
    case object([(name: String, value: JSONFragment?)])

    var bytes: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(1024)
        append(to: &text)
        return text
    }

    var buffer: ByteBuffer { ByteBuffer(bytes: bytes) }

    private func append(to text: inout [UInt8]) {
        switch self {
        case .value(let value): value.write(to: &text)
        case .text(let whole): text += whole
        case .list(let elements):
            text.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                element.append(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            var isFirst = true
            for case (let name, let value?) in members {
                if !isFirst { text.append(UInt8(ascii: ",")) }
                isFirst = false
                CanonicalJSON.append(name, to: &text)
                text.append(UInt8(ascii: ":"))
                value.append(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }
}
